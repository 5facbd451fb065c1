// What a merge of customers does to levels: both histories count together, as if they had been one from the start.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { ledgerFaults } from '../../app/storage/audit-invariants.ts';
import { nextId, orderPayload, type OrderPayload } from '../support/order-payload.ts';
import { SHOP, startShop, type TestShop } from '../support/shop.ts';

const level = (id: string, threshold: string, multiplier: string) => ({
  id,
  name: { en: id },
  threshold,
  multiplier,
});
const program = {
  ...startingProgram,
  tiers: {
    basis: 'basePoints',
    period: { kind: 'lifetime' },
    levels: [level('bronze', '0', '1'), level('silver', '300', '2'), level('gold', '5000', '3')],
  },
};

let shop: TestShop;
beforeAll(async () => {
  shop = await startShop({ program });
});
afterAll(async () => {
  await shop.verify();
  await shop.stop();
});

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
const order = (customerId: number, price: string, hours: number) =>
  orderPayload({ customerId, lines: [{ price }], processedAt: hoursAgo(hours) });
const deliver = async (topic: string, payload: object) => {
  expect((await shop.deliver({ topic, payload })).status).toBe(200);
  await shop.settled();
  expect(await ledgerFaults(shop.database.pool, ShopIdSchema.parse(SHOP))).toEqual([]);
};
const merge = (from: number, into: number) =>
  deliver('customers/merge', {
    admin_graphql_api_customer_kept_id: `gid://shopify/Customer/${into}`,
    admin_graphql_api_customer_deleted_id: `gid://shopify/Customer/${from}`,
    status: 'completed',
  });
const target = async (one: OrderPayload) =>
  (await shop.get<{ target: number }>(`/api/v1/orders/${one.id}`)).target;
const tier = async (customer: number) =>
  (await shop.get<{ tier: { id: string } }>(`/api/v1/members/${customer}`)).tier.id;

test('an order earns under the level that both histories make together, whenever the merge came', async () => {
  for (const mergedAfter of [0, 1, 2, 3]) {
    const [a, b] = [nextId(), nextId()];
    const orders = [order(a, '200.00', 9), order(b, '200.00', 8), order(b, '100.00', 7)];
    for (const [index, one] of orders.entries()) {
      if (index === mergedAfter) await merge(a, b);
      await deliver('orders/paid', one);
    }
    if (mergedAfter === 3) await merge(a, b);
    const targets = [];
    for (const one of orders) targets.push(await target(one));
    expect(targets, `merged after ${mergedAfter}`).toEqual([200, 200, 200]);
    expect(await tier(b)).toBe('silver');
    expect(await tier(a)).toBe('silver');
  }
});

test('a level given by hand to the merged is held by the survivor', async () => {
  const [a, b] = [nextId(), nextId()];
  await deliver('orders/paid', order(a, '10.00', 5));
  await deliver('orders/paid', order(b, '10.00', 4));
  const key = randomUUID();
  const give = () =>
    fetch(`${shop.app.url}/api/v1/members/${a}/tier`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${shop.key}`, 'Idempotency-Key': key },
      body: JSON.stringify({ level: 'gold', reason: 'a friend of the house' }),
    });
  expect((await give()).status).toBe(200);
  expect(await tier(b)).toBe('bronze');
  await merge(a, b);
  expect(await tier(b)).toBe('gold');
  // Sent again with its key: it was given, once at each.
  expect((await give()).status).toBe(200);
  expect((await shop.database.pool.query("SELECT FROM tier_placement WHERE level = 'gold'")).rowCount).toBe(
    2,
  );
  const later = order(b, '10.00', 0);
  await deliver('orders/paid', later);
  expect(await target(later)).toBe(30);
});

test('an adjustment that is sent again with its key after a merge is made once', async () => {
  const [a, b, c] = [nextId(), nextId(), nextId()];
  for (const customer of [a, b, c])
    expect((await shop.send('POST', '/api/v1/members', { customerId: String(customer) })).status).toBe(200);
  const adjust = async (points: number) => {
    const response = await fetch(`${shop.app.url}/api/v1/members/${a}/adjustments`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${shop.key}`, 'Idempotency-Key': 'sent-twice-1' },
      body: JSON.stringify({ points, reason: 'A thank you' }),
    });
    return { status: response.status, body: (await response.json()) as object };
  };
  const available = async () =>
    (await shop.get<{ points: { available: number } }>(`/api/v1/members/${c}`)).points.available;
  const first = await adjust(5);
  await merge(a, b);
  await merge(b, c);
  expect(await available()).toBe(5);
  expect(await adjust(5)).toEqual(first);
  expect((await adjust(6)).status).toBe(409);
  expect(await available()).toBe(5);
});
