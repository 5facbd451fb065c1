// Statements that run often are prepared once for each connection: a migration under a running app, as on a rolling deploy, must not break them.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool } from '../../app/db.server.ts';
import { inTransaction, preparing, type Tx } from '../../app/storage/transaction.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await database.pool.query(
    'CREATE TABLE kept (id int PRIMARY KEY, value int); INSERT INTO kept VALUES (1, 7)',
  );
});
afterAll(() => database.drop());

const read = async (tx: Tx) =>
  (await preparing(tx).query<{ value: unknown }>('SELECT * FROM kept WHERE id = $1', [1])).rows[0];

/** On every connection of the pool at once. */
async function everywhere(): Promise<unknown[]> {
  const all = Promise.withResolvers<void>();
  let begun = 0;
  const one = async (tx: Tx) => {
    begun += 1;
    if (begun === database.pool.options.max) all.resolve();
    const row = await read(tx);
    await all.promise;
    return row;
  };
  return Promise.all(
    Array.from({ length: database.pool.options.max }, () => inTransaction(database.pool, one)),
  );
}

test.each([
  ['a column has another type', 'ALTER TABLE kept ALTER COLUMN value TYPE text', '7'],
  ['there is one more column', "ALTER TABLE kept ADD COLUMN note text DEFAULT 'new'", '7'],
])('%s: whoever had it prepared goes on at once', async (_, alter, value) => {
  await everywhere();
  await database.pool.query(alter);
  expect(await inTransaction(database.pool, read)).toMatchObject({ value });
  expect(await everywhere()).toHaveLength(database.pool.options.max);
});

test('a pooler that hands out a connection without the statement costs one more attempt', async () => {
  const once = async (tx: Tx) => {
    await read(tx);
    await tx.query('DEALLOCATE ALL');
  };
  await inTransaction(database.pool, once);
  expect(await inTransaction(database.pool, read)).toMatchObject({ value: '7' });
});

test('a statement that PostgreSQL does not support is not tried again', async () => {
  let attempts = 0;
  const unsupported = async (tx: Tx) => {
    attempts += 1;
    await tx.query('SELECT count(DISTINCT id) OVER () FROM kept');
  };
  await expect(inTransaction(database.pool, unsupported)).rejects.toMatchObject({ code: '0A000' });
  expect(attempts).toBe(1);
});

test('no connection of the app compiles its statements, which PostgreSQL would do each time where a step is forbidden', async () => {
  const pool = createPool(database.url, () => undefined, 1);
  const { rows } = await pool.query(
    "SELECT current_setting('jit') AS jit, current_setting('TimeZone') AS zone",
  );
  await pool.end();
  expect(rows).toEqual([{ jit: 'off', zone: 'UTC' }]);
});
