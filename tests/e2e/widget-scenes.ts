// Every state that the widget can be in, made in the running demo: by the dev store's control API and faults, the app's REST API, and the
// shopper's own clicks. What neither can bring about in a moment (a month that passed, a person's decision) is written into the answer.
import { randomUUID } from 'node:crypto';
import { expect, type Page, type Route } from '@playwright/test';

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

async function control<T>(path: string, body: object): Promise<T> {
  const response = await fetch(`${store()}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

export const faults = (admin: object): Promise<unknown> => control('/control/faults', { admin });

async function api(method: string, path: string, body?: object): Promise<Response> {
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
  await expect.poll(async () => (await api('GET', `members/${id}`)).status).toBe(200);
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

/** Open, and what the app answered is in it. */
async function openLoaded(page: Page, market: Market): Promise<void> {
  const answered = page.waitForResponse(/\/apps\/loyalty\/entries/);
  await openPanel(page, market);
  await answered;
  await expect(panel(page).locator('[data-list=entry] li').first()).toBeVisible();
}

export const redeemButton = (page: Page) =>
  panel(page).locator('[data-list=reward] [data-action=redeem]').first();
export const codes = (page: Page) => panel(page).locator('[data-list=code] li');

async function withPoints(page: Page, market: Market, points = 1_240): Promise<number> {
  const id = await member(page, market, points);
  await openLoaded(page, market);
  return id;
}

async function issued(page: Page, market: Market): Promise<{ id: number; code: string }> {
  const id = await withPoints(page, market);
  await redeemButton(page).click();
  await expect(codes(page).locator('[data-action=copy]').first()).toBeFocused();
  return { id, code: await codes(page).first().locator('[data-part=code]').innerText() };
}

type Lists = { rewards: object[]; redemptions: object[] };

/** The app's answer, with something in it that only time or a person brings about. */
async function changeLists(page: Page, change: (lists: Lists) => Lists): Promise<void> {
  await page.route(/\/apps\/loyalty\/rewards/, async (route: Route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: change((await response.json()) as Lists) });
  });
}

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

export const SCENES: Record<string, Scene> = {
  closed: async (page, market) => {
    await member(page, market, 1_240);
    // What the theme reads is written a moment after the points.
    await expect(async () => {
      await openProduct(page, market);
      expect(await launcher(page).innerText()).toContain('1,240');
    }).toPass();
  },
  guest: async (page, market) => {
    await openPanel(page, market);
    await expect(widget(page)).toHaveAttribute('data-state', 'guest');
  },
  // Shopify has told us nothing of this customer yet, and the app takes its time.
  loading: async (page, market) => {
    await control('/control/faults', { webhooks: { drop: 1 } });
    await newcomer(page, market).finally(() => faults({}));
    await page.route(/\/apps\/loyalty\//, () => new Promise(() => undefined));
    await openPanel(page, market);
    await expect(widget(page)).toHaveAttribute('data-state', 'loading');
  },
  error: async (page, market) => {
    await control('/control/faults', { webhooks: { drop: 1 } });
    await newcomer(page, market).finally(() => faults({}));
    await page.route(/\/apps\/loyalty\//, (route) => route.fulfill({ status: 502, body: '' }));
    await openPanel(page, market);
    await expect(panel(page).locator('[data-action=retry]')).toBeVisible();
  },
  zero: async (page, market) => {
    await member(page, market, 0);
    await openPanel(page, market);
    await expect(widget(page)).toHaveAttribute('data-state', 'zero');
    await expect(panel(page).locator('[data-part=no-entries]')).toBeVisible();
    await expect(panel(page).locator('[data-list=reward] li').first()).not.toContainText('USD');
  },
  normal: async (page, market) => {
    await withPoints(page, market);
    await expect(redeemButton(page)).toBeVisible();
    await expect(panel(page).locator('[data-part=level]')).toBeVisible();
    const least = panel(page).locator('[data-list=reward] [data-part=min-spend]:visible');
    await expect(least.first()).toContainText(/50[.,]00|7,000|15[.,]000/);
  },
  pending: async (page, market) => {
    const id = await member(page, market, 40);
    await order(id, market);
    await openPanel(page, market);
    await expect(panel(page).locator('[data-list=entry] li')).toHaveCount(2);
    await expect(panel(page).locator('[data-part=pending]')).toBeVisible();
    await expect(panel(page).locator('[data-part=pending-text]')).toHaveText(/\d\D{3,}\d/);
  },
  debt: async (page, market) => {
    const id = await member(page, market, 120);
    await give(id, -420);
    await openLoaded(page, market);
    await expect(widget(page)).toHaveAttribute('data-state', 'debt');
  },
  offline: async (page, market) => {
    await withPoints(page, market);
    await page.context().setOffline(true);
    await expect(panel(page).locator('[data-part=offline]')).toBeVisible();
  },
  nothing: async (page, market) => {
    await changeLists(page, (lists) => ({ ...lists, rewards: [] }));
    await withPoints(page, market);
    await expect(panel(page).locator('[data-part=no-rewards]')).toBeVisible();
  },
  reserved: async (page, market) => {
    await withPoints(page, market);
    await faults({ fields: CREATE, error5xx: 1 });
    try {
      await redeemButton(page).click();
      await expect(codes(page).locator('[data-part=status]')).toBeVisible();
      await expect(codes(page).locator('[data-action]:visible')).toHaveCount(0);
    } finally {
      await faults({});
    }
    // As it stays while Shopify does not answer; the next refresh would show the code.
    await page.route(/\/apps\/loyalty\//, () => new Promise(() => undefined));
  },
  failed: async (page, market) => {
    await withPoints(page, market);
    await faults({ fields: CREATE, refuse: 1, times: 1 });
    await redeemButton(page).click();
    await expect(panel(page).locator('[data-list=reward] [data-part=problem]').first()).toBeVisible();
    // Told where it was asked for, and nowhere else.
    await expect(panel(page).locator('[data-list=entry] li')).toHaveCount(3);
    await expect(codes(page)).toHaveCount(0);
  },
  issued: async (page, market) => {
    await issued(page, market);
  },
  review: async (page, market) => {
    await issued(page, market);
    await changeLists(page, (lists) => ({
      ...lists,
      redemptions: lists.redemptions.flatMap((one) => [
        { ...one, status: 'needs_review', code: null },
        { ...one, id: randomUUID(), status: 'failed', code: null, refusal: { text: '' } },
      ]),
    }));
    await page.reload();
    await launcher(page).click();
    await expect(codes(page).locator('[data-part=status]:visible')).toHaveCount(2);
    await expect(codes(page).locator('[data-action]:visible')).toHaveCount(0);
  },
  past: async (page, market) => {
    const { id, code } = await issued(page, market);
    await order(id, market, [code]);
    await changeLists(page, (lists) => ({
      ...lists,
      redemptions: lists.redemptions.flatMap((one) => [
        one,
        { ...one, id: randomUUID(), status: 'expired', expiresAt: daysAgo(2), code: null },
      ]),
    }));
    const past = panel(page).locator('[data-list=past] li');
    await expect(past).toHaveCount(2);
    await past.first().scrollIntoViewIfNeeded();
  },
};
