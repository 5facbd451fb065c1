// Hostile texts through every block, in a browser: whatever a merchant, a product or a ledger has as its text is text on the page, in Liquid's HTML and
// in what the scripts make of the proxy's answers. The page with them has the same elements, attributes and declarations as the page with a plain word.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { ProgramSchema } from '../../app/domain/program.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { storefrontProgram } from '../../app/domain/storefront-rates.ts';
import { EXTENSION, extensionLiquid } from '../support/extension-liquid.ts';
import { openAlone, pageOf, type Answer } from './widget-alone.ts';

const PLAIN = 'plain';
const HOSTILE = [
  '</script><script>pwned()</script><img src="/pwned" onerror="pwned()">',
  `"'><svg onload=pwned()></template></dialog></style><b x='`,
  ';}:root{--mrd-ink:red}*{background:url(/pwned)}/*',
  'javascript:pwned()',
  '{{ shop.name }}{% raw %}{amount}{label}',
  '&lt;i&gt;&amp;$&$\'$`\\"`${pwned()}',
  '\u202e\u2066\u2028\u2029<!--',
].join('');

const BLOCKS = readdirSync(join(EXTENSION, 'blocks')).map((name) => name.replace('.liquid', ''));

const published = (word: string) => ({
  ...startingProgram,
  name: { en: word },
  pointsLabel: { en: { one: word, other: word } },
  // A link is followed: the programme's schema takes https and paths only, however they go on.
  enrolment: {
    ...startingProgram.enrolment,
    mode: 'optIn',
    terms: { version: word.slice(0, 100), url: { en: `/terms${word.replaceAll(/\s/g, '')}` } },
  },
  rewards: [
    {
      id: 'five',
      kind: 'amountOff',
      points: 500,
      name: { en: `${word}{amount}` },
      description: { en: word },
      values: [{ currency: 'USD', amount: '5.00' }],
    },
  ],
  actions: [{ id: 'review', kind: 'custom', name: { en: word }, points: 5 }],
  campaigns: [
    {
      ...{ id: 'days', name: { en: word }, lines: { productIds: ['7'] } },
      effect: { kind: 'multiply', by: '2' },
    },
  ],
  cartPoints: { step: 100, name: { en: word }, values: [{ currency: 'USD', amount: '1.00' }] },
  tiers: {
    basis: 'points',
    period: { kind: 'lifetime' },
    levels: [
      {
        ...{ id: 'gold', name: { en: word }, threshold: '0', multiplier: '1.5' },
        perks: { birthdayRewardId: 'five', shipping: {} },
      },
    ],
  },
});

const programOf = (word: string) =>
  storefrontProgram(
    { number: 1, publishedAt: '2026-10-01T00:00:00Z', program: ProgramSchema.parse(published(word)) },
    { currency: 'USD', capabilities: { functions: true, storeCredit: false, giftCards: false } },
  );

const memberOf = (word: string) => ({
  ...{ v: 1, joined: true, balance: 1_240, available: 1_100, pending: 140 },
  tier: { id: 'gold', next: { id: 'gold', missing: '5', until: null, by: 'points  0' } },
  next: { points: 20, at: word },
  expiry: { p: 40, at: word },
  hold: { id: word, code: word, points: 500, amount: {}, until: word },
  entries: [{ p: 1, at: word, t: { en: word } }],
  codes: [{ id: word, rewardId: 'five', code: word, until: word }],
});

type Who = 'guest' | 'stranger' | 'member';

function htmlOf(word: string, who: Who): string {
  const value = who === 'member' ? memberOf(word) : undefined;
  const variant = { id: 11, price: 3_498, title: word };
  const engine = extensionLiquid({
    language: 'en',
    currency: 'USD',
    globals: {
      app: { metafields: { meridian: { program: { value: programOf(word) } } } },
      customer: who === 'guest' ? undefined : { tags: [word], metafields: { $app: { loyalty: { value } } } },
      localization: { market: { handle: word } },
      routes: {
        root_url: '/',
        cart_url: '/cart',
        cart_update_url: '/cart/update',
        account_login_url: '/login',
      },
      product: {
        ...{ id: 7, title: word, vendor: word, tags: [word], collections: [] },
        variants: [variant, { ...variant, id: 12, price: 5_000 }],
        selected_or_first_available_variant: variant,
      },
      cart: {
        ...{ currency: { iso_code: 'USD' }, taxes_included: false, item_count: 1 },
        ...{ items_subtotal_price: 10_000, total_price: 9_500 },
        items: [{ final_line_price: 10_000, product: { id: 7, title: word, vendor: word, tags: [word] } }],
        cart_level_discount_applications: [{ title: word, total_allocated_amount: 500 }],
      },
      block: { settings: settingsOf(word), shopify_attributes: '' },
    },
  });
  return pageOf('en', BLOCKS.map((block) => String(engine.renderFileSync(block))).join(''));
}

/** Shopify checks that a colour is one; nothing here relies on it. */
const settingsOf = (word: string) => ({
  ...{
    accent: `#1f5c56${word === PLAIN ? '' : word}`,
    paper: '#ffffff',
    ink: `#1c2a29${word === PLAIN ? '' : word}`,
  },
  ...{ side: word, offset: 0, product: null, heading: word },
  ...{ show_earning: true, show_levels: true, show_rewards: true, show_questions: true },
});

function answersOf(word: string, joined: boolean): Record<string, Answer> {
  const at = new Date().toISOString();
  const text = {
    name: `${word}{amount}`,
    amount: '5.00',
    currency: 'USD',
    description: word,
    minSpend: '10.00',
  };
  const reward = { ...text, id: word, points: 500, available: true, reason: null };
  const redemption = {
    ...text,
    ...{ id: word, rewardId: 'five', kind: 'amountOff', points: 500, status: 'issued', code: word },
    ...{ isForCart: true, createdAt: at, expiresAt: null, usedAt: null, refusal: null },
  };
  const points = { available: 1_100, pending: 140, balance: 1_240, next: { points: 20, at: word } };
  const member = {
    points: { ...points, nextExpiry: { points: 40, at: word } },
    worth: { currency: 'USD', minorUnits: '1100' },
    tier: { id: word, name: word, multiplier: '1.5', perks: [word] },
  };
  const terms = { version: word, url: `/terms${word.replaceAll(/\s/g, '')}` };
  const failed = { ...redemption, id: `${word}2`, status: 'failed', code: null, refusal: { text: word } };
  return {
    member: { json: joined ? { member, join: null } : { member: null, join: { terms } } },
    rewards: {
      json: {
        rewards: [reward, { ...reward, id: 'not', available: false, reason: { kind: 'tier' }, text: word }],
        redemptions: [redemption, failed, { ...redemption, id: `${word}3`, status: 'used', usedAt: at }],
      },
    },
    birthday: { json: { birthday: { month: 2, day: 28 }, changeableFrom: word } },
    entries: { json: { entries: [{ seq: 1, points: 5, at, availableAt: null, text: word }], next: word } },
  };
}

/** Every element with the names of its attributes and declarations, inside of templates too; and where links lead. */
const skeleton = (page: Page) =>
  page.evaluate(() => {
    const lines: string[] = [];
    const walk = (parent: ParentNode) => {
      for (const each of parent.children) {
        const style = each instanceof HTMLElement ? [...each.style] : [];
        const link = each instanceof HTMLAnchorElement ? ` -> ${each.protocol}//${each.host}` : '';
        lines.push(`${each.tagName} ${each.getAttributeNames().sort()} ${style}${link}`);
        walk(each instanceof HTMLTemplateElement ? each.content : each);
      }
    };
    walk(document);
    return lines;
  });

/** A page with its panel opened and filled: its skeleton, and what went wrong meanwhile. */
async function shape(page: Page, word: string, who: Who) {
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('dialog', (dialog) => faults.push(dialog.message()));
  await page.exposeFunction('pwned', () => faults.push('ran'));
  const answers = answersOf(word, who === 'member');
  const asked = await openAlone(page, htmlOf(word, who), (file) => answers[file] ?? { json: {} });
  const written = await skeleton(page);
  await page.locator('.mrd-launcher').click();
  const panel = page.getByRole('dialog');
  await expect(panel).toBeVisible();
  if (who !== 'guest') await expect(panel.locator('[data-list=entry] [data-id="1"]')).toHaveCount(1);
  expect(await page.locator('#mrd-title').textContent()).toBe(word);
  if (who === 'member') {
    const read = (part: string) => panel.locator(`[data-list] [data-part=${part}]`).first().textContent();
    expect([await read('code'), await read('description')]).toEqual([word, word]);
    // As Liquid has written it, a word for points and all.
    expect(await page.locator('[data-part=launcher]').textContent()).toBe(`1,100 ${word}`);
    await expect(panel.locator('.mrd-birthday select').first()).toHaveValue('2');
    await panel.locator('[data-action=birthday]').click();
    await expect.poll(() => panel.locator('[data-part=told]').textContent()).toContain(word);
    await panel.locator('[data-action=close]').click();
    await page.locator('meridian-cart [data-action=change]').click();
    await expect(page.locator('meridian-cart [data-part=choose]')).toBeVisible();
    const choice = await page.locator('meridian-cart [data-part=choice]').textContent();
    expect(choice?.replaceAll(/[\u2068\u2069]/g, '')).toBe(`500 ${word}, $5.00 off`);
  }
  faults.push(...asked.filter(({ href }) => /pwned(?!\()/.test(new URL(href).pathname)).map(String));
  const filled = await skeleton(page);
  return { written, filled, faults };
}

for (const who of ['guest', 'stranger', 'member'] as const)
  test(`hostile texts stay texts in every block, for a ${who}`, async ({ page, context }) => {
    const plain = await shape(page, PLAIN, who);
    expect(plain.faults).toEqual([]);
    expect(plain.written.length).toBeGreaterThan(50);
    const hostile = await shape(await context.newPage(), HOSTILE, who);
    expect(hostile).toEqual(plain);
  });

const html = { contentType: 'text/html', body: '<h1 id="theirs">Busy</h1>' };
const ANSWERS: Record<string, Answer> = {
  '401': { status: 401, json: { error: 'signature' } },
  '429': { status: 429, headers: { 'retry-after': '60' }, json: { error: 'busy' } },
  '500': { status: 500, body: '' },
  'HTML that says it is fine': { status: 200, ...html },
  'HTML that says it is not': { status: 502, ...html },
  'half of JSON': { status: 200, contentType: 'application/json', body: '{"member": {' },
  'other JSON': { json: { moved: true } },
  'no answer': 'abort',
};

test('whatever the proxy answers, the panel keeps what it has, says so, and can be closed', async ({
  page,
}) => {
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  for (const [name, answer] of Object.entries(ANSWERS)) {
    await page.unrouteAll();
    await openAlone(page, htmlOf(PLAIN, 'member'), () => answer);
    await page.locator('.mrd-launcher').click();
    const told = page.getByRole('dialog').locator(`[data-part=${answer === 'abort' ? 'offline' : 'error'}]`);
    await expect(told, name).toBeVisible();
    await expect(page.locator('dialog [data-part=balance]'), name).toHaveText('1,100');
    await expect(page.locator('#theirs')).toHaveCount(0);
    // Nothing that was there is gone, and redeeming says what happened at its button.
    await page.getByRole('dialog').locator('[data-list=reward] [data-action=redeem]').click();
    await expect(page.locator('[data-list=reward] [data-part=problem]'), name).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  }
  expect(faults).toEqual([]);
});
