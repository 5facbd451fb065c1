import { expect, test } from 'vitest';
import { ShopIdSchema } from '../domain/ids.ts';
import { storefrontLimits, type Asking } from './storefront-limits.ts';

const [HAVEN, OTHER] = [ShopIdSchema.parse('haven.myshopify.com'), ShopIdSchema.parse('other.myshopify.com')];
const ADDRESS = '198.51.100.7';

/** How many of so many are let through, each customer well within their own limit. */
async function passed(times: number, one: Omit<Asking, 'customerId'>, isOver = storefrontLimits()) {
  const asked = Array.from({ length: times }, (_, index) => isOver({ ...one, customerId: String(index) }));
  return (await Promise.all(asked)).filter((over) => !over).length;
}

test('reads of one address are counted for each shop, writes whatever the shop', async () => {
  const isOver = storefrontLimits();
  const [read, write] = [
    { method: 'GET', address: ADDRESS } as const,
    { method: 'POST', address: ADDRESS } as const,
  ];
  expect(await passed(700, { ...read, shop: HAVEN }, isOver)).toBe(600);
  expect(await passed(500, { ...read, shop: OTHER }, isOver)).toBe(500);
  expect(await passed(50, { ...write, shop: HAVEN }, isOver)).toBe(50);
  expect(await passed(50, { ...write, shop: OTHER }, isOver)).toBe(10);
});

test('who has no address is held by the own limit alone; guests without one share it within a shop', async () => {
  const isOver = storefrontLimits();
  expect(await passed(700, { method: 'GET', shop: HAVEN, address: '' }, isOver)).toBe(700);
  const guest = { method: 'POST', customerId: null, address: '' } as const;
  const asked = Array.from({ length: 25 }, () => isOver({ ...guest, shop: HAVEN }));
  expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(5);
  expect(await isOver({ ...guest, shop: OTHER })).toBe(false);
});
