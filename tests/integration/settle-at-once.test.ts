// Two workers learn of the same new order in one moment, and no member's lock keeps them apart: it has no customer, or one who is new.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDeps, type Deps } from '../../app/deps.server.ts';
import { both, line, order, refund, state } from '../../app/domain/earning.fixture.ts';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import type { OrderNews } from '../../app/domain/order-facts.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import { publishProgram } from '../../app/services/publish-program.ts';
import { settleOrders } from '../../app/services/settle-order.ts';
import { inTransaction, type Tx } from '../../app/storage/transaction.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { lockWaiters } from '../support/locked-members.ts';

const SHOP = ShopIdSchema.parse('haven.myshopify.com');

let database: TestDatabase;
let deps: Deps;
beforeAll(async () => {
  database = await testDatabase();
  deps = createDeps(parseEnvironment({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' }), database.pool);
  await publishProgram(deps, SHOP, { publishedAt: '2026-01-01T00:00:00Z', document: startingProgram });
});
afterAll(() => database.drop());

const told = (orderId: string, refundId: string): OrderNews => {
  const facts = order({ orderId, customerId: null, processedAt: '2026-10-01T10:00:00Z' });
  const refunds = [refund({ id: refundId, lines: [] })];
  return {
    orderId,
    order: state(facts).order,
    refunds: state(null, refunds).refunds,
    fulfilledAt: null,
    deleted: false,
  };
};

async function untilSomebodyWaits(): Promise<void> {
  while ((await lockWaiters(deps.pool)) === 0) await pause(5);
}

/** Settled, and committed only once somebody waits for what it has locked. */
async function settledAndHeld(...news: OrderNews[]): Promise<{ ended: Promise<void> }> {
  const settled = Promise.withResolvers<void>();
  const ended = inTransaction(deps.pool, async (tx) => {
    await settleOrders(deps, tx, SHOP, news);
    settled.resolve();
    await untilSomebodyWaits();
  });
  await settled.promise;
  return { ended };
}

/** The same transaction, whose statements are noted. */
const noting = (tx: Tx, statements: string[]): Tx =>
  new Proxy(tx, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) => {
        if (name === 'query') statements.push(String(given[0]));
        return (value as (...own: unknown[]) => unknown).apply(target, given);
      };
    },
  });

test('the later one begins again and adds what it was told; neither is lost', async () => {
  const attempts: string[][] = [];
  const first = await settledAndHeld(told('1', '71'), told('2', '72'));
  const second = inTransaction(deps.pool, async (tx) => {
    const statements: string[] = [];
    attempts.push(statements);
    await settleOrders(deps, noting(tx, statements), SHOP, [told('3', '74'), told('2', '73')]);
  });
  await Promise.all([first.ended, second]);
  expect(attempts).toHaveLength(2);
  // It waits before its work, not after it.
  expect(attempts[0]?.at(-1)).toMatch(/INSERT INTO order_facts .* DO NOTHING/s);
  const { rows } = await deps.pool.query(
    `SELECT order_id, jsonb_path_query_array(state, '$.refunds[*].facts.id') AS refunds, settled_at IS NOT NULL AS settled
     FROM order_facts WHERE shop = $1 ORDER BY order_id`,
    [SHOP],
  );
  expect(rows).toEqual([
    { order_id: '1', refunds: ['71'], settled: true },
    { order_id: '2', refunds: ['72', '73'], settled: true },
    { order_id: '3', refunds: ['74'], settled: true },
  ]);
});

test.each([
  ['the earlier order comes later', '31', '2026-10-02T10:00:00Z', '2026-10-01T10:00:00Z'],
  ['the earlier order comes first', '32', '2026-10-01T10:00:00Z', '2026-10-02T10:00:00Z'],
])(
  'both enrol one customer, who is a member from their earlier order on: %s',
  async (_name, customerId, ...at) => {
    const [one, other] = at.map((processedAt, index): OrderNews => {
      const orderId = `${customerId}${index}`;
      const facts = order({ orderId, customerId, processedAt, lines: [line({ unitPrice: both('100.00') })] });
      return { ...told(orderId, orderId), order: state(facts).order, refunds: [] };
    });
    const first = await settledAndHeld(one!);
    await Promise.all([
      first.ended,
      inTransaction(deps.pool, (tx) => settleOrders(deps, tx, SHOP, [other!])),
    ]);
    const { rows } = await deps.pool.query(
      `SELECT enrolled_at, balance, last_seq FROM member WHERE shop = $1 AND customer_id = $2`,
      [SHOP, customerId],
    );
    expect(rows).toEqual([{ enrolled_at: new Date('2026-10-01T10:00:00Z'), balance: '200', last_seq: 2 }]);
  },
);

test('what an order tells that waits for look-ups is kept when the others are saved: nobody waits for its row meanwhile', async () => {
  const enrolment = { ...startingProgram.enrolment, excludedCustomerTags: ['Staff'] };
  const shop = ShopIdSchema.parse('waiting.myshopify.com');
  const document = { ...startingProgram, enrolment };
  expect(await publishProgram(deps, shop, { publishedAt: '2026-01-01T00:00:00Z', document })).toMatchObject({
    ok: true,
  });
  const own = (orderId: string, processedAt: string): OrderNews => ({
    ...told(orderId, orderId),
    order: state(order({ orderId, customerId: '5', processedAt })).order,
  });
  const statements: string[] = [];
  await inTransaction(deps.pool, (tx) =>
    settleOrders(deps, noting(tx, statements), shop, [
      own('11', '2026-10-01T10:00:00Z'),
      own('12', '2025-10-01T10:00:00Z'),
    ]),
  );
  const { rows } = await deps.pool.query(
    `SELECT order_id, settled_at IS NOT NULL AS settled, order_lookup.requested_at IS NOT NULL AS waits
     FROM order_facts LEFT JOIN order_lookup USING (shop, order_id) WHERE shop = $1 ORDER BY order_id`,
    [shop],
  );
  expect(rows).toEqual([
    { order_id: '11', settled: false, waits: true },
    { order_id: '12', settled: true, waits: false },
  ]);
  const first = statements.findIndex((one) => one.includes('INSERT INTO order_facts'));
  expect(statements.slice(first).filter((one) => !/order_facts|order_lookup|metafield/.test(one))).toEqual(
    [],
  );
});
