// A batch of large deliveries is a small one: what a worker has in memory is bounded, and nothing waits for ever.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDeps, type Deps } from '../../app/deps.server.ts';
import { line, order, state } from '../../app/domain/earning.fixture.ts';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import { resettleOrders } from '../../app/storage/inbox.ts';
import { lockFreeOrders } from '../../app/storage/orders.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { BATCH, drainBatch } from '../../app/webhooks/drain-inbox.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

const SHOP = ShopIdSchema.parse('haven.myshopify.com');
const DELIVERIES = 6;
/** Settled again: they tell nothing, but what is known of them is much. */
const LARGE_ORDERS = 120;
const LINES = 500;

let database: TestDatabase;
let deps: Deps;
beforeAll(async () => {
  database = await testDatabase();
  deps = createDeps(parseEnvironment({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' }), database.pool);
});
afterAll(() => database.drop());

async function processed(): Promise<number> {
  const { rows } = await deps.pool.query('SELECT FROM inbox WHERE processed_at IS NOT NULL');
  return rows.length;
}

test('six deliveries of more than a megabyte each take several batches, all of them full', async () => {
  await deps.pool.query(
    `INSERT INTO inbox (shop, topic, webhook_id, digest, received_at, due_at, news)
     SELECT 'haven.myshopify.com', 'customers/redact', 'large-' || number, sha256(number::text::bytea), now(), now(), jsonb_build_object(
       'kind', 'privacy', 'topic', 'customers/redact', 'customerId', '1', 'receivedAt', '2026-11-22T10:00:00Z',
       'orderIds', (SELECT jsonb_agg(((hashint8extended(id, number) % 1000000000000000) + 1000000000000000)::text) FROM generate_series(1, 100000) AS id))
     FROM generate_series(1, $1::int) AS number`,
    [DELIVERIES],
  );
  const { rows } = await deps.pool.query<{ least: number }>(
    'SELECT min(pg_column_size(news)) AS least FROM inbox',
  );
  expect(rows[0]?.least).toBeGreaterThan(1_000_000);
  const after: number[] = [];
  while ((await drainBatch(deps)) === BATCH) after.push(await processed());
  expect(after).toEqual([2, 4]);
  expect(await processed()).toBe(DELIVERIES);
});

test('orders that are settled again weigh what is known of them, and so do those whose level changes by others', async () => {
  const vendor = (index: number) => createHash('sha256').update(String(index)).digest('hex');
  const lines = Array.from({ length: LINES }, (_, index) =>
    line({ id: String(7_000_000_000_000 + index * 9_973), vendor: vendor(index) }),
  );
  await deps.pool.query(
    `INSERT INTO order_facts (shop, order_id, state, processed_at)
     SELECT $1, number, $3, '2026-10-01T00:00:00Z' FROM generate_series(1, $2::int) AS number`,
    [SHOP, LARGE_ORDERS, JSON.stringify(state(order({ customerId: null, lines })))],
  );
  const { rows } = await deps.pool.query<{ least: number }>(
    'SELECT min(pg_column_size(state)) AS least FROM order_facts',
  );
  expect(rows[0]?.least).toBeGreaterThan(30_000);
  const ids = Array.from({ length: LARGE_ORDERS }, (_, index) => String(index + 1));
  await inTransaction(deps.pool, async (tx) => {
    await resettleOrders(tx, SHOP, 'large', ids, '2026-11-22T00:00:00Z');
    expect((await lockFreeOrders(tx, SHOP, ids)).size).toBeLessThan(70);
  });
  const after: number[] = [];
  for (;;) {
    const before = await processed();
    const count = await drainBatch(deps);
    after.push((await processed()) - before);
    if (count !== BATCH) break;
  }
  expect(after.reduce((sum, count) => sum + count, 0)).toBe(LARGE_ORDERS);
  expect(Math.max(...after)).toBeLessThan(70);
});
