// A storefront's scene as tests make it: by the dev store's control API and faults, the app's REST API, and the shopper's own clicks.
import { randomUUID } from 'node:crypto';
import { expect, type Page } from '@playwright/test';

export type Market = 'us' | 'eu' | 'jp' | 'gulf';
export type Scene = (page: Page, market: Market) => Promise<void>;

/** The first of the dev store's catalogue, whose ids never change. */
const VARIANT = 44_720_110_000_100;
const PRODUCT = 'olive-soap';
/** How codes are made: by the Function where a reward asks for it, as the demo's do. */
export const CREATE = ['discountCodeBasicCreate', 'discountCodeAppCreate'];

const store = () => process.env.DEVSTORE_URL ?? '';
export const widget = (page: Page) => page.locator('meridian-loyalty');
export const launcher = (page: Page) => page.locator('.mrd-launcher');
export const panel = (page: Page) => page.getByRole('dialog');

export async function control<T>(path: string, body: object): Promise<T> {
  const response = await fetch(`${store()}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

export const faults = (admin: object): Promise<unknown> => control('/control/faults', { admin });

export async function api(method: string, path: string, body?: object): Promise<Response> {
  return fetch(`${process.env.APP_URL}/api/v1/${path}`, {
    method,
    headers: { Authorization: `Bearer ${process.env.API_KEY}`, 'Idempotency-Key': randomUUID() },
    ...(body && { body: JSON.stringify(body) }),
  });
}

const NAMES = {
  us: ['Ada', 'Winter'],
  eu: ['Jonas', 'Keller'],
  jp: ['葵', '山本'],
  gulf: ['ليلى', 'الصباح'],
} as const;

/** A customer who has just come, signed in. */
export async function newcomer(page: Page, market: Market): Promise<number> {
  const [firstName, lastName] = NAMES[market];
  const email = `${randomUUID()}@example.com`;
  const { id } = await control<{ id: number }>('/control/customers', { firstName, lastName, email, market });
  await signIn(page, id);
  return id;
}

/** As the account page does, which shows a dozen of the market's customers only. */
export async function signIn(page: Page, customerId: number): Promise<void> {
  const cookie = { name: 'devstore_customer', value: String(customerId), url: `${store()}/store` };
  await page.context().addCookies([cookie]);
}

/** A newcomer who is a member with so many points to spend. */
export async function member(page: Page, market: Market, points: number): Promise<number> {
  const id = await newcomer(page, market);
  const status = async () => (await api('GET', `members/${id}`)).status;
  await expect.poll(status, { intervals: [50] }).toBe(200);
  if (points !== 0) await give(id, points);
  return id;
}

export async function give(customerId: number, points: number): Promise<void> {
  const given = await api('POST', `members/${customerId}/adjustments`, { points, reason: 'Welcome' });
  expect(given.status).toBe(200);
}

export function order(customerId: number, market: Market, codes: string[] = []): Promise<{ id: number }> {
  const lines = [{ variantId: VARIANT, quantity: 3 }];
  return control('/control/orders', { customerId, market, lines, codes });
}

export async function openProduct(page: Page, market: Market): Promise<void> {
  await page.goto(`${store()}/store/${market}/products/${PRODUCT}`);
}

export async function openPanel(page: Page, market: Market): Promise<void> {
  await openProduct(page, market);
  await launcher(page).click();
  await expect(panel(page)).toBeVisible();
}

/** A page that knows of these points: what the theme reads is written a moment after them. */
export async function openKnowing(page: Page, market: Market, points: string): Promise<void> {
  await expect(async () => {
    await openProduct(page, market);
    expect(await launcher(page).innerText()).toContain(points);
  }).toPass();
}

/** Open, and what the app answered is in it. */
export async function openLoaded(page: Page, market: Market): Promise<void> {
  const answered = page.waitForResponse(/\/apps\/loyalty\/entries/);
  await openPanel(page, market);
  await answered;
  await expect(panel(page).locator('[data-list=entry] li').first()).toBeVisible();
}

export const redeemButton = (page: Page) =>
  panel(page).locator('[data-list=reward] [data-action=redeem]').first();
export const codes = (page: Page) => panel(page).locator('[data-list=code] li');

/** The newest code, once it is there: Shopify may take its time. */
export async function newestCode(page: Page): Promise<string> {
  const code = codes(page).first().locator('[data-part=code]');
  await expect(code).toHaveText(/^[0-9A-Z]{5}(?:-[0-9A-Z]{5}){2}$/);
  return code.innerText();
}
