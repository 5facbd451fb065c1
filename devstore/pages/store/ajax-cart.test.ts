import type { Hono } from 'hono';
import { beforeEach, expect, test } from 'vitest';
import { findProduct } from '../../test-support/find-product.ts';
import { openTestStore, testEnv } from '../../test-support/open-test-store.ts';

let app: Hono;
beforeEach(() => {
  ({ app } = openTestStore(testEnv('http://127.0.0.1:9')));
});
const inCart = `devstore_cart_us=${findProduct('olive-soap')}x2`;

type Cart = {
  total_price: number;
  original_total_price: number;
  total_discount: number;
  cart_level_discount_applications: { type: string; title: string; total_allocated_amount: number }[];
  discount_codes: { code: string; applicable: boolean }[];
  sections?: Record<string, string | null>;
};

async function update(body: object, cookie = inCart) {
  const response = await app.request('/store/us/cart/update.js', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Cookie: cookie },
    body: JSON.stringify(body),
  });
  const held = /devstore_discount=([^;]*)/.exec(response.headers.get('Set-Cookie') ?? '')?.[1] ?? '';
  return { status: response.status, cart: (await response.json()) as Cart, held: decodeURIComponent(held) };
}

const page = async (path: string, cookie: string) =>
  (await app.request(path, { headers: { Cookie: cookie } })).text();

test('a code comes off the cart at once, in its sections and at the checkout too, and goes by being left out', async () => {
  const { cart, held } = await update({ discount: 'welcome10', sections: ['main', 'other'] });
  const [off] = cart.cart_level_discount_applications;
  expect(off).toEqual({
    type: 'discount_code',
    title: 'WELCOME10',
    total_allocated_amount: cart.original_total_price / 10,
  });
  expect(cart).toMatchObject({
    total_price: cart.original_total_price - cart.total_discount,
    total_discount: cart.original_total_price / 10,
    discount_codes: [{ code: 'welcome10', applicable: true }],
    sections: { main: expect.stringContaining('WELCOME10'), other: null },
  });
  const cookie = `${inCart}; devstore_discount=${held}`;
  const read = await app.request('/store/us/cart.js', { headers: { Cookie: cookie } });
  expect(await read.json()).toMatchObject({ total_price: cart.total_price });
  expect(await page('/store/us/cart', cookie)).toContain('WELCOME10');
  expect(await page('/store/us/checkout', cookie)).toContain('value="welcome10"');
  const without = await update({ discount: '' }, cookie);
  expect(without).toMatchObject({ held: '', cart: { total_discount: 0, discount_codes: [] } });
});

test('a code that the checkout would refuse takes nothing off and stands beside the others', async () => {
  const { cart } = await update({ discount: 'NOPE,WELCOME10,welcome10' });
  expect(cart.discount_codes).toEqual([
    { code: 'NOPE', applicable: false },
    { code: 'WELCOME10', applicable: true },
  ]);
  expect(cart.total_discount).toBe(cart.original_total_price / 10);
});

test('an empty cart comes to nothing, and what is not imitated is refused', async () => {
  expect((await update({ discount: 'WELCOME10' }, '')).cart).toMatchObject({ total_price: 0 });
  expect((await update({ note: 'A gift' })).status).toBe(422);
});

test('quantities are changed by variant, and what is taken out is gone', async () => {
  const soap = findProduct('olive-soap');
  const two = (await update({})).cart.total_price;
  expect((await update({ updates: { [soap]: 3 } })).cart).toMatchObject({ total_price: (two / 2) * 3 });
  expect((await update({ updates: { [soap]: 0 } })).cart).toMatchObject({ total_price: 0, items: [] });
});
