// Points as money in the cart: in the Japanese market one tap takes off exactly the yen, the order has them, the points are gone; Undo gives them
// back; and the block is accessible in every state that a shopper sees.
import { expect, type Page, type Route } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { cartBlock, openCart, useButton } from './cart-scenes.ts';
import { faults, member, newcomer, type Market } from './widget-scenes.ts';
import { storefrontTest as test } from './shared-demo.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** A text of the script holds its values between U+2068 and U+2069. */
const plain = async (page: Page) => (await cartBlock(page).innerText()).replaceAll(/[\u2068\u2069]/g, '');
const total = (page: Page) => page.locator('.cart-total strong');
const yen = (text: string) => Number(text.replaceAll(/\D/g, ''));
const range = (page: Page) => cartBlock(page).getByRole('slider');

async function useInCart(page: Page): Promise<void> {
  await useButton(page).click();
  await expect(cartBlock(page)).toHaveAttribute('data-state', 'held');
}

test('one tap takes the yen off the cart, the order has them exactly, and the points are gone', async ({
  page,
}) => {
  const id = await member(page, 'jp', 1_240);
  await openCart(page, 'jp', 'linen-throw');
  const before = yen(await total(page).innerText());
  await expect(cartBlock(page)).toContainText('1,240ポイント');
  await expect(range(page)).toHaveAttribute('aria-valuetext', /1,200ポイントで[¥￥]1,680引き/);
  await useInCart(page);
  expect(yen(await total(page).innerText())).toBe(before - 1_680);
  expect(await plain(page)).toMatch(/1,200ポイントで[¥￥]1,680引き/);
  expect(await availableOf(id)).toBe(40);

  // Another choice, by the keyboard, takes the place of the first.
  await page.getByRole('button', { name: '変更' }).click();
  await expect(range(page)).toBeFocused();
  for (const _step of [1, 2]) await page.keyboard.press('ArrowLeft');
  await expect(range(page)).toHaveAttribute('aria-valuetext', /1,000ポイントで[¥￥]1,400引き/);
  await useInCart(page);
  expect(await plain(page)).toMatch(/1,000ポイントで[¥￥]1,400引き/);
  expect(yen(await total(page).innerText())).toBe(before - 1_400);
  expect(await availableOf(id)).toBe(240);

  await page.getByRole('link', { name: 'ご購入手続きへ' }).click();
  await page.getByRole('button', { name: '支払う' }).click();
  await expect(page.getByRole('heading', { name: /ありがとうございます/ })).toBeVisible();
  await expect(page.locator('.totals')).toContainText(/-[¥￥]1,400|−[¥￥]1,400|[¥￥]-1,400/);
  expect(await availableOf(id)).toBe(240);
});

test('Undo gives the points back, and the page says the same when it is loaded anew', async ({ page }) => {
  const id = await member(page, 'us', 500);
  await openCart(page, 'us', 'linen-throw');
  const before = await total(page).innerText();
  await useInCart(page);
  expect(await total(page).innerText()).not.toBe(before);
  await expect(async () => {
    await page.reload();
    await expect(cartBlock(page)).toHaveAttribute('data-state', 'held', { timeout: 500 });
  }).toPass();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(cartBlock(page)).toHaveAttribute('data-state', 'ready');
  expect(await total(page).innerText()).toBe(before);
  expect(await availableOf(id)).toBe(500);
});

test('a cart that became smaller than its points takes as many as it comes to', async ({ page }) => {
  const id = await member(page, 'us', 5_000);
  await openCart(page, 'us', 'olive-soap', 3);
  await useInCart(page);
  const held = 5_000 - (await availableOf(id));
  await expect(async () => {
    await page.reload();
    await expect(cartBlock(page)).toHaveAttribute('data-state', 'held', { timeout: 500 });
  }).toPass();
  const quantity = page.getByRole('spinbutton');
  await quantity.fill('1');
  const typed = Promise.withResolvers<void>();
  await page.route(
    /\/apps\/loyalty\/cart-points/,
    async (route) => {
      await typed.promise;
      await route.continue();
    },
    { times: 1 },
  );
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Update' }).click()]);
  // Nobody asked for it: who is typing meanwhile keeps the focus and what they typed.
  await quantity.fill('2');
  typed.resolve();
  await expect(cartBlock(page).getByRole('alert')).toContainText('The cart is smaller now');
  await expect(quantity).toHaveValue('2');
  await expect(quantity).toBeFocused();
  const left = 5_000 - (await availableOf(id));
  expect(left).toBeLessThan(held);
  expect(left).toBeGreaterThan(0);
});

test('a cart that changes in another window meanwhile takes what it comes to, and no points more are held', async ({
  page,
}) => {
  const id = await member(page, 'us', 5_000);
  await openCart(page, 'us', 'olive-soap', 3);
  const link = await page.locator('input.quantity').getAttribute('name');
  await page.route(
    /\/apps\/loyalty\/cart-points/,
    async (route) => {
      const response = await route.fetch();
      await page.request.post(page.url(), { form: { [link ?? '']: '1' } });
      await route.fulfill({ response });
    },
    { times: 1 },
  );
  const held = Number(await range(page).inputValue());
  await useInCart(page);
  await expect(cartBlock(page).getByRole('alert')).toContainText('The cart is smaller now');
  const left = 5_000 - (await availableOf(id));
  expect(left).toBeLessThan(held);
  expect(left).toBeGreaterThan(0);
  // A step is 100 points, and takes 1.00 off.
  const text = (await plain(page)).match(/([\d.]+) off with ([\d,]+) points/) ?? [];
  expect(Number(text[1]) * 100).toBe(left);
});

test('after an answer that was lost, the next takes the place of what was held, with one code in the cart', async ({
  page,
}) => {
  const id = await member(page, 'us', 1_000);
  await openCart(page, 'us', 'linen-throw');
  await useInCart(page);
  await page.getByRole('button', { name: 'Change' }).click();
  await expect(range(page)).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  const asked = /\/apps\/loyalty\/cart-points/;
  const lose = async (route: Route) => {
    await route.fetch();
    await route.abort();
  };
  await page.route(asked, lose, { times: 1 });
  await useButton(page).click();
  await expect(cartBlock(page).getByRole('alert')).toBeVisible();
  await page.getByRole('button', { name: 'Change' }).click();
  await range(page).fill('900');
  await useInCart(page);
  await expect(cartBlock(page).getByRole('alert')).toBeHidden();
  expect(await availableOf(id)).toBe(100);
  const cart = (await (await page.request.get(`${page.url()}.js`)).json()) as { discount_codes: object[] };
  expect(cart.discount_codes).toHaveLength(1);
});

test('points are told to be on their way back while Shopify is slow, and back when they are', async ({
  page,
}) => {
  const id = await member(page, 'us', 500);
  await openCart(page, 'us', 'linen-throw');
  await useInCart(page);
  await faults({ fields: ['discountCodeDelete'], error5xx: 1 });
  try {
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(cartBlock(page).getByRole('status')).toHaveText('Giving back…');
    expect(await availableOf(id)).toBe(0);
  } finally {
    await faults({});
  }
  await expect.poll(() => availableOf(id)).toBe(500);
});

test('what is held is seen in an empty cart too, and can be given back there', async ({ page }) => {
  const id = await member(page, 'us', 500);
  await openCart(page, 'us', 'olive-soap', 3);
  await useInCart(page);
  const held = 500 - (await availableOf(id));
  expect(held).toBeGreaterThan(0);
  await page.locator('button[name=remove]').click();
  await expect(async () => {
    await page.reload();
    await expect(cartBlock(page)).toHaveAttribute('data-state', 'kept', { timeout: 500 });
  }).toPass();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => availableOf(id)).toBe(500);
  await expect(async () => {
    await page.reload();
    await expect(cartBlock(page)).toHaveCount(0, { timeout: 500 });
  }).toPass();
});

for (const [market, path] of [
  ['us', '?locale=en'],
  ['jp', '?locale=ja'],
  ['gulf', '?locale=ar'],
] as const satisfies [Market, string][]) {
  test(`the block is accessible in its states: ${market}`, async ({ page }) => {
    await openCart(page, market, 'linen-throw', 1, path);
    await expect(cartBlock(page)).toHaveAttribute('data-state', 'guest');
    await expectAccessible(page);
    await newcomer(page, market);
    await page.reload();
    await expect(cartBlock(page)).toBeVisible();
    await expectAccessible(page);
    await member(page, market, 1_240);
    await expect(async () => {
      await page.reload();
      await expect(cartBlock(page)).toHaveAttribute('data-state', 'ready', { timeout: 500 });
    }).toPass();
    await expectAccessible(page);
    await page.setViewportSize({ width: 390, height: 800 });
    await useInCart(page);
    await expectAccessible(page);
    const { x, width } = (await cartBlock(page).boundingBox())!;
    expect([x >= 0, x + width <= 390]).toEqual([true, true]);
  });
}

async function api<T>(path: string): Promise<T> {
  const headers = { Authorization: `Bearer ${process.env.API_KEY}` };
  return (await fetch(`${process.env.APP_URL}/api/v1/members/${path}`, { headers })).json() as Promise<T>;
}

async function availableOf(id: number): Promise<number> {
  return (await api<{ points: { available: number } }>(String(id))).points.available;
}
