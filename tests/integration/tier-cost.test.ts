// What one more order and one refund cost a member with ten orders and one with a hundred thousand: counted in rows and statements, not in time.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDeps, type Deps } from '../../app/deps.server.ts';
import { both, line, order, refund, state } from '../../app/domain/earning.fixture.ts';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import type { OrderNews } from '../../app/domain/order-facts.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import { publishProgram } from '../../app/services/publish-program.ts';
import { LATER_AT_ONCE, settleOrders } from '../../app/services/settle-order.ts';
import { inTransaction, type Tx } from '../../app/storage/transaction.ts';
import { drainBatch } from '../../app/webhooks/drain-inbox.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

const SHOP = ShopIdSchema.parse('haven.myshopify.com');
const MANY = 100_000;

let database: TestDatabase;
let deps: Deps;

const level = (id: string, threshold: string) => ({ id, name: { en: id }, threshold, multiplier: '1' });
const tiers = {
  basis: 'spend',
  period: { kind: 'rolling', months: 12 },
  levels: [level('bronze', '0'), level('silver', '500'), level('gold', '1000000000')],
};

beforeAll(async () => {
  database = await testDatabase();
  deps = createDeps(parseEnvironment({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' }), database.pool);
  const published = await publishProgram(deps, SHOP, {
    publishedAt: '2020-01-01T00:00:00Z',
    document: { ...startingProgram, tiers },
  });
  expect(published).toMatchObject({ ok: true });
  for (const [customer, count] of [
    [10, 10],
    [11, MANY],
    [12, 600],
  ] as const)
    await load(customer, count);
  await database.pool.query('ANALYZE');
  // A process reads the programme once.
  await workOf(told('1', 13, '2026-10-01T00:00:00Z'));
});
afterAll(() => database.drop());

/** The points of those orders, none of them spent: a lot for each. */
async function loadPoints(member: string | undefined): Promise<void> {
  const client = await database.pool.connect();
  // Without foreign keys' checks: their plans were made when the tables were empty.
  await client.query("SET session_replication_role = 'replica'");
  await client.query(
    `INSERT INTO entry (shop, member_id, seq, kind, points, source_kind, source_id, key, input_hash, effective_at, recorded_at, available_at,
                        explanation, previous_hash, hash)
     SELECT $1, $2, n, 'order', 100, 'order', order_id::text, 'order:' || order_id || ':' || member_id || ':1', sha256('1'), moment::timestamptz,
            moment::timestamptz, moment::timestamptz, '{}', CASE WHEN n > 1 THEN sha256('1') END, sha256('1')
     FROM (SELECT *, row_number() OVER (ORDER BY moment) AS n FROM tier_order WHERE shop = $1 AND member_id = $2) AS orders`,
    [SHOP, member],
  );
  await client.query(
    `INSERT INTO lot (shop, member_id, seq, size, remaining, available_at, source_kind, source_id)
     SELECT shop, member_id, seq, points, points, available_at, source_kind, source_id FROM entry WHERE shop = $1 AND member_id = $2`,
    [SHOP, member],
  );
  await client.query('RESET session_replication_role');
  client.release();
  await database.pool.query(
    `UPDATE member SET (balance, last_seq, head_hash) =
       (SELECT sum(points), max(seq), sha256('1') FROM entry WHERE shop = $1 AND entry.member_id = $2) WHERE shop = $1 AND member_id = $2`,
    [SHOP, member],
  );
}

/** A member with so many orders of 100.00, one every five minutes up to 1 November 2026, as settling leaves them. */
async function load(customer: number, count: number): Promise<void> {
  const { rows } = await database.pool.query<{ member_id: string }>(
    `INSERT INTO member (shop, customer_id, enrolled_at, tier_level, tier_since, tier_until, tier_due)
     VALUES ($1, $2, '2020-01-01', 'silver', '2026-06-01T00:00:00.000000000Z', '2027-11-01T00:00:00.000000000Z', '2027-11-01T00:00:00.000000000Z')
     RETURNING member_id`,
    [SHOP, customer],
  );
  await database.pool.query(
    `INSERT INTO tier_order (shop, member_id, moment, order_id, program_number, level_before, first_order, steps, base_points, points, orders,
                             spend, partial, earlier, level_id, level_threshold, hold_until)
     SELECT $1, $2, text, $3::bigint * 1000000 + n, 1, CASE WHEN n <= 5 THEN 'bronze' ELSE 'silver' END, n = 1,
            jsonb_build_array(jsonb_build_array(text, true, '100', '0', '1', '1000000000000', '0', '1')),
            100 * n, 0, n, 1000000000000 * n, 0, n,
            CASE WHEN n < 5 THEN 'bronze' ELSE 'silver' END, CASE WHEN n < 5 THEN '0' ELSE '500' END,
            to_char(moment + interval '12 months', 'YYYY-MM-DD"T"HH24:MI:SS".000000000Z"')
     FROM (SELECT n, moment, to_char(moment, 'YYYY-MM-DD"T"HH24:MI:SS".000000000Z"') AS text
           FROM (SELECT n, timestamp '2026-11-01' - ($4::int - n) * interval '5 minutes' AS moment FROM generate_series(1, $4::int) AS n) AS times) AS orders`,
    [SHOP, rows[0]?.member_id, customer, count],
  );
  await database.pool.query(
    `INSERT INTO order_facts (shop, order_id, state, customer_id, member_id, processed_at)
     SELECT $1, order_id, jsonb_set(jsonb_set(jsonb_set($3::jsonb, '{order,facts,processedAt}', to_jsonb(moment)), '{order,facts,orderId}', to_jsonb(order_id::text)),
                                    '{order,facts,customerId}', to_jsonb($4::text)), $4::bigint, member_id, moment::timestamptz
     FROM tier_order WHERE shop = $1 AND member_id = $2`,
    [SHOP, rows[0]?.member_id, JSON.stringify(state(order({}))), String(customer)],
  );
  await loadPoints(rows[0]?.member_id);
}

type Work = { statements: number; rows: number };

/** What settling asks of the database, and how many rows of any table it touches by that. */
async function workOf(news: OrderNews): Promise<Work> {
  return inTransaction(deps.pool, async (tx) => {
    let statements = 0;
    const counting = new Proxy(tx, {
      get: (target, name) => {
        if (name === 'query') statements += 1;
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? (value as (...given: unknown[]) => unknown).bind(target) : value;
      },
    });
    const rows = async (by: Tx) => {
      const { rows: counted } = await by.query<{ rows: string }>(
        `SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0) + n_tup_ins + n_tup_upd) AS rows FROM pg_stat_xact_user_tables
         WHERE relname IN ('tier_order', 'tier_span', 'order_facts', 'entry', 'lot', 'tier_change', 'tier_placement')`,
      );
      return Number(counted[0]?.rows ?? 0);
    };
    const before = await rows(tx);
    await settleOrders(deps, counting, SHOP, [news]);
    return { statements, rows: (await rows(tx)) - before };
  });
}

const told = (orderId: string, customer: number, processedAt: string): OrderNews => ({
  orderId,
  order: state(order({ orderId, customerId: String(customer), processedAt })).order,
  refunds: [],
  fulfilledAt: null,
  deleted: false,
});

const kinds: [string, (customer: number, count: number) => OrderNews][] = [
  ['the newest order', (customer) => told(`${customer}999001`, customer, '2026-11-01T00:01:00Z')],
  [
    'an order that comes an hour late',
    (customer) => told(`${customer}999002`, customer, '2026-10-31T23:52:30Z'),
  ],
  [
    'a refund of a recent order',
    (customer, count) => ({
      ...told(String(customer * 1_000_000 + count - 1), customer, ''),
      order: null,
      refunds: state(null, [
        refund({
          id: `${customer}7`,
          createdAt: '2026-11-02T10:00:00Z',
          lines: [{ lineItemId: '11', quantity: 1 }],
        }),
      ]).refunds,
    }),
  ],
  ['the same order again', (customer) => told(`${customer}999001`, customer, '2026-11-01T00:01:00Z')],
];

test.each(kinds)('%s costs a member with 100,000 orders as much as one with ten', async (kind, newsOf) => {
  const few = await workOf(newsOf(10, 10));
  const many = await workOf(newsOf(11, MANY));
  console.log(`${kind}: ${JSON.stringify({ few, many })}`);
  expect(many.statements).toBe(few.statements);
  expect(many.rows).toBeLessThanOrEqual(few.rows + 10);
});

test('a fact of an order 10,000 back costs no statement more, and moves each row since once', async () => {
  const returned = (customer: number, count: number, back: number): OrderNews => ({
    ...told(String(customer * 1_000_000 + count - back), customer, ''),
    order: null,
    refunds: state(null, [
      refund({
        id: `${customer}8`,
        createdAt: '2026-11-03T10:00:00Z',
        lines: [{ lineItemId: '11', quantity: 1 }],
      }),
    ]).refunds,
  });
  const few = await workOf(returned(10, 10, 3));
  const many = await workOf(returned(11, MANY, 10_000));
  console.log(`a refund of an order 10,000 back: ${JSON.stringify({ few, many })}`);
  expect(many.statements).toBe(few.statements);
  // Narrow rows all: read, found by its range, written, and found by its key for that.
  expect(many.rows).toBeLessThanOrEqual(few.rows + 4 * 10_000);
});

test('of more than 500 later orders whose level changed the rest is settled in the background', async () => {
  const first = told('12999001', 12, '2026-10-01T00:00:00Z');
  const big = line({ unitPrice: both('1000000000.00') });
  if (first.order) first.order = state(order({ ...first.order.facts, lines: [big] })).order;
  await inTransaction(deps.pool, (tx) => settleOrders(deps, tx, SHOP, [first]));
  const count = async (condition: string) => {
    const { rows } = await deps.pool.query<{ count: string }>(
      `SELECT count(*) FROM order_facts WHERE shop = $1 AND customer_id = 12 AND order_id <> 12999001 AND ${condition}`,
      [SHOP],
    );
    return Number(rows[0]?.count);
  };
  expect(await count('settled_at IS NOT NULL')).toBe(LATER_AT_ONCE);
  while ((await drainBatch(deps)) > 0);
  expect(await count('settled_at IS NOT NULL AND target = 100')).toBe(600);
  const { rows } = await deps.pool.query(
    `SELECT level_before, count(*)::int FROM tier_order JOIN member USING (shop, member_id)
     WHERE shop = $1 AND customer_id = 12 GROUP BY level_before ORDER BY 1`,
    [SHOP],
  );
  expect(rows).toEqual([
    { level_before: 'bronze', count: 1 },
    { level_before: 'gold', count: 600 },
  ]);
});

test('spending is summed exactly, whatever lies below a whole unit: three thirds of 100.00 reach 100.00', async () => {
  const third = ShopIdSchema.parse('thirds.myshopify.com');
  const levels = [level('bronze', '0'), level('silver', '100.00')];
  await publishProgram(deps, third, {
    publishedAt: '2026-01-01T00:00:00Z',
    document: { ...startingProgram, tiers: { ...tiers, levels } },
  });
  const piece = line({ quantity: 3, currentQuantity: 1, unitPrice: both('40.00'), discounts: both('20.00') });
  const held: (string | null)[] = [];
  for (const orderId of ['1', '2', '3']) {
    const facts = order({ orderId, processedAt: `2026-10-0${orderId}T10:00:00Z`, lines: [piece] });
    const news = { ...told(orderId, 7, ''), order: state(facts).order };
    await inTransaction(deps.pool, (tx) => settleOrders(deps, tx, third, [news]));
    const { rows } = await deps.pool.query<{ tier_level: string | null }>(
      'SELECT tier_level FROM member WHERE shop = $1',
      [third],
    );
    held.push(rows[0]?.tier_level ?? null);
  }
  expect(held).toEqual(['bronze', 'bronze', 'silver']);
});
