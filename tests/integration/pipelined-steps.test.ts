// Steps of a transaction that are sent without waiting for each other's answers: where one of them fails, nothing is done, and its own error is told.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { inOpenedTransaction, inTransaction, together, type Tx } from '../../app/storage/transaction.ts';
import { writeAtOnce } from '../../app/storage/writes.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

const SHOP = ShopIdSchema.parse('haven.myshopify.com');

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
    return { result: [rows[0]?.locked, others.rows[0]?.locked], last: null };
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

const nothing = () => Promise.resolve();
const ending = (last: (tx: Tx) => Promise<unknown>) =>
  inOpenedTransaction(database.pool, nothing, () => Promise.resolve({ result: 'done', last }));

test('what ends a transaction goes with its COMMIT', async () => {
  expect(await ending((tx) => tx.query('INSERT INTO kept VALUES (9)'))).toBe('done');
  expect(await kept()).toContainEqual({ id: 9 });
  const rows = (count: number) => ({ rows: count, else: 'others than were asked for' });
  const write = (id: number, count: number) => (tx: Tx) =>
    writeAtOnce(tx, SHOP, [
      { name: 'kept_now', text: 'INSERT INTO kept SELECT $2 WHERE $1 <> $3 RETURNING 1', values: [id, ''] },
      {
        name: 'kept_too',
        text: 'INSERT INTO kept SELECT $2 WHERE $1 <> $3 RETURNING 1',
        values: [id + 1, ''],
        gives: rows(count),
      },
    ]);
  await expect(ending(write(20, 2))).rejects.toThrow('others than were asked for: 1');
  expect(await ending(write(30, 1))).toBe('done');
  expect(await kept()).toEqual([1, 2, 3, 9, 30, 31].map((id) => ({ id })));
});

test.each([
  ['the database refuses', (tx: Tx) => tx.query('INSERT INTO kept VALUES (40), (9)'), /duplicate key/],
  ['cannot even be sent', (tx: Tx) => tx.query('INSERT INTO kept VALUES ($1)', [unsendable]), /be written/],
])('where what ends it %s, nothing is kept, and the connection is good', async (_, last, told) => {
  const before = await kept();
  await expect(ending(last)).rejects.toThrow(told);
  expect(await kept()).toEqual(before);
  expect(await inTransaction(database.pool, (tx) => together(tx, () => kept()))).toEqual([before]);
});
