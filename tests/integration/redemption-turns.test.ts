// Whose turn a worker's next redemptions are: each shop's, and in it first what points bought.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimRedemptions } from '../../app/storage/redemption-leases.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  for (const shop of ['large', 'small', 'gone']) {
    await database.pool.query('INSERT INTO shop (shop) VALUES ($1)', [shop]);
    await database.pool.query(
      `INSERT INTO member (shop, member_id, customer_id, enrolled_at) VALUES ($1, 1, 1, now())`,
      [shop],
    );
    if (shop !== 'gone')
      await database.pool.query(
        `INSERT INTO session (id, shop, state, access_token) VALUES ($1, $1, '', '')`,
        [shop],
      );
  }
});
afterAll(() => database.drop());

const minute = (at: number) => new Date(Date.UTC(2026, 0, 1, 0, at)).toISOString();

/** Due from minute `from` on, one a minute; `name` and a number is the code. */
const due = (shop: string, name: string, count: number, from: number, isGiven: boolean) =>
  database.pool.query(
    `INSERT INTO redemption (shop, redemption_id, member_id, key, input_hash, reward_id, reward, points, currency, status, code, entry_seq, fact, origin,
                             created_at, updated_at, due_at)
     SELECT $1, gen_random_uuid(), 1, $2 || n, '', 'any', '{}', CASE WHEN $5 THEN 0 ELSE 1 END, 'USD', 'reserved', $2 || n,
       CASE WHEN $5 THEN NULL ELSE n END, CASE WHEN $5 THEN 'perk:shipping' END, CASE WHEN $5 THEN '{}'::jsonb END,
       now(), now(), $4::timestamptz + n * interval '1 minute' FROM generate_series(1, $3::int) AS n`,
    [shop, name, count, minute(from), isGiven],
  );

async function claimed(limit: number, at: number): Promise<string[]> {
  const claims = await claimRedemptions(database.pool, limit, minute(at), minute(at + 10));
  const { rows } = await database.pool.query<{ code: string }>(
    'SELECT code FROM redemption WHERE redemption_id = ANY($1::uuid[]) ORDER BY code',
    [claims.map(({ id }) => id)],
  );
  return rows.map(({ code }) => code);
}

test('nobody whose points were taken waits for what a level gives to a whole shop, theirs or another', async () => {
  await due('gone', 'gone', 5, 0, false);
  await due('large', 'given', 50, 0, true);
  await due('large', 'bought', 2, 60, false);
  await due('small', 'own', 2, 70, false);
  expect(await claimed(4, 100)).toEqual(['bought1', 'bought2', 'own1', 'own2']);
  expect(await claimed(2, 100)).toEqual(['given1', 'given2']);
  // Of two large ones, each has its half.
  await due('small', 'late', 50, 40, true);
  expect(await claimed(4, 100)).toEqual(['given3', 'given4', 'late1', 'late2']);
  // Whoever held them is gone: they are taken over, and again before what is given.
  expect(await claimed(4, 110)).toEqual(['bought1', 'bought2', 'own1', 'own2']);
});
