// The widget's blocks in each of its languages, in a browser: what Liquid and the script write fits a phone, and is set as the language is. No app is
// asked: the page is the extension's own Liquid, and the proxy's answers are the longest that there are.
import { expect, test, type Page } from '@playwright/test';
import { ProgramSchema } from '../../app/domain/program.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { storefrontProgram } from '../../app/domain/storefront-rates.ts';
import { explanationSentence } from '../../app/locales/explanation.ts';
import { explanationLanguages } from '../../app/locales/explanation-messages.ts';
import { refusalText, unavailableText } from '../../app/locales/reward-text.ts';
import { extensionLiquid } from '../support/extension-liquid.ts';
import { openAlone, pageOf } from './widget-alone.ts';
import { misfits } from './widget-fit.ts';

const WIDTHS = [390, 320];
const TALL = ['ja', 'ar', 'zh-CN', 'ko'];

const name = { en: '{amount} off', ja: '{amount} オフ', ar: 'خصم {amount}', he: '{amount} הנחה' };
const program = storefrontProgram(
  {
    number: 1,
    publishedAt: '2026-10-01T00:00:00Z',
    program: ProgramSchema.parse({
      ...startingProgram,
      enrolment: {
        ...startingProgram.enrolment,
        mode: 'optIn',
        terms: { version: '1', url: { en: '/terms' } },
      },
      rewards: [
        {
          id: 'most',
          kind: 'amountOff',
          points: 2_000_000,
          name,
          conditions: { minSpend: [{ currency: 'USD', amount: '123456.78' }] },
          values: [{ currency: 'USD', amount: '20000.00' }],
        },
      ],
      actions: [{ id: 'birthday', kind: 'birthday', name: { en: 'Your birthday' }, points: 250 }],
      expiry: { kind: 'afterInactivity', months: 18 },
      cartPoints: {
        step: 500,
        name: { en: '{amount} off' },
        values: [{ currency: 'USD', amount: '5.00' }],
      },
      tiers: {
        basis: 'points',
        period: { kind: 'rolling', months: 12 },
        levels: [
          { id: 'member', name: { en: 'Member' }, threshold: '0', multiplier: '1' },
          {
            ...{ id: 'gold', name: { en: 'Gold' }, threshold: '1250000', multiplier: '1.25' },
            perks: { entryRewardId: 'most', birthdayRewardId: 'most', shipping: {} },
          },
        ],
      },
    }),
  },
  { currency: 'USD', capabilities: { functions: true, storeCredit: false, giftCards: false } },
);
const SOON = '2099-09-30T10:00:00Z';
const member = {
  v: 1,
  joined: true,
  balance: 1_290_123,
  available: 1_234_567,
  pending: 55_556,
  next: { points: 52_000, at: SOON },
  expiry: { p: 123_456, at: '2099-09-30' },
  tier: { id: 'gold' },
  entries: [],
  codes: [],
};
const HELD = { id: '9', code: 'CART-4PMHH', points: 1_000_000 };
/** Of the product and of the cart: 12,345.00 of goods, without and with points on them. */
const price = 1_234_500;
const product = {
  ...{ id: 7, vendor: 'Haven', tags: [], collections: [], variants: [{ id: 11, price }] },
  selected_or_first_available_variant: { id: 11, price },
};
const cart = {
  ...{ currency: { iso_code: 'USD' }, taxes_included: false, item_count: 1, items: [] },
  ...{ items_subtotal_price: price, total_price: price - 1_000_000 },
  cart_level_discount_applications: [{ title: HELD.code, total_allocated_amount: 1_000_000 }],
};

function html(language: string, customer: object | undefined): string {
  const settings = {
    ...{ accent: '#1f5c56', paper: '#ffffff', ink: '#1c2a29', offset: 0, side: 'end' },
    ...{ show_earning: true, show_levels: true, show_rewards: true, show_questions: true },
  };
  const engine = extensionLiquid({
    language,
    currency: 'USD',
    globals: {
      app: { metafields: { meridian: { program: { value: program } } } },
      customer,
      localization: { market: { handle: 'us' } },
      routes: {
        root_url: '/',
        cart_url: '/cart',
        cart_update_url: '/cart/update',
        account_login_url: '/account/login',
      },
      product,
      cart,
      block: { settings, shopify_attributes: '' },
    },
  });
  const blocks = ['badge', 'page', 'product', 'cart', 'panel'].map((block) =>
    String(engine.renderFileSync(`loyalty-${block}`)),
  );
  // The slider stands beside what is held, as it does when a shopper changes it.
  const all = blocks.join('<p>Below</p>').replace('data-part="choose" hidden', 'data-part="choose"');
  return pageOf(language, all);
}

/** What the proxy says, as long as it gets. */
function answers(language: string): Record<string, object> {
  const issued = { id: '1', rewardId: 'most', kind: 'amountOff', points: 2_000_000, currency: 'USD' };
  const code = { ...issued, code: '4PMHH-KYJ2A-62ZPC', isForCart: true, expiresAt: SOON, usedAt: null };
  const text = { name: name.en, amount: '20000.00', description: '', minSpend: '123456.78', refusal: null };
  const past = new Date(Date.now() - 86_400_000).toISOString();
  const redemption = { ...code, ...text, status: 'issued', createdAt: past };
  const row = { ...issued, ...text, kind: undefined, worth: null, available: false };
  const entry = { points: -2_000_000, at: past, availableAt: null };
  return {
    member: {
      member: {
        points: { ...member, nextExpiry: { points: 123_456, at: '2099-09-30' } },
        worth: { currency: 'USD', minorUnits: '1234567' },
        tier: { id: 'gold', name: 'Gold', multiplier: '1.25' },
      },
      join: null,
    },
    rewards: {
      rewards: [
        { ...row, id: 'can', points: 500, available: true, reason: null },
        { ...row, id: 'most', reason: { kind: 'points', missing: 765_433 } },
        {
          ...row,
          id: 'market',
          reason: { kind: 'market' },
          text: unavailableText({ reason: 'not_in_market' }, null, language),
        },
      ],
      redemptions: [
        redemption,
        { ...redemption, id: '2', status: 'reserved', code: null },
        {
          ...redemption,
          id: '3',
          status: 'failed',
          code: null,
          refusal: { text: refusalText({ reason: 'shopify_refused' }, language) },
        },
        { ...redemption, id: '4', status: 'used', usedAt: past, kind: 'storeCredit' },
      ],
    },
    entries: {
      entries: [
        {
          ...entry,
          seq: 2,
          text: explanationSentence({ kind: 'expiryUndone', points: '2000000' }, language),
        },
        {
          ...entry,
          seq: 1,
          points: 2_000_000,
          availableAt: SOON,
          text: explanationSentence(
            { kind: 'expiryReversal', orderId: '1', orderName: '#1001', points: '2000000' },
            language,
          ),
        },
      ],
      next: '1',
    },
  };
}

type Watching = { shifts?: PerformanceEntry[]; watch?: PerformanceObserver };

/** Collects from the first moment what moves without being asked. */
const watchShifts = () => {
  const own = window as Watching;
  own.shifts = [];
  own.watch = new PerformanceObserver((list) => own.shifts?.push(...list.getEntries()));
  own.watch.observe({ type: 'layout-shift', buffered: true });
};

/** What has moved when all scripts have run and were painted. */
const shifts = (page: Page): Promise<unknown[]> =>
  page.evaluate(async () => {
    const own = window as Watching;
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    return [...(own.shifts ?? []), ...(own.watch?.takeRecords() ?? [])].map((each) => each.toJSON());
  });

async function open(page: Page, language: string, customer: object | undefined): Promise<void> {
  const told = answers(language);
  await openAlone(page, html(language, customer), (file) => ({ json: told[file] ?? {} }));
  expect(await shifts(page)).toEqual([]);
  await page.locator('.mrd-launcher').click();
  await expect(page.getByRole('dialog')).toBeVisible();
}

for (const language of explanationLanguages)
  test(`in ${language} the widget fits a phone, stays where it is, and is set as the language is`, async ({
    page,
  }) => {
    const customer = (value: object) => ({ tags: [], metafields: { $app: { loyalty: { value } } } });
    const states: Record<string, object | undefined> = {
      guest: undefined,
      join: customer({ ...member, joined: false }),
      normal: customer({ ...member, hold: HELD }),
    };
    await page.setViewportSize({ width: 390, height: 800 });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.addInitScript(watchShifts);
    for (const [state, who] of Object.entries(states)) {
      await page.unrouteAll();
      await open(page, language, who);
      if (state === 'normal') {
        await expect(page.locator('[data-list=entry] li')).toHaveCount(2);
        await expect(page.locator('meridian-cart')).toHaveAttribute('data-state', 'held');
      }
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        expect([state, width, await misfits(page)]).toEqual([state, width, []]);
      }
    }
    const root = page.locator('meridian-loyalty');
    await expect(root).toHaveAttribute('lang', language);
    const set = await root.evaluate((each) => {
      const { direction, fontSize, lineHeight, wordBreak, letterSpacing, fontStyle } = getComputedStyle(each);
      const height = Math.round((parseFloat(lineHeight) / parseFloat(fontSize)) * 10) / 10;
      return { direction, height, wordBreak, letterSpacing, fontStyle };
    });
    expect(set).toEqual({
      direction: ['ar', 'he'].includes(language) ? 'rtl' : 'ltr',
      height: TALL.includes(language) ? 1.7 : 1.5,
      wordBreak: { ja: 'auto-phrase', ko: 'keep-all' }[language] ?? 'normal',
      letterSpacing: 'normal',
      fontStyle: 'normal',
    });
  });
