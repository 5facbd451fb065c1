// What the widget costs a shop's pages: Lighthouse's performance score with and without it, by turns. The weights are Shopify's own for "Built for Shopify".
import { randomUUID } from 'node:crypto';
import { chromium } from '@playwright/test';
import { ensureChromium } from '../../../scripts/chromium.ts';
import { freePort } from '../../../scripts/ports.ts';
import { startSeeded } from '../../e2e/start-demo.ts';
import type { Context } from '../context.ts';
import { loadLighthouse, type Audit } from '../lighthouse.ts';
import type { Report } from '../report.ts';
import { spread } from '../statistics.ts';

/** Pairs at scale 1. */
const PAIRS = 9;
const MOST_POINTS = 1;
const PAGES = [
  { name: 'home', path: '/store/us', weight: 17 },
  { name: 'product', path: '/store/us/products/olive-soap', weight: 40 },
  { name: 'collection', path: '/store/us?collection=kitchen', weight: 43 },
] as const;
const APP_BLOCKS = ['loyalty-panel', 'loyalty-product'];

type Figures = { score: number; shift: number; blockingMs: number; scriptBytes: number };

export async function storefront(context: Context): Promise<Report> {
  const lighthouse = loadLighthouse(context.log);
  const demo = await startSeeded();
  const port = await freePort();
  const browser = await chromium.launch({
    executablePath: ensureChromium(context.log),
    args: [`--remote-debugging-port=${port}`, '--no-sandbox'],
  });
  try {
    const cookie = `devstore_customer=${await memberWithPoints()}`;
    const audit = await lighthouse(port, { Cookie: cookie });
    return await compare(context, audit);
  } finally {
    await browser.close();
    await demo.stop();
  }
}

/** Pairs in turn, the other one first each time; the first pair warms up the caches of store and browser. */
async function compare(context: Context, audit: Audit): Promise<Report> {
  const pairs = context.scaled(PAIRS, 1);
  const differences: number[] = [];
  const samples = { with: [] as Figures[], without: [] as Figures[] };
  for (let pair = 0; pair <= pairs; pair++) {
    const order = pair % 2 === 0 ? (['with', 'without'] as const) : (['without', 'with'] as const);
    const found: Partial<Record<'with' | 'without', Figures>> = {};
    for (const which of order) found[which] = await audited(audit, which === 'with');
    if (!found.with || !found.without || pair === 0) continue;
    samples.with.push(found.with);
    samples.without.push(found.without);
    differences.push(found.without.score - found.with.score);
    context.log(`pair ${pair}: ${found.with.score} with, ${found.without.score} without`);
  }
  const { median, min, max } = spread(differences);
  const of = (which: 'with' | 'without', pick: keyof Figures) =>
    spread(samples[which].map((one) => one[pick])).median;
  return {
    name: 'storefront',
    unit: 'pages',
    parameters: {
      pairs,
      pages: PAGES.map(({ name, weight }) => `${name} (${weight})`).join(' '),
      'signed in': 'yes',
    },
    contenders: [],
    ratios: [],
    goals: [
      {
        text: `at most ${MOST_POINTS} point of Lighthouse's score less`,
        value: median,
        met: median <= MOST_POINTS,
      },
      {
        text: 'no more layout shift',
        value: of('with', 'shift') - of('without', 'shift'),
        met: of('with', 'shift') <= of('without', 'shift'),
      },
    ],
    verified: ['every page answered 200 and had the widget, or had it not'],
    figures: {
      'score with, median': of('with', 'score'),
      'score without, median': of('without', 'score'),
      'difference, least and most': `${min} to ${max}`,
      'blocking time with, ms': of('with', 'blockingMs'),
      'blocking time without, ms': of('without', 'blockingMs'),
      'script with, bytes of three pages': of('with', 'scriptBytes'),
      'script without, bytes of three pages': of('without', 'scriptBytes'),
    },
  };
}

async function audited(audit: Audit, isOn: boolean): Promise<Figures> {
  await control('/control/theme', { appBlocksOff: isOn ? [] : APP_BLOCKS });
  const total: Figures = { score: 0, shift: 0, blockingMs: 0, scriptBytes: 0 };
  for (const { path, weight } of PAGES) {
    const url = `${process.env.DEVSTORE_URL}${path}`;
    const html = await (await fetch(url)).text();
    if (html.includes('<meridian-loyalty') !== isOn)
      throw new Error(`${path}: the widget is not as it was asked for`);
    const page = await audit(url);
    total.score += (page.score * weight) / 100;
    total.shift += page.shift;
    total.blockingMs += page.blockingMs;
    total.scriptBytes += page.scriptBytes;
  }
  return total;
}

/** A member with something to show: the widget is at its largest. */
async function memberWithPoints(): Promise<number> {
  const { id } = await control<{ id: number }>('/control/customers', {
    ...{ firstName: 'Ada', lastName: 'Winter', email: `${randomUUID()}@example.com`, market: 'us' },
  });
  await control('/control/orders', {
    ...{ customerId: id, market: 'us', codes: [] },
    lines: [{ variantId: 44_720_110_000_100, quantity: 20 }],
  });
  await fetch(`${process.env.DEVSTORE_URL}/control/idle`);
  return id;
}

async function control<T>(path: string, body: object): Promise<T> {
  const response = await fetch(`${process.env.DEVSTORE_URL}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}
