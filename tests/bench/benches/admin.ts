// How fast the admin's pages are for a merchant on a slow laptop and line: LCP, CLS and INP of each, in the frame of the dev store's admin, as Shopify
// measures them. Each round is a browser that has never seen the app; its first page fills the cache for the others.
import { loadavg } from 'node:os';
import { chromium, type Browser, type Frame, type FrameLocator, type Page } from '@playwright/test';
import { ensureChromium } from '../../../scripts/chromium.ts';
import { seededMembers } from '../../e2e/seeded-members.ts';
import { startSeeded } from '../../e2e/start-demo.ts';
import type { Context } from '../context.ts';
import { figure, type Goal, type Report } from '../report.ts';
import { spread } from '../statistics.ts';
import { readVitals, watchVitals, type WebVitals } from '../web-vitals.ts';

/** A quarter of this machine's speed, and what DevTools call Fast 4G. */
const CPU_SLOWDOWN = 4;
const NETWORK = { latency: 165, downloadThroughput: 1_012_500, uploadThroughput: 168_750 };
/** A page that takes longer has failed. */
const PATIENCE_MS = 60_000;
/** What web.dev calls good, and "Built for Shopify" asks for. */
const GOALS = { lcp: 2500, cls: 0.1, inp: 200 } as const;
type Vital = keyof typeof GOALS;

type AdminPage = {
  name: string;
  path: string;
  /** What a merchant does there first. It changes nothing. */
  act: (app: FrameLocator, page: Page) => Promise<void>;
};

async function adminPages(): Promise<AdminPage[]> {
  const [member] = await seededMembers('us');
  if (!member) throw new Error('the demo has seeded nobody');
  return [
    { name: 'home', path: '', act: (app) => app.getByLabel('Period').press('ArrowDown') },
    {
      name: 'programme',
      path: '/program',
      act: (app) => app.getByRole('link', { name: 'Rewards' }).first().focus(),
    },
    {
      name: 'form',
      path: '/program/campaigns/speed?template=weekend',
      act: async (app) => {
        await app.getByLabel('Times', { exact: true }).press('End');
        await app.getByLabel('Times', { exact: true }).press('5');
      },
    },
    { name: 'members', path: '/members', act: (app) => app.getByLabel(/^Find by name/).press('a') },
    { name: 'member', path: `/members/${member.id}`, act: (app) => app.locator('summary').first().click() },
    {
      name: 'redemptions',
      path: '/redemptions',
      act: (app) => app.getByRole('heading', { level: 1 }).click(),
    },
  ];
}

export async function admin(context: Context): Promise<Report> {
  const { rounds } = context;
  const demo = await startSeeded();
  const browser = await chromium.launch({
    executablePath: ensureChromium(context.log),
    args: ['--no-sandbox'],
  });
  try {
    const pages = await adminPages();
    const samples = new Map(pages.map(({ name }): [string, WebVitals[]] => [name, []]));
    const loads = [loadavg()[0] ?? 0];
    for (let round = 0; round <= rounds; round++) {
      const found = await visit(browser, pages);
      loads.push(loadavg()[0] ?? 0);
      context.log(`${round === 0 ? 'warm-up' : `round ${round}`}: ${found.map(inOneLine).join('; ')}`);
      if (round > 0) for (const { name, vitals } of found) samples.get(name)?.push(vitals);
    }
    return reportOf(samples, rounds, loads);
  } finally {
    await browser.close();
    await demo.stop();
  }
}

type Visited = { name: string; vitals: WebVitals };

/** All pages, one after the other, in a browser that has seen nothing yet. */
async function visit(browser: Browser, pages: readonly AdminPage[]): Promise<Visited[]> {
  // Remix's and Shopify's bot detection answers a HeadlessChrome with 410.
  const userAgent =
    'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36';
  const context = await browser.newContext({ userAgent, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await watchVitals(page);
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', { offline: false, ...NETWORK });
  const visited: Visited[] = [];
  for (const one of pages) visited.push({ name: one.name, vitals: await measured(page, one) });
  await context.close();
  return visited;
}

async function measured(page: Page, { path, act }: AdminPage): Promise<WebVitals> {
  const query = path.includes('?') ? '&locale=en' : '?locale=en';
  await page.goto(`${process.env.DEVSTORE_URL}/admin/store/haven/apps/meridian-dev/app${path}${query}`);
  const app = page.frameLocator('iframe[title="Meridian"]');
  await app.getByRole('heading', { level: 1 }).first().waitFor({ timeout: PATIENCE_MS });
  const frame = await frameOf(page);
  // Scripts have come and done their work, so that what is pressed is answered by the app.
  await frame.waitForLoadState('load', { timeout: PATIENCE_MS });
  await idle(frame);
  await act(app, page);
  await page.keyboard.press('Tab');
  await idle(frame);
  return readVitals(frame);
}

/** Not by the network: open pages ask for news. */
const idle = (frame: Frame) =>
  frame.evaluate(() => new Promise((done) => requestIdleCallback(done, { timeout: 10_000 })));

async function frameOf(page: Page): Promise<Frame> {
  const frame = await (await page.locator('iframe[title="Meridian"]').elementHandle())?.contentFrame();
  if (!frame) throw new Error(`${page.url()}: the app's frame is gone`);
  return frame;
}

const inOneLine = ({ name, vitals: { lcp, cls, inp } }: Visited): string =>
  `${name} ${figure(lcp)} ms, ${figure(cls)}, ${figure(inp)} ms`;

function reportOf(
  samples: ReadonlyMap<string, WebVitals[]>,
  rounds: number,
  loads: readonly number[],
): Report {
  const medianOf = (vital: Vital) =>
    [...samples].map(([name, all]) => ({ name, ...spread(all.map((one) => one[vital])) }));
  const goals = (['lcp', 'cls', 'inp'] as const).map((vital): Goal => {
    const worst = medianOf(vital).reduce((most, one) => (one.median > most.median ? one : most));
    const unit = vital === 'cls' ? '' : ' ms';
    return {
      text: `${vital.toUpperCase()} of every page at most ${GOALS[vital]}${unit}; the worst is ${worst.name}`,
      value: worst.median,
      met: worst.median <= GOALS[vital],
    };
  });
  const figures = (['lcp', 'cls', 'inp'] as const).flatMap((vital) =>
    medianOf(vital).map(({ name, median, min, max }): [string, string] => [
      `${vital.toUpperCase()} of ${name}, median [min-max]`,
      `${figure(median)} [${figure(min)}-${figure(max)}]`,
    ]),
  );
  return {
    name: 'admin',
    unit: 'pages',
    parameters: {
      ...{ rounds, 'CPU slowed by': CPU_SLOWDOWN, 'latency, ms': NETWORK.latency },
      'download, Mbit/s': (NETWORK.downloadThroughput * 8) / 1e6,
      'load average, least and most': `${figure(Math.min(...loads))} to ${figure(Math.max(...loads))}`,
    },
    contenders: [],
    ratios: [],
    goals,
    verified: ['every page showed its heading, and something was painted in its frame'],
    figures: Object.fromEntries(figures),
  };
}
