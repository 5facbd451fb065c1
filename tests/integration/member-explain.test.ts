// `member explain`: a member at a past moment, as an operator asks for it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { adjustPoints } from '../../app/services/adjust-points.ts';
import { enrolMembers } from '../../app/storage/members.ts';
import { ensureShop } from '../../app/storage/shops.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { orderPayload, refundPayload } from '../support/order-payload.ts';
import { meridian, SHOP, startShop, type TestShop } from '../support/shop.ts';

const id = ShopIdSchema.parse(SHOP);
const CUSTOMER = 7_302_541;
const ORDERED = '2026-03-10T08:00:00Z';
let shop: TestShop;
/** Before the order was told of. */
let before: string;

beforeAll(async () => {
  const level = (id: string, threshold: string) => ({ id, name: { en: id }, threshold, multiplier: '1' });
  const levels = [level('bronze', '0'), level('silver', '50')];
  const tiers = { basis: 'basePoints', period: { kind: 'rolling', months: 12 }, levels };
  shop = await startShop({ program: { ...startingProgram, tiers } });
  const { pool } = shop.database;
  const enrolment = { customerId: String(CUSTOMER), enrolledAt: '2026-02-01T00:00:00Z' };
  await inTransaction(pool, (tx) => enrolMembers(tx, id, [enrolment]));
  for (const [at, points] of [
    ['2026-03-01T08:00:00Z', 100],
    ['2026-03-04T08:00:00Z', -30],
  ] as const) {
    const clock = { now: () => new Date(at) };
    const adjustment = { customerId: String(CUSTOMER), points, reason: `because of ${at}`, key: at };
    await adjustPoints({ pool, clock }, id, adjustment);
  }
  before = new Date().toISOString();
  const order = orderPayload({
    customerId: CUSTOMER,
    processedAt: ORDERED,
    lines: [{ price: '34.98', quantity: 2 }],
  });
  await shop.deliver({ topic: 'orders/paid', payload: order });
  await shop.settled();
  await shop.deliver({ topic: 'refunds/create', payload: refundPayload(order, [{ index: 0, quantity: 1 }]) });
  await shop.settled();
});
afterAll(() => shop.stop());

type Explained = {
  ok: boolean;
  tier: {
    level: string;
    since: string;
    recorded: string;
    changes: { from: string | null; to: string; reason: string }[];
  };
  points: { balance: string; available: string; pending: string };
  lots: { seq: number; remaining: string }[];
  entries: { seq: number; points: string; sentence: string }[];
  orders: { name: string; target: string; carried: string; sentence: string }[];
};
const explain = async (...args: string[]) =>
  JSON.parse(
    await meridian(
      shop.database,
      'member',
      'explain',
      '--shop',
      SHOP,
      '--customer',
      String(CUSTOMER),
      '--json',
      ...args,
    ),
  ) as Explained;

test.each([
  { at: '2026-02-28T00:00:00Z', points: [0, 0, 0], entries: 0, orders: 0 },
  { at: '2026-03-01T08:00:00Z', points: [100, 100, 0], entries: 1, orders: 0 },
  { at: '2026-03-05T00:00:00+09:00', points: [70, 70, 0], entries: 2, orders: 0 },
  // Nobody had told us of the order.
  { at: '2026-03-20T00:00:00Z', points: [70, 70, 0], entries: 2, orders: 1 },
  { at: '2026-03-20T00:00:00Z', as: 'effective', points: [104, 70, 34], entries: 4, orders: 1 },
  { at: '2026-04-09T08:00:00Z', as: 'effective', points: [104, 104, 0], entries: 4, orders: 1 },
])('at $at ($as)', async ({ at, as, points: [balance, available, pending], entries, orders }) => {
  const explained = await explain('--at', at, ...(as ? ['--as', as] : []));
  expect(explained.points).toEqual({
    balance: String(balance),
    available: String(available),
    pending: String(pending),
  });
  expect(explained.entries).toHaveLength(entries);
  expect(explained.orders).toHaveLength(orders);
});

test('now: every entry and order with its reason, and the same points as the API', async () => {
  const { entries, orders, points, lots } = await explain();
  expect(entries.map((entry) => [entry.seq, entry.points])).toEqual([
    [1, '100'],
    [2, '-30'],
    [3, '69'],
    [4, '-35'],
  ]);
  expect(entries[0]?.sentence).toContain('Reason: because of 2026-03-01T08:00:00Z');
  expect(entries[2]?.sentence).toContain('69 points for order #1001');
  expect(orders).toMatchObject([{ name: '#1001', target: '34', carried: '34' }]);
  expect(orders[0]?.sentence).toContain('34 points for order #1001');
  expect(lots.map((lot) => [lot.seq, lot.remaining])).toEqual([
    [1, '70'],
    [3, '34'],
  ]);
  const member = await shop.get<{ points: { available: number; pending: number } }>(
    `/api/v1/members/${CUSTOMER}`,
  );
  expect(points).toMatchObject({
    available: String(member.points.available),
    pending: String(member.points.pending),
  });
});

test('as text, by the number that `ledger verify` names a member by; what was carried then beside what is owed now', async () => {
  const text = await meridian(
    shop.database,
    'member',
    'explain',
    '--shop',
    SHOP,
    '--member',
    '1',
    '--at',
    before,
  );
  expect(text).toContain(`Member 1 of ${SHOP} (customer ${CUSTOMER}), enrolled 2026-02-01T00:00:00.000Z`);
  expect(text).toContain('balance 70: 70 available, 0 pending');
  expect(text).toContain(
    'entry 1: 70 of 100, since 2026-03-01T08:00:00.000Z (adjustment 2026-03-01T08:00:00Z)',
  );
  expect(text).toContain('target 34, carried 0 then.');
});

test.each([
  { at: '2026-03-10T07:59:59Z', level: 'bronze' },
  { at: '2026-03-10T08:00:00Z', level: 'silver', since: '2026-03-10T08:00:00Z' },
  { at: '2026-03-10T08:00:59Z', level: 'silver', since: '2026-03-10T08:00:00Z' },
  { at: '2026-03-10T08:01:00Z', level: 'bronze', since: '2026-03-10T08:01:00Z' },
])('the tier at $at is $level, by the facts dated up to then', async ({ at, level, since }) => {
  const { tier } = await explain('--at', at);
  expect(tier).toMatchObject({ level, ...(since && { since }), changes: [] });
});

test('and every change, from the moment on at which it was recorded', async () => {
  const { changes } = (await explain()).tier;
  expect(changes).toMatchObject([
    { to: 'silver', reason: 'order', orderId: expect.any(String) },
    { from: 'silver', to: 'bronze', reason: 'order' },
  ]);
});

test.each([
  { args: ['--customer', '999'], says: `The customer 999 is not in the programme of ${SHOP}` },
  { args: ['--member', '999'], says: `The member 999 is not in the programme of ${SHOP}` },
  { args: [], says: 'one of --customer and --member is needed' },
  { args: ['--customer', '1', '--member', '1'], says: 'one of --customer and --member is needed' },
  { args: ['--customer', 'haru@example.com'], says: '--customer takes a number' },
  { args: ['--customer', '1', '--at', '2026-03-01'], says: '--at takes a date and time with its offset' },
  { args: ['--customer', '1', '--at', '9999-01-01T00:00:00Z'], says: '--at lies in the future' },
  { args: ['--customer', '1', '--as', 'known'], says: '--as takes recorded or effective' },
])('refuses $args', async ({ args, says }) => {
  await expect(meridian(shop.database, 'member', 'explain', '--shop', SHOP, ...args)).rejects.toMatchObject({
    stderr: expect.stringContaining(says),
  });
});

test('who has no order holds the first level since they enrolled, as the API says', async () => {
  const newcomer = { customerId: '7302542', enrolledAt: '2026-02-03T00:00:00Z' };
  await inTransaction(shop.database.pool, (tx) => enrolMembers(tx, id, [newcomer]));
  const args = ['member', 'explain', '--shop', SHOP, '--customer', newcomer.customerId];
  const { tier } = JSON.parse(await meridian(shop.database, ...args, '--json')) as Explained;
  const api = await shop.get<{ tier: { id: string; since: string } }>(
    `/api/v1/members/${newcomer.customerId}`,
  );
  expect(tier).toMatchObject({ level: 'bronze', since: '2026-02-03T00:00:00Z', recorded: 'bronze' });
  expect([tier.level, tier.since]).toEqual([api.tier.id, api.tier.since]);
  expect(await meridian(shop.database, ...args)).toContain('  tier bronze since 2026-02-03T00:00:00Z\n');
});

test('who has not enrolled yet holds none; whoever came back from an order holds the first since they enrolled', async () => {
  expect((await explain('--at', '2026-01-15T00:00:00Z')).tier).toMatchObject({ level: null, since: null });
  const { tier } = await explain('--at', '2026-02-15T00:00:00Z');
  expect(tier).toMatchObject({ level: 'bronze', since: '2026-02-01T00:00:00Z' });
});

test('where nothing was recorded by then but orders were placed, says how to ask what is known now', async () => {
  const args = ['member', 'explain', '--shop', SHOP, '--customer', '7302543'];
  const order = orderPayload({ customerId: 7_302_543, processedAt: ORDERED, lines: [{ price: '10.00' }] });
  await shop.deliver({ topic: 'orders/paid', payload: order });
  await shop.settled();
  expect(await meridian(shop.database, ...args, '--at', '2026-03-20T00:00:00Z')).toContain('--as effective');
});

test("another shop's members are not there", async () => {
  await ensureShop(shop.database.pool, ShopIdSchema.parse('other.myshopify.com'));
  const args = ['--shop', 'other.myshopify.com', '--customer', String(CUSTOMER)];
  await expect(meridian(shop.database, 'member', 'explain', ...args)).rejects.toThrow(
    'is not in the programme',
  );
});
