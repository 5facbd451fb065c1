// How members earn, section by section: rates with what they mean, what earns nothing, points in the cart, and other ways to earn. What the forms say
// is what the draft then holds.
import { expect, type Page } from '@playwright/test';
import { startingProgram } from '../../app/domain/starting-program.ts';
import type { Program } from '../../app/domain/program.ts';
import { expectAccessible } from './accessible.ts';
import { answers, app, programApi, save, saveBar, toast, visit } from './studio.ts';
import { seededTest as test } from './shared-demo.ts';
import type { Demo } from './start-demo.ts';

const open = (page: Page, path: string, locale = 'en') =>
  visit(
    page,
    `${process.env.DEVSTORE_URL}/admin/store/haven/apps/meridian-dev/app/program${path}?locale=${locale}`,
  );
const field = (page: Page, name: string | RegExp) => app(page).getByLabel(name, { exact: true });
const inGroup = (page: Page, group: RegExp, name: string) =>
  app(page).getByRole('group', { name: group }).getByLabel(name, { exact: true });
/** By its words: Polaris draws a circle of its own over the radio button. */
const choose = (page: Page, label: string) => app(page).getByText(label, { exact: true }).click();
async function saved(page: Page): Promise<void> {
  await save(page);
  await expect(toast(page, 'Saved in the draft')).toBeVisible();
  await expect(saveBar(page)).toBeHidden();
}

type Stored = { program: Program | null; draft: { document: Program } | null };
const draft = async () => (await programApi<Stored>(demo, 'GET', '')).draft?.document;

const edited = {
  ...startingProgram,
  markets: [...startingProgram.markets, { handle: 'uk', countries: ['GB'], currency: 'GBP', locale: 'en' }],
  tiers: {
    basis: 'basePoints',
    period: { kind: 'lifetime' },
    levels: [
      { id: 'bronze', name: { en: 'Bronze' }, threshold: '0', multiplier: '1' },
      { id: 'gold', name: { en: 'Gold' }, threshold: '300', multiplier: '1.5' },
    ],
  },
  rewards: [
    {
      ...{ id: 'five', kind: 'amountOff', points: 500, name: { en: '{amount} off' } },
      values: [{ currency: 'USD', amount: '5.00' }],
    },
  ],
  actions: [{ id: 'welcome', kind: 'signUp', points: 20, name: { en: 'Welcome' } }],
};

// The draft that other tests left, or that nobody has: what is in force is the same.
let demo: Demo;
let before: Stored;
test.beforeAll(async ({ demo: shared }) => {
  demo = shared;
  before = await programApi<Stored>(demo, 'GET', '');
});
test.beforeEach(() => programApi(demo, 'PUT', '/draft', edited));
test.afterAll(() =>
  programApi(demo, 'PUT', '/draft', before.draft?.document ?? before.program ?? startingProgram),
);

test('rates in the merchant’s own currencies, with what an order earns beside them', async ({ page }) => {
  await open(page, '');
  await app(page).getByRole('link', { name: 'Points for orders' }).click();
  const pounds = /^British Pound/;
  await expect(
    app(page).getByText("No rate: an order in GBP is counted in the shop's currency, by the rate of USD."),
  ).toBeVisible();
  await expectAccessible(page);
  await app(page).getByRole('button', { name: 'Use 1 point for every £1.00' }).click();
  await inGroup(page, pounds, 'A point is worth').fill('0.02');
  await expect(
    app(page).getByText('An order of £84.00 earns 84 points. That is worth £1.68: 2% given back.'),
  ).toBeVisible();
  await expect(
    app(page).getByText(/United Kingdom.?: 2% given back, 122\.22% more than .?Kuwait/),
  ).toBeVisible();

  await inGroup(page, /^Japanese Yen/, 'For every').fill('a hundred');
  await inGroup(page, /^Euro/, 'Members get').fill('1.5');
  await save(page);
  await expect(app(page).getByText('Enter a number, without a currency sign')).toBeVisible();
  await expect(app(page).getByText('Enter a whole number, for example 500')).toBeVisible();
  await inGroup(page, /^Japanese Yen/, 'For every').fill('150');
  await inGroup(page, /^Euro/, 'Members get').fill('2');
  await expect(app(page).getByText('An order of ¥8,400 earns 56 points.')).toBeVisible();

  const examples = app(page).locator('[data-earning-examples]');
  await expect(examples).toContainText('Goods for $84.00 and shipping for $6.00');
  await app(page).getByRole('checkbox', { name: 'Shipping earns points' }).check();
  await expect(examples.getByRole('row', { name: /shipping for/ })).toContainText('90 points');
  await choose(page, 'Rounded up');
  await expect(examples.getByRole('row', { name: 'Goods for $84.60' })).toContainText('85 points');
  await inGroup(page, /^Another wait/, 'United Kingdom').fill('0');
  await app(page).getByRole('button', { name: 'Add a rate for another currency' }).click();
  await field(page, 'A currency that no market has').selectOption('SEK');
  await app(page).getByRole('button', { name: 'Add', exact: true }).click();
  await app(page)
    .getByRole('button', { name: /^Use 1 point for every SEK/ })
    .click();
  await expectAccessible(page);
  await saved(page);

  expect(await draft()).toMatchObject({
    earning: {
      rates: [
        { currency: 'USD', spend: '1.00', points: 1 },
        { currency: 'EUR', spend: '1.00', points: 2 },
        { currency: 'JPY', spend: '150', points: 1 },
        { currency: 'KWD', spend: '1.000', points: 3 },
        { currency: 'GBP', spend: '1.00', points: 1 },
        { currency: 'SEK', spend: '10.00', points: 1 },
      ],
      basis: { taxes: 'asDisplayed', shipping: true },
      rounding: 'up',
      pending: { days: 14, byMarket: { us: 30, uk: 0 } },
    },
    pointValue: [{}, {}, {}, {}, { currency: 'GBP', amount: '0.02' }],
  });

  // In German the decimal mark is the comma, and what is in the draft is the same number.
  await open(page, '/earning', 'de');
  await expect(inGroup(page, /^Britisches Pfund/, 'Ein Punkt ist wert')).toHaveValue('0,02');
  await app(page).getByRole('button', { name: 'SEK entfernen' }).click();
  await inGroup(page, /^Britisches Pfund/, 'Für je').fill('1,50');
  await page.getByRole('button', { name: 'Speichern' }).click();
  await expect(toast(page, 'Im Entwurf gespeichert')).toBeVisible();
  const rates = (await draft())?.earning.rates ?? [];
  expect(rates.map(({ currency, spend }) => `${spend} ${currency}`)).toEqual([
    '1.00 USD',
    '1.00 EUR',
    '150 JPY',
    '1.000 KWD',
    '1.50 GBP',
  ]);
});

test('what earns nothing: by Shopify’s own dialog, and by texts', async ({ page }) => {
  await open(page, '/exclusions');
  await expect(app(page).getByText('Everything earns points.')).toBeVisible();
  await app(page).getByRole('button', { name: 'Choose products' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox').first().check();
  await dialog.getByRole('button', { name: 'Select' }).click();
  await field(page, 'Product tags').fill('final sale');
  await field(page, 'Product tags').press('Enter');
  await field(page, 'Vendors').fill('Smith, Jones & Co');
  await app(page).getByRole('button', { name: 'Add to: Vendors' }).click();
  await app(page).getByRole('button', { name: 'Point of sale' }).click();
  // Left without pressing Add, it is taken all the same.
  await field(page, 'Order tags').fill('wholesale');
  await expect(app(page).getByText('Products with the tag final sale earn nothing')).toBeVisible();
  await saved(page);
  const { exclusions } = (await draft())!.earning;
  expect(exclusions).toMatchObject({
    ...{ collectionIds: [], productTags: ['final sale'], vendors: ['Smith, Jones & Co'] },
    ...{ orderTags: ['wholesale'], channels: ['pos'] },
  });
  expect(exclusions.productIds).toHaveLength(1);

  await page.reload();
  await answers(page);
  await expect(app(page).getByText(/^1 product earns nothing$/)).toBeVisible();
  // By its name, which Shopify tells.
  await expect(app(page).getByText(`Product ${exclusions.productIds[0]}`)).toBeHidden();
  await expectAccessible(page);
  await app(page).getByRole('button', { name: 'Remove final sale' }).click();
  await saved(page);
  expect((await draft())?.earning.exclusions.productTags).toEqual([]);
});

test('points in the cart, with what they take off in each market', async ({ page }) => {
  await open(page, '/cart');
  await expect(app(page).getByText('Not offered: the cart shows nothing of it.')).toBeVisible();
  await app(page).getByRole('checkbox', { name: 'Offer points in the cart' }).check();
  const markets = app(page).getByRole('table', { name: 'Points in the cart in each market' });
  await expect(markets).toContainText('100 points take €1.00 off.');
  await expect(markets).toContainText('Not offered: no amount in GBP that can be paid.');
  await inGroup(page, /^One step takes off/, 'British Pound').fill('0.85');
  await expect(markets).toContainText('A cart of £84.00: all 1,000 points take £8.50 off.');
  await field(page, 'At most in one cart').fill('50');
  await save(page);
  await expect(app(page).getByText('Enter at least one step')).toBeVisible();
  await field(page, 'At most in one cart').fill('500');
  await field(page, 'At most of a cart').fill('5');
  await app(page).getByRole('checkbox', { name: 'Japan' }).uncheck();
  await expect(markets).toContainText('A cart of $84.00: of 1,000 points, 400 points take $4.00 off');
  await expectAccessible(page);
  await saved(page);
  expect((await draft())?.cartPoints).toMatchObject({
    ...{ step: 100, maximum: { points: 500, percent: 5 }, holdHours: 24 },
    for: { markets: ['us', 'eu', 'gulf', 'uk'], tiers: null },
    values: expect.arrayContaining([{ currency: 'GBP', amount: '0.85' }]) as object,
  });
  // Ticked again after a save, a box stays so after the next.
  await app(page).getByRole('checkbox', { name: 'Japan' }).check();
  await saved(page);
  await expect(app(page).getByRole('checkbox', { name: 'Japan' })).toBeChecked();
  expect((await draft())?.cartPoints?.for.markets).toBeNull();
  await app(page).getByRole('checkbox', { name: 'Offer points in the cart' }).uncheck();
  await saved(page);
  expect((await draft())?.cartPoints).toBeNull();
});

test('other ways to earn: added, copied, deleted and back', async ({ page }) => {
  await open(page, '/actions');
  const row = (name: string) => app(page).getByRole('listitem').filter({ hasText: name });
  await expect(row('Welcome')).toContainText('20 points');
  await app(page).getByRole('button', { name: 'Add a way to earn' }).click();
  await app(page)
    .getByRole('menuitem', { name: /^Joining/ })
    .click();
  await app(page).getByRole('checkbox', { name: 'Reward this' }).check();
  await save(page);
  await expect(app(page).getByText('Another one of this kind is switched on')).toBeVisible();
  await app(page).getByRole('checkbox', { name: 'Reward this' }).uncheck();

  await open(page, '/actions');
  await app(page).getByRole('button', { name: 'Add a way to earn' }).click();
  await app(page)
    .getByRole('menuitem', { name: /^Something of your own/ })
    .click();
  await expect(app(page).getByText('POST /api/v1/members/{customerId}/actions')).toBeVisible();
  await inGroup(page, /^Name/, 'English').fill('Review');
  await field(page, 'Points').nth(1).fill('30');
  await app(page).getByRole('checkbox', { name: 'Multiply by the member’s level' }).check();
  await expect(app(page).getByRole('table', { name: 'Points at each level' })).toContainText('Gold45 points');
  await choose(page, 'A reward, free');
  await save(page);
  await expect(app(page).getByText('Fill this in')).toBeVisible();
  await expectAccessible(page);
  await field(page, 'Reward').selectOption({ label: '$5.00 off' });
  await field(page, 'Times for each member').fill('1');
  await field(page, 'In each').selectOption('month');
  await saved(page);
  const custom = (await draft())?.actions.find(({ kind }) => kind === 'custom');
  expect(custom).toMatchObject({ points: null, rewardId: 'five', tierMultiplier: false, active: true });
  expect(custom).toMatchObject({ name: { en: 'Review' }, limit: { times: 1, per: 'month' } });

  await open(page, '/actions');
  await expect(row('Review')).toContainText('at most once a month');
  await app(page).getByRole('button', { name: 'Duplicate Review' }).click();
  await expect(row('Review')).toHaveCount(2);
  await app(page).getByRole('button', { name: 'Switch off Welcome' }).click();
  await expect(row('Welcome')).toContainText('Off');
  await app(page).getByRole('button', { name: 'Delete Welcome' }).click();
  await expect(row('Welcome')).toBeHidden();
  await toast(page, 'Welcome is deleted').getByRole('button', { name: 'Undo' }).click();
  await expect(row('Welcome')).toBeVisible();
  await expectAccessible(page);
  // What is asked for shows before it is done.
  await expect
    .poll(async () => (await draft())?.actions.map(({ kind, active }) => `${kind} ${active}`))
    .toEqual(['signUp false', 'custom true', 'custom false']);
});

test('on a phone, in Japanese and from right to left', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const locale of ['ja', 'ar'])
    for (const path of ['/earning', '/exclusions', '/cart', '/actions', '/actions/welcome']) {
      await open(page, path, locale);
      await expect(app(page).getByRole('heading', { level: 1 })).toBeVisible();
      await expectAccessible(page);
      const sideways = await app(page)
        .locator('html')
        .evaluate((html) => html.scrollWidth > html.clientWidth);
      expect([path, locale, sideways]).toEqual([path, locale, false]);
    }
});
