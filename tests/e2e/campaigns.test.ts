// A campaign from a template to an order that earns what was told: faults at their fields, where it meets another, the calendar, what it would have
// cost, and published.
import { expect, test, type Page } from '@playwright/test';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { laterSecond } from '../support/later-second.ts';
import { expectAccessible } from './accessible.ts';
import { keyOf, spawnDemo, type Demo } from './start-demo.ts';
import { app, save, visit } from './studio.ts';

let demo: Demo;
let apiKey: string;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  demo = await spawnDemo('--no-seed');
  apiKey = keyOf(demo);
});
test.afterAll(() => demo.stop());

const open = (page: Page, path: string, locale = 'en') =>
  visit(page, `${demo.storeUrl}/admin/store/haven/apps/meridian-dev/app/program${path}?locale=${locale}`);
const saved = (page: Page) =>
  expect(page.getByRole('status').filter({ hasText: 'Saved in the draft' })).toBeVisible();
const field = (page: Page, name: string) => app(page).getByLabel(name, { exact: true });
/** By its words: Polaris draws a circle of its own over the radio button. */
const choose = (page: Page, words: string) => app(page).getByText(words, { exact: true }).click();
const row = (page: Page, name: string) => app(page).getByRole('listitem').filter({ hasText: name });

async function api<T>(method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${demo.appUrl}/api/v1/${path}`, {
    method,
    headers: { Authorization: `Bearer ${apiKey}` },
    ...(body && { body: JSON.stringify(body) }),
  });
  return (await response.json()) as T;
}

/** Worth 178 dollars. */
async function order(customerId: number): Promise<number> {
  const response = await fetch(`${demo.storeUrl}/control/orders`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      ...{ customerId, market: 'us', codes: [] },
      lines: [{ variantId: 44_720_110_000_100, quantity: 2 }],
    }),
  });
  return ((await response.json()) as { id: number }).id;
}
const expectPoints = (orderId: number, points: number) =>
  expect.poll(async () => (await api<{ posted?: number }>('GET', `orders/${orderId}`)).posted).toBe(points);

async function customer(): Promise<number> {
  const response = await fetch(`${demo.storeUrl}/control/customers`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ firstName: 'Ada', lastName: 'Winter', email: 'ada@example.com', market: 'us' }),
  });
  return ((await response.json()) as { id: number }).id;
}

async function add(page: Page, template: string): Promise<void> {
  await app(page).getByRole('button', { name: 'Add a campaign' }).click();
  await app(page)
    .getByRole('menuitem', { name: new RegExp(`^${template}`) })
    .click();
  await expect(app(page).getByRole('heading', { name: /^New: / })).toBeVisible();
}

test('from a template to an order that earns what was told', async ({ page }) => {
  await api('PUT', 'program/draft', startingProgram);
  const monthAgo = new Date(Date.now() - 30 * 24 * 3600 * 1000).toISOString();
  await api('POST', 'program/publish', { publishedAt: monthAgo });
  const ada = await customer();
  await expectPoints(await order(ada), 178);

  await open(page, '/campaigns');
  await expect(app(page).getByText('No campaigns yet')).toBeVisible();
  await expectAccessible(page);
  await add(page, 'First order');
  await expect(
    app(page).getByText(/^An order of .\$84\.00. earns 184 points now instead of 84\.$/),
  ).toBeVisible();
  // Typed in part: a browser tells it as empty, which would be no end at all.
  await field(page, 'Last day').pressSequentially('1231');
  await field(page, 'Last day').blur();
  await save(page);
  await expect(app(page).getByText('Choose a date')).toBeVisible();
  await field(page, 'Last day').fill('2099-12-31');
  await save(page);
  await saved(page);

  await open(page, '/campaigns');
  await add(page, 'Double points weekend');
  await field(page, 'Times').fill('1000');
  await save(page);
  await expect(app(page).getByText('Enter a number from 1 to 100')).toBeVisible();
  await field(page, 'Times').fill('3');
  await choose(page, 'Only some products');
  await save(page);
  await expect(app(page).getByText('Choose products, collections, tags or vendors')).toBeVisible();
  await expectAccessible(page);
  await choose(page, 'The whole order');
  await field(page, 'Last day').fill('2001-01-01');
  await expect(app(page).getByText('Choose an end after the start')).toBeVisible();
  await field(page, 'First day').fill('');
  await field(page, 'Last day').fill('2099-12-31');
  await expect(
    app(page).getByText(/^An order of .\$84\.00. earns 252 points now instead of 84\.$/),
  ).toBeVisible();
  await expect(
    app(page).getByText(/Both hold on .* for an order of .\$84\.00.: it earns 352 points/),
  ).toBeVisible();
  await save(page);
  await saved(page);

  await open(page, '/campaigns');
  await expect(row(page, 'Double points weekend')).toContainText('Running');
  await expect(row(page, 'Double points weekend')).toContainText('Until Dec 31, 2099');
  await app(page)
    .getByRole('button', { name: /^Switch off A thank-you/ })
    .click();
  await expect(row(page, 'A thank-you for your first order')).toContainText('Off');
  await app(page)
    .getByRole('button', { name: /^Duplicate A thank-you/ })
    .click();
  await expect(row(page, 'A thank-you for your first order')).toHaveCount(2);
  await app(page).getByRole('button', { name: 'Delete Double points weekend' }).click();
  await expect(row(page, 'Double points weekend')).toHaveCount(0);
  await page
    .getByRole('status')
    .filter({ hasText: 'Double points weekend is deleted' })
    .getByRole('button', { name: 'Undo' })
    .click();
  await expect(row(page, 'Double points weekend')).toContainText('Running');
  await expectAccessible(page);

  await app(page).getByRole('link', { name: 'Double points weekend' }).click();
  await app(page).getByRole('link', { name: 'What would it cost?' }).click();
  await expect(app(page).getByText('1 order: 534 points instead of 178')).toBeVisible();
  await expectAccessible(page);
  await open(page, '/campaigns');

  await app(page).getByRole('link', { name: 'Review and simulate' }).click();
  await expect(
    app(page)
      .getByText(/Double points weekend: points × 3/)
      .first(),
  ).toBeVisible();
  await expect(app(page).getByText('1 order: 534 points instead of 178')).toBeVisible();
  await app(page).getByRole('button', { name: 'Publish' }).first().click();
  const dialog = app(page).getByRole('dialog').or(page.getByRole('dialog'));
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Version 2 is published' })).toBeVisible();
  await laterSecond();
  await expectPoints(await order(ada), 534);
});

test('the calendar on a desk, on a phone, and from right to left', async ({ page }) => {
  const at = (from: string | null, until: string | null) => ({ startsAt: from, endsAt: until });
  const campaign = (id: string, name: string, rest: object) => ({
    ...{ id, name: { en: name, ja: name, ar: name }, effect: { kind: 'multiply', by: '2' } },
    ...rest,
  });
  const campaigns = [
    campaign('advent', 'Advent', at('2099-12-01T05:00:00Z', '2099-12-24T17:00:00Z')),
    campaign('weekend', 'Third weekend', at('2099-12-19T05:00:00Z', '2099-12-21T05:00:00Z')),
    campaign('welcome', 'Welcome', { ...at(null, null), active: false }),
  ];
  await api('PUT', 'program/draft', { ...startingProgram, campaigns });
  const calendar = app(page).getByRole('table');
  for (const [locale, shown, dir] of [
    ['en', 'December 2099', 'ltr'],
    ['ja', '2099年12月', 'ltr'],
    ['ar', 'ديسمبر', 'rtl'],
  ] as const) {
    await open(page, '/campaigns', `${locale}&view=calendar&month=2099-12`);
    await expect(calendar).toHaveAccessibleName(new RegExp(shown));
    await expect(app(page).locator('html')).toHaveAttribute('dir', dir);
    await expect(calendar.getByRole('columnheader')).toHaveCount(7);
    await expect(calendar.getByRole('link', { name: /Third weekend/ }).first()).toBeVisible();
    await expectAccessible(page);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(calendar).toBeHidden();
  await expect(row(page, 'Third weekend')).toBeVisible();
  await expectAccessible(page);

  await open(page, '/campaigns', 'en&view=calendar&month=2099-12');
  await app(page).getByRole('button', { name: 'Later: January 2100' }).press('Enter');
  await expect(app(page).getByRole('heading', { name: 'January 2100' })).toBeVisible();
  await expect(row(page, 'Third weekend')).toHaveCount(0);
  await app(page).getByRole('link', { name: 'Welcome' }).click();
  await expect(app(page).getByRole('heading', { name: 'Welcome' })).toBeVisible();

  // In what the draft would have cost so far, one that has yet to begin is not.
  await open(page, '/publish');
  await app(page).getByRole('link', { name: 'What it would cost: Advent' }).click();
  await expect(app(page).getByRole('heading', { name: 'What it would cost: Advent' })).toBeVisible();
  await expect(app(page).getByText(/^As if this campaign, as it is saved, had held/)).toBeVisible();
});
