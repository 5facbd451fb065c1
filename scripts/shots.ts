// `npm run shots -- PAGE…`: pictures of the named pages, or of all, at 1280 and 390 pixels, in en, ja and ar, into shots/.
// Starts a demo of its own on free ports.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { startSeeded } from '../tests/e2e/start-demo.ts';
import { CART_SCENES } from '../tests/e2e/cart-scenes.ts';
import type { Market, Scene } from '../tests/e2e/widget-scenes.ts';
import { SCENES } from '../tests/e2e/widget-states.ts';
import { ensureChromium } from './chromium.ts';
import { style } from './terminal.ts';

const WIDTHS = [1280, 390] as const;
const LANGUAGES = ['en', 'ja', 'ar'] as const;
type Language = (typeof LANGUAGES)[number];
const MARKET: Record<Language, Market> = { en: 'us', ja: 'jp', ar: 'gulf' };
const FOLDER = resolve(import.meta.dirname, '../shots');
/** Remix's and Shopify's bot detection answers a HeadlessChrome with 410. */
const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36';

type Shot = {
  /** From the dev store's root. */
  path: (language: Language) => string | Promise<string>;
  /** What is there when the page is. */
  ready: (page: Page) => Promise<void>;
  /** Down to the end of the page. */
  fullPage?: true;
};

const inApp = async (page: Page) => {
  await page.frameLocator('iframe').locator('h1').first().waitFor();
  // A page that follows something (a cost that is reckoned, a guide's steps) goes on asking: what is there by then is the picture.
  await page.waitForLoadState('networkidle', { timeout: 10_000 }).catch(() => undefined);
};
const plain = (page: Page) => page.locator('h1').first().waitFor();
const appPath = (rest: string) => (language: Language) =>
  `/admin/store/haven/apps/meridian-dev/app${rest}?locale=${language}`;

/** A state of the widget, which makes its own page. */
function shotOf(scene: Scene): Shot {
  const market = (page: Page) => (new URL(page.url()).pathname.split('/')[2] ?? 'us') as Market;
  return {
    path: (language) => `/store/${MARKET[language]}`,
    ready: async (page) => {
      await scene(page, market(page));
      // The last picture of the network: some scenes keep it silent for ever.
      await page.evaluate(() => document.fonts.ready);
    },
  };
}

const PAGES: Record<string, Shot> = {
  doors: { path: () => '/', ready: plain },
  home: { path: appPath(''), ready: inApp },
  members: { path: appPath('/members'), ready: inApp },
  member: {
    path: async (language) => appPath(`/members/${await busiestCustomer(MARKET[language])}`)(language),
    ready: inApp,
  },
  program: { path: appPath('/program'), ready: inApp },
  rewards: { path: appPath('/program/rewards'), ready: inApp },
  reward: { path: appPath('/program/rewards/five-off'), ready: inApp },
  ...Object.fromEntries(
    [
      'earning',
      'exclusions',
      'cart',
      'actions',
      'tiers',
      'campaigns',
      'enrolment',
      'expiry',
      'markets',
      'texts',
      'look',
      'versions',
    ].map((name): [string, Shot] => [name, { path: appPath(`/program/${name}`), ready: inApp }]),
  ),
  campaign: { path: appPath('/program/campaigns/gulf-launch'), ready: inApp },
  calendar: {
    path: (language) => `${appPath('/program/campaigns')(language)}&view=calendar`,
    ready: inApp,
  },
  redemptions: { path: appPath('/redemptions'), ready: inApp },
  orders: { path: () => '/admin/store/haven/orders', ready: plain },
  store: { path: (language) => `/store/${MARKET[language]}`, ready: plain },
  product: { path: (language) => `/store/${MARKET[language]}/products/linen-throw`, ready: plain },
  loyalty: {
    path: (language) => `/store/${MARKET[language]}/pages/loyalty`,
    ready: (page) => page.locator('.mrd-page[data-state]').waitFor(),
    fullPage: true,
  },
  'sign-in': { path: (language) => `/store/${MARKET[language]}/account`, ready: plain },
  ...Object.fromEntries(Object.entries(SCENES).map(([name, scene]) => [`widget-${name}`, shotOf(scene)])),
  ...Object.fromEntries(Object.entries(CART_SCENES).map(([name, scene]) => [`cart-${name}`, shotOf(scene)])),
  webhooks: { path: () => '/webhooks', ready: plain },
};

type StoreState = { orders: { customerId: number | null; market: string; refunds: number }[] };

/** Of the market's customers, one whose timeline has the most to show: refunds first. */
async function busiestCustomer(market: string): Promise<number> {
  const state = (await (await fetch(`${storeUrl()}/control/state`)).json()) as StoreState;
  const weight = new Map<number, number>();
  for (const order of state.orders) {
    if (order.customerId === null || order.market !== market) continue;
    weight.set(order.customerId, (weight.get(order.customerId) ?? 0) + 1 + 3 * order.refunds);
  }
  const [busiest] = [...weight].sort((a, b) => b[1] - a[1]);
  if (!busiest) throw new Error(`No customer of the market ${market} has ordered`);
  return busiest[0];
}

function storeUrl(): string {
  return process.env.DEVSTORE_URL ?? '';
}

function chosenPages(): [string, Shot][] {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !(name in PAGES));
  if (unknown.length > 0)
    throw new Error(`There is no page ${unknown.join(', ')}. There are: ${Object.keys(PAGES).join(', ')}`);
  return Object.entries(PAGES).filter(([name]) => wanted.length === 0 || wanted.includes(name));
}

/** Without fonts for Japanese and Arabic the pictures show boxes. Debian's are installed where this process may. */
function ensureFonts(): void {
  const has = (language: string) =>
    spawnSync('fc-list', [`:lang=${language}`], { encoding: 'utf8' }).stdout?.trim();
  if (has('ja') && has('ar')) return;
  if (process.getuid?.() === 0)
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'fonts-noto-cjk', 'fonts-noto-core'], {
      stdio: 'ignore',
    });
  if (!has('ja') || !has('ar'))
    console.log(style('yellow', 'No fonts for Japanese or Arabic here: their pictures will show boxes.'));
}

async function shoot(
  browser: Browser,
  [name, shot]: [string, Shot],
  language: Language,
  width: number,
): Promise<void> {
  const context = await browser.newContext({
    userAgent: USER_AGENT,
    locale: language,
    viewport: { width, height: 900 },
    reducedMotion: 'reduce',
  });
  try {
    const page = await context.newPage();
    await page.goto(`${storeUrl()}${await shot.path(language)}`);
    await shot.ready(page);
    const path = join(FOLDER, `${name}-${width}-${language}.png`);
    await page.screenshot({ path, fullPage: shot.fullPage ?? false });
  } finally {
    await context.close();
  }
}

const pages = chosenPages();
const executablePath = ensureChromium(console.log);
ensureFonts();
mkdirSync(FOLDER, { recursive: true });
const demo = await startSeeded();
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  for (const page of pages) {
    for (const language of LANGUAGES) for (const width of WIDTHS) await shoot(browser, page, language, width);
    console.log(`${style('green', '✓')} ${page[0]}`);
  }
  console.log(`The pictures are in ${FOLDER}`);
} finally {
  await browser.close();
  await demo.stop();
}
