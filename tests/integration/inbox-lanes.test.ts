// Two lanes of workers on one queue with a row that is at fault: whoever comes upon it, it is one attempt.
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createDeps, type Deps } from '../../app/deps.server.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import { BATCH, drainBatch } from '../../app/webhooks/drain-inbox.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase | undefined;
let deps: Deps;
beforeEach(async () => {
  await database?.drop();
  database = await testDatabase();
  deps = createDeps(parseEnvironment({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' }), database.pool);
});
afterAll(() => database?.drop());

/** Rows that are nothing but marked; the last of them is at fault. */
async function fill(count: number): Promise<void> {
  await deps.pool.query(
    `INSERT INTO inbox (shop, topic, webhook_id, digest, received_at, due_at, news)
     SELECT 'haven.myshopify.com', 'customers/update', number, sha256(number::text::bytea), now(), now(),
            json_build_object('kind', CASE WHEN number = $1 THEN 'nonsense' ELSE 'kept' END)
     FROM generate_series(1, $1::int) AS number`,
    [count],
  );
}

async function outcome() {
  const { rows } = await deps.pool.query<{ processed: number; attempts: number }>(
    'SELECT count(processed_at)::int AS processed, sum(attempts)::int AS attempts FROM inbox',
  );
  return rows[0];
}

/** A lane that, after its batch has failed and before it looks for what is at fault, stands still for as long as `meanwhile` takes. */
function laneThatRests(meanwhile: () => Promise<unknown>): Promise<number> {
  let isFirst = true;
  let rested: Promise<unknown> | undefined;
  const rest = async () => {
    if (!isFirst) await (rested ??= meanwhile());
    isFirst = false;
  };
  const pool = new Proxy(deps.pool, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      const own = value.bind(target) as (...given: unknown[]) => unknown;
      if (name !== 'connect' && name !== 'query') return own;
      return async (...given: unknown[]) => {
        await rest();
        return own(...given);
      };
    },
  });
  return drainBatch(Object.create(deps, { pool: { value: pool } }) as Deps);
}

test.each([
  ['in a batch', BATCH],
  ['alone', 1],
])('a fault %s that another lane has put off meanwhile is not counted again', async (_name, count) => {
  await fill(count);
  await laneThatRests(() => drainBatch(deps));
  expect(await outcome()).toEqual({ processed: count - 1, attempts: 1 });
});

test('two lanes over two batches count a fault once, and work off everything else', async () => {
  await fill(2 * BATCH);
  const lane = async () => {
    while ((await drainBatch(deps)) === BATCH);
  };
  await Promise.all([lane(), lane()]);
  await lane();
  expect(await outcome()).toEqual({ processed: 2 * BATCH - 1, attempts: 1 });
});
