// Levels as a merchant makes them: a ladder that fits the shop's own orders, who would stand where as a threshold is typed, one more level and one less,
// what it costs before it is published, and a member who climbs with the next order.
import { expect, test, type Page, type Route } from '@playwright/test';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { laterSecond } from '../support/later-second.ts';
import { expectAccessible } from './accessible.ts';
import { keyOf, spawnDemo, type Demo } from './start-demo.ts';
import { app, control, programApi, save, toast, visit } from './studio.ts';

let demo: Demo;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  demo = await spawnDemo('--no-seed');
  await programApi(demo, 'PUT', '/draft', startingProgram);
  await programApi(demo, 'POST', '/publish', {});
  await laterSecond();
});
test.afterAll(() => demo.stop());

const open = (page: Page, path: string) =>
  visit(page, `${demo.storeUrl}/admin/store/haven/apps/meridian-dev/app${path}?locale=en`);
const step = (page: Page, level: string) => app(page).locator(`[data-level="${level}"]`);
const from = (page: Page, name: string) =>
  app(page).getByRole('group', { name, exact: true }).getByRole('textbox', { name: 'From' });

const authorized = () => ({
  Authorization: `Bearer ${keyOf(demo)}`,
});

/** At $9.50 a piece, a point for each dollar. */
const order = (customerId: number, quantity: number) =>
  control(demo, '/orders', { customerId, market: 'us', codes: [], lines: [{ variantId: SOAP, quantity }] });
const SOAP = 44_720_110_001_800;

async function customerWith(quantity: number): Promise<number> {
  const name = { firstName: 'Ida', lastName: `Number ${quantity}`, email: `ida-${quantity}@example.com` };
  const { id } = await control<{ id: number }>(demo, '/customers', { ...name, market: 'us' });
  await order(id, quantity);
  // What is counted for a ladder is kept for a while: the order is there before anybody counts.
  await expect.poll(() => pendingOf(id), { timeout: 30_000 }).toBeGreaterThan(0);
  return id;
}

async function pendingOf(id: number): Promise<number> {
  const response = await fetch(`${demo.appUrl}/api/v1/members/${id}`, { headers: authorized() });
  return response.ok ? ((await response.json()) as { points: { pending: number } }).points.pending : 0;
}

test('a ladder from the shop’s own orders: typed, counted, saved, simulated, published, climbed', async ({
  page,
}) => {
  test.setTimeout(120_000);
  // Orders wait for what Shopify is asked of them, which it answers from the merchant's first visit on.
  await open(page, '/program');
  await expect(app(page).getByRole('link', { name: 'Levels' })).toBeVisible({ timeout: 20_000 });
  const customers: number[] = [];
  for (const quantity of [40, 25, 5]) customers.push(await customerWith(quantity));
  await app(page).getByRole('link', { name: 'Levels' }).click();
  await expect(app(page).getByText('No levels yet')).toBeVisible();
  await expect(app(page).getByText(/Silver from 300 points, Gold from 1,000 points/)).toBeVisible();
  await app(page).getByRole('button', { name: 'Begin with three levels' }).click();

  // 380, 237 and 47 points.
  await expect(step(page, 'silver')).toContainText('1 member (33.3%)');
  await expect(app(page).getByText('1 member would stand higher than now.')).toBeVisible();
  await from(page, 'Silver').fill('200');
  await expect(app(page).getByText('2 members would stand higher than now.')).toBeVisible();
  await expect(step(page, 'silver')).toContainText('2 members (66.7%)');
  await expect(app(page).getByRole('button', { name: 'Add a level' })).toBeDisabled();
  await expectAccessible(page);
  await save(page);
  await expect(toast(page, 'Saved in the draft')).toBeVisible();

  await app(page).getByRole('button', { name: 'Duplicate Silver' }).click();
  await expect(app(page).getByRole('link', { name: 'Silver' })).toHaveCount(2);
  // Below the other from now on: saved, the levels stand in another order, and nothing is left to save.
  await app(page).getByRole('textbox', { name: 'From' }).nth(1).fill('150');
  await save(page);
  await expect(app(page).getByRole('textbox', { name: 'From' }).first()).toHaveValue('150');
  await expect(page.getByRole('region', { name: 'Unsaved changes' })).toBeHidden();
  await expect(app(page).getByText('You left changes here')).toBeHidden();
  await app(page).getByRole('button', { name: 'Delete Silver' }).first().click();
  await expect(toast(page, 'Silver is deleted')).toBeVisible();
  // The toast outlives its page, and its Undo does.
  await app(page).getByRole('link', { name: 'Gold' }).click();
  await expect(app(page).getByRole('heading', { level: 1, name: 'Gold' })).toBeVisible();
  await toast(page, 'Silver is deleted').getByRole('button', { name: 'Undo' }).click();
  await app(page).getByRole('link', { name: 'Levels' }).first().click();
  await expect(app(page).getByRole('link', { name: 'Silver' })).toHaveCount(2);
  await expect(app(page).getByRole('textbox', { name: 'From' }).first()).toHaveValue('150');
  await app(page).getByRole('button', { name: 'Delete Silver' }).first().click();
  await expect(app(page).getByRole('link', { name: 'Silver' })).toHaveCount(1);

  const looks = Promise.withResolvers<void>();
  const held = (route: Route) => looks.promise.then(() => route.continue());
  await page.route('**/app/program/simulations/*', held);
  await open(page, '/program/publish');
  await expect(app(page).getByText('Silver: from 200 points, points × 1.25')).toBeVisible();
  // How far it is changes with every look: only what was found is read out.
  const readOut = app(page).locator('[aria-live]');
  await expect(app(page).getByRole('progressbar')).toBeVisible();
  await expect(readOut.getByRole('progressbar')).toHaveCount(0);
  looks.resolve();
  await expect(readOut.getByText(/2 members move up/)).toBeVisible({ timeout: 20_000 });
  await expect(app(page).getByText(/3 orders: .+ points instead of/)).toBeVisible();
  await app(page).getByRole('button', { name: 'Publish' }).first().click();
  const dialog = app(page).getByRole('dialog').or(page.getByRole('dialog'));
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await expect(toast(page, 'Version 2 is published')).toBeVisible();
  // What publishing does not do by itself, the next order does.
  await open(page, `/members/${customers[1]}`);
  await expect(app(page).getByTestId('level')).toContainText('Bronze');
  await laterSecond();
  await order(customers[1] ?? 0, 1);
  await expect(app(page).getByTestId('level')).toContainText('Silver', { timeout: 20_000 });
});
