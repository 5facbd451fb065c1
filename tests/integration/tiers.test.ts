// Tiers as a merchant and a shopper meet them: through signed webhooks, inbox, worker, PostgreSQL and the REST API.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { canonicalInstant } from '../../app/domain/instant.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { monthsLater } from '../naive/local-time.ts';
import { nextId, orderPayload, refundPayload, type OrderPayload } from '../support/order-payload.ts';
import { SHOP, startShop, type TestShop } from '../support/shop.ts';

type OrderView = { target: number; posted: number };
type Tier = {
  id: string;
  since: string;
  until: string | null;
  nextLevel: { id: string; missing: string } | null;
};

const level = (id: string, threshold: string, multiplier: string) => ({
  id,
  name: { en: id },
  threshold,
  multiplier,
});
const BRONZE = level('bronze', '0', '1');
const SILVER = level('silver', '300', '1.25');
const GOLD = level('gold', '1000', '1.5');
const tiers = {
  basis: 'basePoints',
  period: { kind: 'rolling', months: 12 },
  levels: [BRONZE, SILVER, GOLD],
};
const program = {
  ...startingProgram,
  earning: {
    ...startingProgram.earning,
    rates: [{ currency: 'USD', spend: '1.00', points: 1 }],
  },
  tiers,
};

let shop: TestShop;
beforeAll(async () => {
  shop = await startShop({ program });
});
afterAll(async () => {
  await shop.verify();
  await shop.stop();
});

const daysAgo = (days: number) =>
  new Date(Math.floor(Date.now() / 1000) * 1000 - days * 86_400_000).toISOString();
const bought = (customerId: number, days: number, price: string, options: object = {}) =>
  orderPayload({ customerId, processedAt: daysAgo(days), lines: [{ price }], ...options });
const deliver = async (topic: string, payload: object) => {
  expect((await shop.deliver({ topic, payload })).status).toBe(200);
  await shop.settled();
};
const targetOf = async ({ id }: OrderPayload) => {
  const { target, posted } = await shop.get<OrderView>(`/api/v1/orders/${id}`);
  expect(posted).toBe(target);
  return target;
};
const tierOf = async (customerId: number) =>
  (await shop.get<{ tier: Tier | null }>(`/api/v1/members/${customerId}`)).tier;
const changesOf = async (customerId: number) =>
  (
    await shop.database.pool.query<{
      from_level: string;
      to_level: string;
      reason: string;
      order_id: string;
    }>(
      `SELECT from_level, to_level, reason, order_id FROM tier_change JOIN member USING (shop, member_id)
       WHERE shop = $1 AND customer_id = $2 ORDER BY change_id`,
      [SHOP, customerId],
    )
  ).rows.map((row) => [row.from_level, row.to_level, row.reason, row.order_id]);
const dateMonthsLater = (at: string, months: number) =>
  new Date(monthsLater(Date.parse(at), months, 'UTC')).toISOString().slice(0, 10);

test('an order earns with the level held before it; a return lowers the level from its day, and nothing bought in between', async () => {
  const customer = nextId();
  const [first, second] = [bought(customer, 40, '320.00'), bought(customer, 30, '100.00')];
  await deliver('orders/paid', first);
  const silver = await tierOf(customer);
  expect(silver).toMatchObject({ id: 'silver', nextLevel: { id: 'gold', missing: '680' } });
  expect(Date.parse(silver?.since ?? '')).toBe(Date.parse(first.processed_at));
  expect(silver?.until?.slice(0, 10)).toBe(dateMonthsLater(first.processed_at, 12));
  await deliver('orders/paid', second);
  expect([await targetOf(first), await targetOf(second)]).toEqual([320, 125]);

  await deliver('refunds/create', refundPayload(first, [{ index: 0, quantity: 1 }], daysAgo(20)));
  expect([await targetOf(first), await targetOf(second)]).toEqual([0, 125]);
  expect(await tierOf(customer)).toMatchObject({
    id: 'bronze',
    until: null,
    nextLevel: { id: 'silver', missing: '200' },
  });
  const third = bought(customer, 10, '100.00');
  await deliver('orders/paid', third);
  expect(await targetOf(third)).toBe(100);
  // Came late, from before the return: silver it was.
  const between = bought(customer, 25, '8.00');
  await deliver('orders/paid', between);
  expect(await targetOf(between)).toBe(10);
  expect(await changesOf(customer)).toEqual([
    ['bronze', 'silver', 'order', String(first.id)],
    ['silver', 'bronze', 'order', String(first.id)],
  ]);
});

test('a late order raises the level under which later orders earned: they are settled again', async () => {
  const customer = nextId();
  const later = [30, 20, 10].map((days) => bought(customer, days, '100.00'));
  for (const order of later) await deliver('orders/paid', order);
  expect(await Promise.all(later.map(targetOf))).toEqual([100, 100, 100]);
  const late = bought(customer, 60, '1000.00');
  await deliver('orders/paid', late);
  expect(await Promise.all(later.map(targetOf))).toEqual([150, 150, 150]);

  // Edited down to silver, then cancelled after two of them.
  const edited = {
    ...late,
    updated_at: daysAgo(5),
    line_items: [{ ...late.line_items[0], price: '400.00' }],
  };
  Object.assign(edited.line_items[0] ?? {}, {
    price_set: orderPayload({ lines: [{ price: '400.00' }] }).line_items[0]?.price_set,
  });
  await deliver('orders/updated', edited);
  expect(await Promise.all(later.map(targetOf))).toEqual([125, 125, 125]);
  await deliver('orders/cancelled', { ...edited, updated_at: daysAgo(4), cancelled_at: daysAgo(15) });
  expect(await Promise.all([late, ...later].map(targetOf))).toEqual([0, 125, 125, 100]);
});

test('an order that goes to another customer takes its level along', async () => {
  const [one, other] = [nextId(), nextId()];
  const [big, ofOne, ofOther] = [
    bought(one, 30, '1000.00'),
    bought(one, 20, '100.00'),
    bought(other, 20, '100.00'),
  ];
  for (const order of [big, ofOne, ofOther]) await deliver('orders/paid', order);
  expect([await targetOf(ofOne), await targetOf(ofOther)]).toEqual([150, 100]);
  await deliver('orders/updated', { ...big, updated_at: daysAgo(1), customer: { id: other } });
  expect([await targetOf(ofOne), await targetOf(ofOther)]).toEqual([100, 150]);
  expect([(await tierOf(one))?.id, (await tierOf(other))?.id]).toEqual(['bronze', 'gold']);
});

test('a level given by hand: once per key, the higher of the two, until it ends by itself or by hand', async () => {
  const post = async (customer: number, body: object, key: string, end = '') => {
    const response = await fetch(`${shop.app.url}/api/v1/members/${customer}/tier${end}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${shop.key}`, 'Idempotency-Key': key },
      body: JSON.stringify(body),
    });
    return {
      status: response.status,
      body: (await response.json()) as { tier?: Tier; before?: object | null; detail?: string },
    };
  };
  /** For so long that the answer comes before its end, however busy the machine is. */
  const placedForAWhile = async () => {
    for (let milliseconds = 4_000; ; milliseconds *= 2) {
      const customer = nextId();
      await deliver('orders/paid', bought(customer, 30, '10.00'));
      const until = canonicalInstant(new Date(Date.now() + milliseconds).toISOString());
      const given = await post(customer, { level: 'gold', until, reason: 'A warm welcome' }, 'place-gold-1');
      if (Date.now() < Date.parse(until)) return { customer, until, given };
    }
  };
  const { customer, until, given } = await placedForAWhile();
  const ask = (body: object, key: string, end?: string) => post(customer, body, key, end);
  expect(given).toMatchObject({ status: 200, body: { tier: { id: 'gold', until }, before: null } });
  const again = await ask({ level: 'gold', until, reason: 'A warm welcome' }, 'place-gold-1');
  expect(again).toMatchObject({ status: 200, body: { before: null } });
  expect((await ask({ level: 'silver', reason: 'Other' }, 'place-gold-1')).status).toBe(409);
  expect(await ask({ level: 'tin', reason: 'Other' }, 'place-tin-01')).toMatchObject({
    status: 422,
    body: { detail: 'The programme in force has no level "tin". It has: bronze, silver, gold.' },
  });
  expect((await ask({ level: 'gold', until: daysAgo(1), reason: 'x' }, 'place-past-1')).status).toBe(422);

  const now = orderPayload({
    customerId: customer,
    // However long the requests in between took.
    processedAt: given.body.tier?.since ?? '',
    lines: [{ price: '100.00' }],
  });
  await deliver('orders/paid', now);
  expect(await targetOf(now)).toBe(150);
  await vi.waitFor(
    async () => expect(await tierOf(customer)).toMatchObject({ id: 'bronze', since: until, until: null }),
    { timeout: 60_000, interval: 50 },
  );
  expect(await targetOf(now)).toBe(150);

  const silver = { level: 'silver', reason: 'For good' };
  expect(await ask(silver, 'place-silver-1')).toMatchObject({
    body: { tier: { id: 'silver', until: null } },
  });
  const ended = await ask({ reason: 'A slip' }, 'end-silver-01', '/end');
  expect(ended).toMatchObject({ body: { tier: { id: 'bronze' }, before: { level: 'silver', until: null } } });
  expect((await ask({ reason: 'A slip' }, 'end-silver-02', '/end')).status).toBe(409);
  const reasons = (await changesOf(customer)).map(([from, to, reason]) => [from, to, reason]);
  expect(reasons).toEqual([
    ['bronze', 'gold', 'placement'],
    ['gold', 'bronze', 'placement'],
    ['bronze', 'silver', 'placement'],
    ['silver', 'bronze', 'placement'],
  ]);
  await expect(shop.database.pool.query('UPDATE tier_change SET reason = $1', ['time'])).rejects.toThrow(
    /append-only/,
  );
  await expect(shop.database.pool.query('DELETE FROM tier_placement')).rejects.toThrow(/append-only/);
}, 120_000);

test('a version with other levels: who orders nothing has them too', async () => {
  const customer = nextId();
  await deliver('orders/paid', bought(customer, 30, '500.00'));
  expect((await tierOf(customer))?.id).toBe('silver');
  const levels = [BRONZE, level('sapphire', '250', '1.1'), level('ruby', '450', '2')];
  await shop.publish({ ...program, tiers: { ...tiers, levels } });
  await vi.waitFor(
    async () =>
      expect(await tierOf(customer)).toMatchObject({
        id: 'sapphire',
        nextLevel: { id: 'ruby', missing: '0' },
      }),
    { timeout: 15_000, interval: 50 },
  );
  // Told at once; recorded when the worker has computed it.
  await vi.waitFor(
    async () => expect((await changesOf(customer)).at(-1)).toEqual(['silver', 'sapphire', 'version', null]),
    { timeout: 15_000, interval: 50 },
  );
  const next = orderPayload({
    customerId: customer,
    processedAt: new Date().toISOString(),
    lines: [{ price: '100.00' }],
  });
  await deliver('orders/paid', next);
  expect(await targetOf(next)).toBe(110);
  await vi.waitFor(async () => expect((await tierOf(customer))?.id).toBe('ruby'), {
    timeout: 15_000,
    interval: 50,
  });
});

test('the first version that counts points: orders from before it tell theirs as well', async () => {
  const customer = nextId();
  await deliver('orders/paid', bought(customer, 30, '350.00'));
  const second = bought(customer, 20, '100.00');
  await deliver('orders/paid', second);
  expect(await targetOf(second)).toBe(125);
  const levels = [BRONZE, level('opal', '470', '3')];
  await shop.publish({ ...program, tiers: { ...tiers, basis: 'points', levels } });
  await shop.settled();
  const now = () =>
    orderPayload({ customerId: customer, processedAt: new Date().toISOString(), lines: [{ price: '1.00' }] });
  await deliver('orders/paid', now());
  expect(await tierOf(customer)).toMatchObject({ id: 'opal', nextLevel: null });
  const next = now();
  await deliver('orders/paid', next);
  expect(await targetOf(next)).toBe(3);
});

test.each([
  { path: '/adjustments', body: { points: 5, reason: 'x' } },
  { path: '/tier', body: { level: 'gold', reason: 'x' } },
  { path: '/tier/end', body: { reason: 'x' } },
  { path: '/redemptions', body: { rewardId: 'five-off', currency: 'USD' } },
])('POST $path for somebody who is no member says so, to a developer', async ({ path, body }) => {
  const answer = await fetch(`${shop.app.url}/api/v1/members/9990${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${shop.key}`, 'Idempotency-Key': 'nobody-0001' },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(404);
  expect(((await answer.json()) as { detail: string }).detail).toBe('Customer 9990 is not a member.');
});
