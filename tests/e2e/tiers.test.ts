// Levels as a merchant begins them: a ladder that fits the shop's own orders, and who would stand where as a threshold is typed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type FrameLocator, type Page } from '@playwright/test';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { expectAccessible } from './accessible.ts';
import { spawnDemo, type Demo } from './start-demo.ts';

let demo: Demo;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  demo = await spawnDemo('--no-seed');
  await api('PUT', '/draft', startingProgram);
  await api('POST', '/publish', {});
});
test.afterAll(() => demo.stop());

const app = (page: Page): FrameLocator => page.frameLocator('iframe[title="Meridian"]');
const open = (page: Page, path: string) =>
  page.goto(`${demo.storeUrl}/admin/store/haven/apps/meridian-dev/app${path}?locale=en`);
const step = (page: Page, level: string) => app(page).locator(`[data-level="${level}"]`);
const from = (page: Page, name: string) =>
  app(page).getByRole('group', { name, exact: true }).getByRole('textbox', { name: 'From' });

const authorized = () => ({
  Authorization: `Bearer ${readFileSync(join(demo.dataDir, 'demo-api-key'), 'utf8').trim()}`,
});

async function api(method: string, path: string, body: object): Promise<void> {
  const response = await fetch(`${demo.appUrl}/api/v1/program${path}`, {
    method,
    headers: authorized(),
    body: JSON.stringify(body),
  });
  expect(response.ok, await response.clone().text()).toBe(true);
}

async function control<T>(path: string, body: object): Promise<T> {
  const response = await fetch(`${demo.storeUrl}/control${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.ok, await response.clone().text()).toBe(true);
  return (await response.json()) as T;
}

/** At $9.50 a piece, a point for each dollar. */
const order = (customerId: number, quantity: number) =>
  control('/orders', { customerId, market: 'us', codes: [], lines: [{ variantId: SOAP, quantity }] });
const SOAP = 44_720_110_001_800;

async function customerWith(quantity: number): Promise<void> {
  const name = { firstName: 'Ida', lastName: `Number ${quantity}`, email: `ida-${quantity}@example.com` };
  const { id } = await control<{ id: number }>('/customers', { ...name, market: 'us' });
  await order(id, quantity);
  // What is counted for a ladder is kept for a while: the order is there before anybody counts.
  await expect.poll(() => pendingOf(id), { timeout: 30_000 }).toBeGreaterThan(0);
}

async function pendingOf(id: number): Promise<number> {
  const response = await fetch(`${demo.appUrl}/api/v1/members/${id}`, { headers: authorized() });
  return response.ok ? ((await response.json()) as { points: { pending: number } }).points.pending : 0;
}

test('a ladder from the shop’s own orders: typed and counted', async ({ page }) => {
  test.setTimeout(120_000);
  // Orders wait for what Shopify is asked of them, which it answers from the merchant's first visit on.
  await open(page, '/program');
  await expect(app(page).getByRole('link', { name: 'Levels' })).toBeVisible({ timeout: 20_000 });
  for (const quantity of [40, 25, 5]) await customerWith(quantity);
  await app(page).getByRole('link', { name: 'Levels' }).click();
  await expect(app(page).getByText('No levels yet')).toBeVisible();
  await expect(app(page).getByText(/Silver from 300 points, Gold from 1,000 points/)).toBeVisible();
  await expectAccessible(page);
  await app(page).getByRole('button', { name: 'Begin with three levels' }).click();

  // 380, 237 and 47 points.
  await expect(step(page, 'silver')).toContainText('1 member (33.3%)');
  await expect(app(page).getByText('1 member would stand higher than now.')).toBeVisible();
  await from(page, 'Silver').fill('200');
  await expect(app(page).getByText('2 members would stand higher than now.')).toBeVisible();
  await expect(step(page, 'silver')).toContainText('2 members (66.7%)');
  await expect(app(page).getByRole('button', { name: 'Add a level' })).toBeDisabled();
});
