// What an order's deliveries do to a member's ledger, through signed webhooks, inbox, worker and PostgreSQL.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { LedgerWriter } from '../../app/storage/ledger-writer.ts';
import { lockMembers, membersOfCustomers } from '../../app/storage/members.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { nextId, orderPayload, refundPayload, type OrderPayload } from '../support/order-payload.ts';
import { SHOP, startShop, type TestShop } from '../support/shop.ts';

type OrderView = {
  target: number;
  posted: number;
  customerId: string;
  currency: string;
  explanation: { reason: string | null };
};
type MemberView = {
  points: { available: number; pending: number; lifetimeEarned: number };
  enrolledAt: string;
};
type EntriesView = {
  entries: { seq: number; kind: string; points: number; explanation: Record<string, unknown> }[];
};

let shop: TestShop;
beforeAll(async () => {
  shop = await startShop();
});
afterAll(async () => {
  await shop.verify();
  await shop.stop();
});

const customerOf = (order: OrderPayload) => order.customer?.id ?? 0;
const orderView = (order: OrderPayload) => shop.get<OrderView>(`/api/v1/orders/${order.id}`);
const memberView = (customerId: number) => shop.get<MemberView>(`/api/v1/members/${customerId}`);
const entriesOf = async (customerId: number) =>
  (await shop.get<EntriesView>(`/api/v1/members/${customerId}/entries`)).entries;
const deliver = async (topic: string, payload: object) => {
  expect((await shop.deliver({ topic, payload })).status).toBe(200);
};

test('worked examples 1 to 3: an order, one of two refunded, the other one too', async () => {
  const order = orderPayload({ lines: [{ price: '19.99', quantity: 2, discount: '5.00' }] });
  await deliver('orders/paid', order);
  await shop.settled();
  expect(await orderView(order)).toMatchObject({ target: 34, posted: 34, currency: 'USD' });
  expect((await memberView(customerOf(order))).points).toMatchObject({
    available: 0,
    pending: 34,
    lifetimeEarned: 34,
  });

  await deliver('refunds/create', refundPayload(order, [{ index: 0, quantity: 1 }]));
  await shop.settled();
  expect(await orderView(order)).toMatchObject({ target: 17, posted: 17 });
  await deliver('refunds/create', refundPayload(order, [{ index: 0, quantity: 1 }]));
  await shop.settled();
  const entries = await entriesOf(customerOf(order));
  expect(entries.map(({ seq, kind, points }) => ({ seq, kind, points }))).toEqual([
    { seq: 1, kind: 'order', points: 34 },
    { seq: 2, kind: 'order', points: -17 },
    { seq: 3, kind: 'order', points: -17 },
  ]);
  expect(entries[1]?.explanation).toMatchObject({
    orderName: '#1001',
    before: '34',
    after: '17',
    eligible: '17.49',
  });
  expect((await memberView(customerOf(order))).points).toMatchObject({
    available: 0,
    pending: 0,
    lifetimeEarned: 0,
  });
});

test('a refund that comes before its order waits for it', async () => {
  const order = orderPayload({ lines: [{ price: '19.99', quantity: 2, discount: '5.00' }] });
  await deliver('refunds/create', refundPayload(order, [{ index: 0, quantity: 1 }]));
  await shop.settled();
  expect(await orderView(order)).toMatchObject({
    target: 0,
    posted: 0,
    explanation: { reason: 'waitingForOrder' },
  });
  await deliver('orders/paid', order);
  await shop.settled();
  expect(await orderView(order)).toMatchObject({ target: 17, posted: 17 });
});

test('the same delivery again, and an older version after a newer one, change nothing', async () => {
  const paid = orderPayload({ lines: [{ price: '50.00' }] });
  const older = {
    ...paid,
    financial_status: 'pending',
    updated_at: new Date(Date.parse(paid.updated_at) - 1000).toISOString(),
  };
  for (const payload of [paid, paid, older]) await deliver('orders/updated', payload);
  await shop.settled();
  expect(await orderView(paid)).toMatchObject({ target: 50, posted: 50 });
  expect(await entriesOf(customerOf(paid))).toHaveLength(1);
});

test('a cancellation and a deletion leave exactly 0', async () => {
  const cancelled = orderPayload({ lines: [{ price: '80.00' }] });
  const deleted = orderPayload({ lines: [{ price: '80.00' }] });
  await deliver('orders/paid', cancelled);
  await deliver('orders/paid', deleted);
  await shop.settled();
  const at = new Date().toISOString();
  await deliver('orders/cancelled', { ...cancelled, cancelled_at: at, updated_at: at });
  await deliver('orders/delete', { id: deleted.id });
  await shop.settled();
  expect(await orderView(cancelled)).toMatchObject({
    target: 0,
    posted: 0,
    explanation: { reason: 'cancelled' },
  });
  expect(await orderView(deleted)).toMatchObject({
    target: 0,
    posted: 0,
    explanation: { reason: 'deleted' },
  });
});

test('an order that changes its customer is reversed there and posted here', async () => {
  const order = orderPayload({ lines: [{ price: '40.00' }] });
  const from = customerOf(order);
  const to = nextId();
  await deliver('orders/paid', order);
  await shop.settled();
  await deliver('orders/updated', { ...order, customer: { id: to }, updated_at: new Date().toISOString() });
  await shop.settled();
  expect((await memberView(from)).points).toMatchObject({ pending: 0, lifetimeEarned: 0 });
  expect((await memberView(to)).points).toMatchObject({ pending: 40, lifetimeEarned: 40 });
  expect(await orderView(order)).toMatchObject({ target: 40, posted: 40, customerId: String(to) });
});

describe('orders that earn nothing say why', () => {
  test.each([
    { title: 'no customer', options: { customerId: null }, reason: 'noCustomer' },
    { title: 'not paid yet', options: { status: 'pending' }, reason: 'unpaid' },
    {
      title: 'no rate for its currencies',
      options: { currencies: { shop: 'CAD', presentment: 'CAD' } },
      reason: 'noRate',
    },
    {
      title: 'a test order on a shop that is no development store',
      options: { fields: { test: true } },
      reason: 'testOrder',
    },
    {
      title: 'processed before the programme',
      options: { processedAt: '2025-12-31T23:59:59Z' },
      reason: 'beforeProgram',
    },
  ])('$title', async ({ options, reason }) => {
    const order = orderPayload({ lines: [{ price: '40.00' }], ...options });
    await deliver('orders/create', order);
    await shop.settled();
    expect(await orderView(order)).toMatchObject({ target: 0, posted: 0, explanation: { reason } });
  });

  test('a hundred lines and three decimals are no such reason', async () => {
    const lines = Array.from({ length: 100 }, () => ({ price: '0.115', presentment: '0.035' }));
    const order = orderPayload({ currencies: { shop: 'USD', presentment: 'KWD' }, country: 'KW', lines });
    await deliver('orders/paid', order);
    await shop.settled();
    // 3.500 KWD at 3 points per 1.000 KWD is 10.5.
    expect(await orderView(order)).toMatchObject({ target: 10, posted: 10, currency: 'KWD' });
  });
});

test('a sign-up enrols, from the first sign of the customer', async () => {
  const customerId = nextId();
  await shop.deliver({
    topic: 'customers/create',
    payload: { id: customerId },
    triggeredAt: '2026-10-01T10:00:00Z',
  });
  await shop.settled();
  expect(await memberView(customerId)).toMatchObject({
    enrolledAt: '2026-10-01T10:00:00.000Z',
    points: { available: 0, pending: 0 },
  });
});

describe('when the points are spent already (worked examples 11 and 12)', () => {
  /** Takes points as the shop may: an adjustment, through the one writer of the ledger. */
  async function spend(customerId: number, points: bigint): Promise<void> {
    await inTransaction(shop.database.pool, async (tx) => {
      const shopId = ShopIdSchema.parse(SHOP);
      const member = (await membersOfCustomers(tx, shopId, [String(customerId)])).get(String(customerId));
      if (!member) throw new Error(`customer ${customerId} is no member`);
      const now = new Date().toISOString();
      const writer = new LedgerWriter(shopId, await lockMembers(tx, shopId, [member]), now);
      writer.append(member, {
        kind: 'adjustment',
        points: -points,
        source: { kind: 'adjustment', id: `of-${customerId}` },
        key: `adjustment:of-${customerId}`,
        inputHash: '00'.repeat(32),
        effectiveAt: now,
        availableAt: null,
        expiresAt: null,
        explanation: { kind: 'adjustment', points: String(-points), reason: 'test' },
      });
      await writer.flush(tx);
    });
  }

  test.each([
    { debt: 'allow', balance: -100, kinds: ['order', 'adjustment', 'order'], again: 0 },
    { debt: 'writeOff', balance: 0, kinds: ['order', 'adjustment', 'order', 'write_off'], again: 0 },
  ])('debt: $debt', async ({ debt, balance, kinds, again }) => {
    const pending = { days: 0, from: 'processed', byMarket: {} };
    const earning = { ...startingProgram.earning, pending };
    await shop.publish({ ...startingProgram, earning, refunds: { debt, spentPoints: 'proportional' } });
    const order = orderPayload({ lines: [{ price: '100.00' }], processedAt: new Date().toISOString() });
    const customerId = customerOf(order);
    await deliver('orders/paid', order);
    await shop.settled();
    expect((await memberView(customerId)).points).toMatchObject({ available: 100, pending: 0 });
    await spend(customerId, 100n);

    const refund = refundPayload(order, [{ index: 0, quantity: 1 }], new Date().toISOString());
    await shop.deliver({ topic: 'refunds/create', payload: refund, triggeredAt: '2026-11-01T00:00:00Z' });
    await shop.settled();
    expect((await entriesOf(customerId)).map((entry) => entry.kind)).toEqual(kinds);
    expect((await memberView(customerId)).points).toMatchObject({ available: balance, pending: 0 });
    expect(await orderView(order)).toMatchObject({ target: 0, posted: 0 });

    // A later version of the refund took nothing back after all: the order earns again, and the debt or the write-off is settled first.
    const undone = { ...refund, refund_line_items: [] };
    await shop.deliver({ topic: 'refunds/create', payload: undone, triggeredAt: '2026-11-02T00:00:00Z' });
    await shop.settled();
    expect(await orderView(order)).toMatchObject({ target: 100, posted: 100 });
    expect((await memberView(customerId)).points).toMatchObject({ available: again, pending: 0 });
  });
});

test('an order that came from another member is settled again where an earlier one lifts its level', async () => {
  const level = { id: 'first', name: { en: 'First' }, threshold: '0', multiplier: '1' };
  const tiers = {
    basis: 'basePoints',
    period: { kind: 'lifetime' },
    levels: [level, { ...level, id: 'second', threshold: '100', multiplier: '2' }],
  };
  await shop.publish({ ...startingProgram, tiers });
  const hours = (later: number) => new Date(Date.now() + later * 3_600_000).toISOString();
  const moved = orderPayload({ lines: [{ price: '40.00' }], processedAt: hours(3) });
  const to = nextId();
  await deliver('orders/paid', moved);
  await shop.settled();
  await deliver('orders/updated', { ...moved, customer: { id: to }, updated_at: hours(4) });
  await shop.settled();
  const late = orderPayload({ lines: [{ price: '100.00' }], processedAt: hours(2), customerId: to });
  await deliver('orders/paid', late);
  await shop.settled();
  expect(await orderView(moved)).toMatchObject({ target: 80, posted: 80, customerId: String(to) });
});
