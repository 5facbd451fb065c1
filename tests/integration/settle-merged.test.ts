// Orders of customers who are merged while they wait: whoever has their points meanwhile, they settle, and hold up nobody else.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDeps, type Deps } from '../../app/deps.server.ts';
import { both, line, order, state } from '../../app/domain/earning.fixture.ts';
import { ShopIdSchema, type MemberId, type ShopId } from '../../app/domain/ids.ts';
import type { OrderNews } from '../../app/domain/order-facts.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import { joinProgramme } from '../../app/services/join-programme.ts';
import { mergeCustomers } from '../../app/services/merge-customers.ts';
import { publishProgram } from '../../app/services/publish-program.ts';
import { settleOrders } from '../../app/services/settle-order.ts';
import { ledgerFaults } from '../../app/storage/audit-invariants.ts';
import { LedgerWriter } from '../../app/storage/ledger-writer.ts';
import { lockMembers, membersOfCustomers } from '../../app/storage/members.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { drainBatch } from '../../app/webhooks/drain-inbox.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

const SHOP = ShopIdSchema.parse('haven.myshopify.com');
const OTHER_SHOP = ShopIdSchema.parse('other.myshopify.com');
const NOW = '2026-11-03T00:00:00.000Z';
const [A, B, C] = ['10', '20', '30'];
const immediate = {
  ...startingProgram,
  earning: { ...startingProgram.earning, pending: { days: 0, from: 'processed', byMarket: {} } },
};

let database: TestDatabase;
let deps: Deps;
beforeEach(async () => {
  database = await testDatabase();
  const environment = parseEnvironment({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' });
  deps = { ...createDeps(environment, database.pool), clock: { now: () => new Date(NOW) } };
});
afterEach(async () => {
  expect(await ledgerFaults(database.pool, SHOP)).toEqual([]);
  await database.drop();
});

/** Each test's at another moment: the process remembers versions, and here every database has the same shop. */
let published = 0;
const publish = async (document: object) => {
  published += 1;
  const publishedAt = `2026-01-0${published}T00:00:00Z`;
  expect(await publishProgram(deps, SHOP, { publishedAt, document })).toMatchObject({ ok: true });
};
const news = (orderId: string, customerId: string, fields: object = {}): OrderNews => ({
  orderId,
  order: state(
    order({
      ...{ orderId, customerId, processedAt: '2026-10-01T00:00:00Z' },
      ...{ lines: [line({ unitPrice: both('100.00') })], ...fields },
    }),
  ).order,
  refunds: [],
  fulfilledAt: null,
  deleted: false,
});
const settle = (...all: OrderNews[]) => inTransaction(deps.pool, (tx) => settleOrders(deps, tx, SHOP, all));
const merge = (from: string, into: string) =>
  inTransaction(deps.pool, (tx) => mergeCustomers(deps, tx, SHOP, [{ from, into, at: NOW }]));
async function drained(): Promise<void> {
  while ((await drainBatch(deps)) > 0);
}
async function memberOf(customer: string): Promise<MemberId> {
  return (await membersOfCustomers(deps.pool, SHOP, [customer])).get(customer)!;
}
async function balanceOf(customer: string): Promise<number> {
  const { rows } = await deps.pool.query<{ balance: string }>(
    'SELECT balance FROM member WHERE shop = $1 AND customer_id = $2',
    [SHOP, customer],
  );
  return Number(rows[0]?.balance);
}
/** Everything that the customer has. */
async function expire(customer: string): Promise<void> {
  const member = await memberOf(customer);
  await inTransaction(deps.pool, async (tx) => {
    const members = await lockMembers(tx, SHOP, [member]);
    const writer = new LedgerWriter(SHOP, members, NOW);
    writer.append(member, {
      ...{
        kind: 'expiry',
        points: -(members.get(member)?.balance ?? 0n),
        source: { kind: 'expiry', id: NOW },
      },
      ...{ key: `expiry:${member}`, inputHash: '0'.repeat(64), effectiveAt: NOW, explanation: {} },
      ...{ availableAt: null, expiresAt: null },
    });
    await writer.flush(tx);
  });
}
/** What Shopify said of these customers: they have no tags. */
async function lookedUp(orderId: string, ...customers: string[]): Promise<void> {
  const lookups = { customerTags: Object.fromEntries(customers.map((one) => [one, []])), lines: {} };
  await deps.pool.query(
    `UPDATE order_facts SET state = jsonb_set(state, '{lookups}', $3::jsonb) WHERE shop = $1 AND order_id = $2`,
    [SHOP, orderId, JSON.stringify(lookups)],
  );
  await deps.pool.query('DELETE FROM order_lookup WHERE shop = $1 AND order_id = $2', [SHOP, orderId]);
}
const again = (orderId: string): OrderNews => ({
  ...{ orderId, order: null, refunds: [], fulfilledAt: null, deleted: false },
});
async function enqueue(shop: ShopId, id: string, topic: string, told: object): Promise<void> {
  await deps.pool.query(
    `INSERT INTO inbox (shop, topic, webhook_id, digest, received_at, due_at, news)
     VALUES ($1, $2, $3::text, sha256($3::text::bytea), $4, $4, $5)`,
    [shop, topic, id, NOW, JSON.stringify(told)],
  );
}

/** An order of A, whose points expired, was edited to be C's and waits for C's tags; A is merged into B, who has its points at once. */
async function waitingOrder(): Promise<void> {
  const { enrolment } = immediate;
  await publish({ ...immediate, enrolment: { ...enrolment, excludedCustomerTags: ['staff'] } });
  for (const [orderId, customer] of [
    ['1', B],
    ['2', A],
  ] as const) {
    await settle(news(orderId, customer));
    await lookedUp(orderId, customer);
    await settle(again(orderId));
  }
  await expire(A);
  await settle(news('2', C, { updatedAt: '2029-10-05T00:00:00Z' }));
  await merge(A, B);
  await drained();
}

test("an order that waits for another customer's tags while its own is merged is settled", async () => {
  await waitingOrder();
  await lookedUp('2', A, C);
  await settle(again('2'));
  expect([await balanceOf(B), await balanceOf(C)]).toEqual([100, 100]);
});

test('work that begins anew for ever is parked like any other that fails: the other shops go on', async () => {
  await waitingOrder();
  await lookedUp('2', A, C);
  // As a fault of ours in the locks would have it.
  await deps.pool.query(
    `CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$;
     CREATE TRIGGER fail BEFORE UPDATE ON order_facts FOR EACH ROW WHEN (NEW.order_id = 2) EXECUTE FUNCTION fail()`,
  );
  await enqueue(SHOP, 'a', 'orders/paid', { kind: 'order', news: again('2') });
  await enqueue(OTHER_SHOP, 'b', 'orders/paid', { kind: 'order', news: { ...again('77'), deleted: true } });
  await drained();
  const { rows } = await deps.pool.query<{ shop: string; attempts: number }>(
    'SELECT shop, attempts FROM inbox WHERE processed_at IS NULL',
  );
  expect(rows).toEqual([{ shop: SHOP, attempts: 1 }]);
});

test('what locks alone, or by other rows first, has a transaction of its own', async () => {
  await publish(immediate);
  await enqueue(SHOP, 'a', 'orders/paid', { kind: 'order', news: news('1', A) });
  await enqueue(SHOP, 'b', 'customers/create', { kind: 'signUp', customerId: B, enrolledAt: NOW });
  await enqueue(SHOP, 'c', 'meridian/membership', { kind: 'membership', customerId: A, reason: 'r' });
  await enqueue(SHOP, 'd', 'orders/paid', { kind: 'order', news: news('2', B) });
  expect(await drainBatch(deps)).toBe(4);
  const { rows } = await deps.pool.query<{ webhook_id: string; done: string }>(
    "SELECT webhook_id, xmin::text AS done FROM inbox WHERE webhook_id IN ('a', 'b', 'c', 'd') AND processed_at IS NOT NULL",
  );
  const done = new Map(rows.map((row) => [row.webhook_id, Number(row.done)]));
  expect(done.get('a')).toBe(done.get('d'));
  expect(done.get('c')).toBeLessThan(done.get('b')!);
  expect(done.get('b')).toBeLessThan(done.get('a')!);
});

test('points that had expired stay so while the orders of a merged customer come over one by one', async () => {
  const first = { id: 'welcome', name: { en: 'W' }, when: { firstOrder: true } };
  await publish({ ...immediate, campaigns: [{ ...first, effect: { kind: 'bonus', points: 500 } }] });
  await settle(news('1', B, { processedAt: '2026-09-01T00:00:00Z' }));
  await settle(news('2', A), news('3', A, { processedAt: '2026-10-02T00:00:00Z' }));
  await expire(A);
  await merge(A, B);
  // Without the order that was A's first, the other one would be.
  await settle(again('2'));
  await drained();
  expect(await balanceOf(B)).toBe(600);
});

test.each([
  ['2', '3'],
  ['3', '2'],
])(
  'an order that enrols a merged customer from earlier on does so for all of its batch (%s, %s)',
  async (ofB, ofA) => {
    await publish(immediate);
    const enrolment = { ...immediate.enrolment, mode: 'optIn', backdateDays: 0 };
    const optIn = await publishProgram(deps, SHOP, { document: { ...immediate, enrolment } });
    expect(optIn).toMatchObject({ ok: true });
    const later = { ...deps, clock: { now: () => new Date('2026-12-01T00:00:00Z') } };
    const settleLater = (...all: OrderNews[]) =>
      inTransaction(deps.pool, (tx) => settleOrders(later, tx, SHOP, all));
    await settleLater(news(ofB, B, { processedAt: '2026-11-10T00:00:00Z' }));
    const joining = { customerId: B, joinedAt: '2026-11-20T00:00:00Z', termsVersion: null };
    expect(await joinProgramme(later, SHOP, { ...joining, source: 'api' })).toEqual({ ok: true });
    await merge(A, B);
    await settleLater(news(ofA, A, { processedAt: '2026-11-25T00:00:00Z' }));
    expect(await balanceOf(B)).toBe(100);
    await settleLater(again('2'), again('3'), news('1', A));
    expect(await balanceOf(B)).toBe(300);
  },
);
