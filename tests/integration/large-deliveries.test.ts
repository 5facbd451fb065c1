// A batch of large deliveries is a small one: what a worker has in memory is bounded, and nothing waits for ever.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDeps, type Deps } from '../../app/deps.server.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import { BATCH, drainBatch } from '../../app/webhooks/drain-inbox.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

const DELIVERIES = 6;

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
