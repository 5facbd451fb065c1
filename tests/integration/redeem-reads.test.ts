// What a redemption reads does not grow with what was redeemed before, whatever PostgreSQL knew of its tables when it planned the statements.
import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPool } from '../../app/db.server.ts';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { publishProgram } from '../../app/services/publish-program.ts';
import { reserveReward } from '../../app/services/reserve-reward.ts';
import { issueRedemptions } from '../../app/storage/issued-redemptions.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { rewardingProgram } from '../support/store-shop.ts';

const SHOP = ShopIdSchema.parse('haven.myshopify.com');
const TABLES = ['member', 'entry', 'lot', 'lot_consumption', 'redemption', 'metafield_mark'];
/** Of five-off. */
const PRICE = 500;
/** So many requests are shared out among two transactions. */
const CROWD = 32;

let database: TestDatabase;
let pools: pg.Pool[];
/** For what is put there beforehand. */
let preparing: pg.Pool;
beforeEach(async () => {
  database = await testDatabase();
  pools = [];
  preparing = oneConnection();
});
afterEach(async () => {
  for (const pool of pools) await pool.end();
  await database.drop();
});

/** Its statements are planned when they first run on it: it is never closed for being idle. */
function oneConnection(): pg.Pool {
  const pool = createPool(database.url, () => undefined, 1);
  pool.options.idleTimeoutMillis = 0;
  pools.push(pool);
  return pool;
}

const depsOn = (pool: pg.Pool) => ({
  pool,
  clock: { now: () => new Date() },
  random: { uuid: randomUUID, bytes: randomBytes },
  env: { SHOPIFY_API_SECRET: 'secret' },
});
const query = (text: string, values: unknown[] = []) => preparing.query(text, values);

/** Customers from this number on become members with one lot each. */
async function enrol(first: number, count: number, points: number): Promise<string[]> {
  const customers = Array.from({ length: count }, (_, index) => String(first + index));
  await query(
    `WITH enrolled AS (
       INSERT INTO member (shop, customer_id, enrolled_at, balance, lifetime_earned, last_seq, head_hash)
       SELECT $1, customer, now(), $3, $3, 1, sha256(customer::text::bytea) FROM unnest($2::bigint[]) AS customer RETURNING *
     ), earned AS (
       INSERT INTO entry (shop, member_id, seq, kind, points, source_kind, source_id, key, input_hash, effective_at, recorded_at, explanation, hash)
       SELECT shop, member_id, 1, 'order', balance, 'order', member_id, 'order:' || member_id, head_hash, now(), now(), '{}', head_hash FROM enrolled
       RETURNING *
     )
     INSERT INTO lot (shop, member_id, seq, size, remaining, available_at, source_kind, source_id)
     SELECT shop, member_id, 1, points, points, now(), source_kind, source_id FROM earned`,
    [SHOP, customers, points],
  );
  return customers;
}

/** One redemption for each, in one transaction (of a crowd in two), all issued. Gives how many there were. */
async function redeem(pool: pg.Pool, customers: readonly string[]): Promise<number> {
  const asked = { rewardId: 'five-off', points: null, currency: 'USD', market: null, issuable: true };
  // One process: what comes to it gathers.
  const deps = depsOn(pool);
  let transactions = 0;
  const begin = () => (transactions += 1);
  pool.on('acquire', begin);
  const reserved = await Promise.all(
    customers.map((customerId) => reserveReward(deps, SHOP, { ...asked, customerId, key: randomUUID() })),
  );
  pool.off('acquire', begin);
  expect(transactions).toBe(customers.length < CROWD ? 1 : 2);
  const made = reserved.flatMap((one) =>
    one.ok ? [{ id: one.redemption.id, discountId: randomUUID(), isUsed: false }] : [],
  );
  if (made.length > 0) await issueRedemptions(pool, SHOP, made, new Date().toISOString());
  return made.length;
}

/**
 * Live rows that were read so far, by table, by whatever way. (Not entries of indexes: those of rows that were updated stay until nobody on the server can need
 * them, which other tests decide.) Every other connection has to have been asked since it last worked: by itself, one that is idle tells what it read up to
 * 10 s later.
 */
async function reads(pool: pg.Pool): Promise<Map<string, number>> {
  await pool.query('SELECT pg_stat_force_next_flush()');
  const { rows } = await pool.query<{ name: string; rows: string }>(
    `SELECT relname AS name, coalesce(idx_tup_fetch, 0) + seq_tup_read AS rows FROM pg_stat_user_tables WHERE relname = ANY($1)`,
    [TABLES],
  );
  return new Map(rows.map((row) => [row.name, Number(row.rows)]));
}

test.each([
  { knowing: 'nothing' },
  { knowing: 'that they are empty' },
  { knowing: 'that they have a few rows' },
])('told of its tables $knowing', async ({ knowing }) => {
  for (const table of TABLES) await query(`ALTER TABLE ${table} SET (autovacuum_enabled = off)`);
  // How foreign keys go to their rows is PostgreSQL's own; where there are no statistics at all it may take any index.
  if (knowing !== 'that they have a few rows')
    await query(
      `ALTER TABLE entry DROP CONSTRAINT entry_shop_member_id_fkey;
       ALTER TABLE lot_consumption DROP CONSTRAINT lot_consumption_shop_member_id_lot_seq_fkey;
       ALTER TABLE lot_consumption DROP CONSTRAINT lot_consumption_shop_member_id_entry_seq_fkey`,
    );
  await query("INSERT INTO shop (shop, currency, time_zone) VALUES ($1, 'USD', 'UTC')", [SHOP]);
  const document = JSON.parse(JSON.stringify(rewardingProgram)) as object;
  expect(await publishProgram(depsOn(preparing), SHOP, { document })).toMatchObject({ ok: true });
  if (knowing === 'that they are empty') await query('ANALYZE');

  const whenEmpty = oneConnection();
  expect(await redeem(whenEmpty, ['1'])).toBe(0);
  const unknown = { id: randomUUID(), discountId: randomUUID(), isUsed: false };
  expect((await issueRedemptions(whenEmpty, SHOP, [unknown], new Date().toISOString())).size).toBe(0);
  const few = await enrol(100, 3, PRICE);
  expect(await redeem(whenEmpty, few)).toBe(3);
  if (knowing === 'that they have a few rows') await query('ANALYZE');
  const whenSmall = oneConnection();
  const some = await enrol(200, 60, 4 * PRICE);
  // So that the index of keys has a second page, and other indexes do not.
  for (const pool of [whenEmpty, whenEmpty, whenSmall]) expect(await redeem(pool, some)).toBe(60);

  const [hot = ''] = await enrol(300, 1, 500 * PRICE);
  const many = await enrol(1_000, 400, 4 * PRICE);
  for (let at = 0; at < many.length; at += 25)
    await redeem(whenEmpty, [...many.slice(at, at + 25), ...Array<string>(25).fill(hot)]);
  for (const pool of pools) await reads(pool);

  for (const pool of [whenEmpty, whenSmall, oneConnection()])
    for (const customers of [[hot], many.slice(200, 201), many.slice(210, 214), many.slice(220, 251)]) {
      const before = await reads(pool);
      expect(await redeem(pool, customers)).toBe(customers.length);
      const after = await reads(pool);
      const grown = [...after].map(([name, rows]) => [name, rows - (before.get(name) ?? 0)] as const);
      expect(grown.filter(([, rows]) => rows > 8 * customers.length)).toEqual([]);
    }
});
