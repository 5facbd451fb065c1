// Steps of a transaction that are sent without waiting for each other's answers: where one of them fails, nothing is done, and its own error is told.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inOpenedTransaction, inTransaction, together, type Tx } from '../../app/storage/transaction.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await database.pool.query('CREATE TABLE kept (id int PRIMARY KEY)');
});
afterAll(() => database.drop());

const keep = (tx: Tx, id: number) => () => tx.query('INSERT INTO kept VALUES ($1)', [id]);
const kept = async () => (await database.pool.query('SELECT id FROM kept ORDER BY id')).rows;

/** No text of it can be sent: the others are on their way by then. */
const unsendable = { toPostgres: () => expect.fail('cannot be written') };

test.each([
  ['the database refuses', (tx: Tx) => tx.query('INSERT INTO kept VALUES ($1)', [1]), /duplicate key/],
  ['cannot even be sent', (tx: Tx) => tx.query('INSERT INTO kept VALUES ($1)', [unsendable]), /be written/],
  [
    'has done something first',
    async (tx: Tx) => {
      await tx.query('INSERT INTO kept VALUES (3)');
      await tx.query('SELECT 1 / 0');
    },
    /division by zero/,
  ],
])('a step that %s: nothing of the others is kept', async (_, failing, told) => {
  const connections = database.pool.totalCount;
  const work = (tx: Tx) => together(tx, keep(tx, 1), () => failing(tx), keep(tx, 2));
  await expect(inTransaction(database.pool, work)).rejects.toThrow(told);
  expect(await kept()).toEqual([]);
  expect(await inTransaction(database.pool, (tx) => together(tx, keep(tx, 4)))).toHaveLength(1);
  await database.pool.query('DELETE FROM kept');
  expect(database.pool.totalCount).toBeLessThanOrEqual(Math.max(connections, 1));
});

test('each sees what those before it did, and is answered in their order', async () => {
  const count = (tx: Tx) => async () => {
    const { rows } = await tx.query<{ count: number }>('SELECT count(*)::int AS count FROM kept');
    return rows[0]?.count;
  };
  const found = await inTransaction(database.pool, (tx) =>
    together(tx, count(tx), keep(tx, 1), count(tx), keep(tx, 2), count(tx)),
  );
  expect([found[0], found[2], found[4]]).toEqual([0, 1, 2]);
  expect(await kept()).toEqual([{ id: 1 }, { id: 2 }]);
});

test('what opens a transaction goes with its BEGIN, and its lock is held to the end', async () => {
  const lock = (tx: Tx) => tx.query<{ locked: boolean }>('SELECT pg_try_advisory_xact_lock(7) AS locked');
  const found = await inOpenedTransaction(database.pool, lock, async (tx, { rows }) => {
    const others = await inTransaction(database.pool, lock);
    await tx.query('INSERT INTO kept VALUES (3)');
    return [rows[0]?.locked, others.rows[0]?.locked];
  });
  expect(found).toEqual([true, false]);
  expect((await inTransaction(database.pool, lock)).rows).toEqual([{ locked: true }]);
  expect(await kept()).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
});

test('where BEGIN fails, nothing but what opens is asked', async () => {
  const work = () => expect.fail('there is no transaction');
  const opening = (tx: Tx) => tx.query('SELECT 1');
  await expect(inOpenedTransaction(database.pool, opening, work, { lockLimitMs: -7 })).rejects.toThrow(
    /outside the valid range/,
  );
  expect(await inTransaction(database.pool, (tx) => together(tx, () => kept()))).toHaveLength(1);
});
