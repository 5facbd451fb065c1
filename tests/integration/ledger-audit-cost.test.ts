// The audit's work grows with the ledger and no faster, also where PostgreSQL knows nothing of the tables yet, and where one member has all of it.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { memberId, ShopIdSchema, type MemberId } from '../../app/domain/ids.ts';
import { verifyLedger } from '../../app/services/verify-ledger.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { ledgerShops } from '../support/ledger-shops.ts';

const shop = ShopIdSchema.parse('haven.myshopify.com');
const TABLES = ['entry', 'lot', 'lot_consumption', 'member', 'order_facts', 'redemption'];
/** Each of points that came, and of a redemption that took them. */
const PAIRS = 1_500;

let database: TestDatabase;
let member: MemberId;
let pairs = 0;

beforeAll(async () => {
  database = await testDatabase();
  for (const table of TABLES)
    await database.pool.query(`ALTER TABLE ${table} SET (autovacuum_enabled = off)`);
  const shops = ledgerShops(database.pool);
  await shops.open('haven', 'UTC', ['1']);
  member = memberId((await shops.membersOf(shop))[0]!);
});
afterAll(() => database.drop());

/** PAIRS more of them. Hashes are no chain. */
async function grow(): Promise<void> {
  const ids = Array.from({ length: PAIRS }, () => randomUUID());
  const values = [shop, member, pairs, ids];
  const client = await database.pool.connect();
  const given = `unnest($4::uuid[]) WITH ORDINALITY AS given(id, n) CROSS JOIN LATERAL (SELECT 2 * ($3::int + n::int) AS last) AS at`;
  await client.query('BEGIN');
  await client.query(
    `INSERT INTO entry (shop, member_id, seq, kind, points, source_kind, source_id, key, input_hash, effective_at, recorded_at, explanation,
                        previous_hash, hash)
     SELECT $1, $2, seq, kind, points, source, id, source || ':' || id, sha256(''), now(), now(), '{}', CASE WHEN seq > 1 THEN sha256('') END, sha256('')
     FROM (SELECT last - 1 AS seq, 'action' AS kind, 1 AS points, 'action' AS source, id FROM ${given}
           UNION ALL SELECT last, 'redemption', -1, 'redemption', id FROM ${given}) AS new`,
    values,
  );
  await client.query(
    `INSERT INTO lot (shop, member_id, seq, size, remaining, available_at, source_kind, source_id)
     SELECT $1, $2, last - 1, 1, 0, now(), 'action', id FROM ${given}`,
    values,
  );
  await client.query(
    `INSERT INTO lot_consumption (shop, member_id, lot_seq, entry_seq, points) SELECT $1, $2, last - 1, last, 1 FROM ${given}`,
    values,
  );
  await client.query(
    `INSERT INTO redemption (shop, redemption_id, member_id, key, input_hash, reward_id, reward, points, currency, status, code, entry_seq,
                             created_at, updated_at)
     SELECT $1, id, $2, id, sha256(''), 'one', '{}', 1, 'USD', 'issued', id, last, now(), now() FROM ${given}`,
    values,
  );
  await client.query(
    `UPDATE member SET lifetime_earned = $3::int + $4::int, last_seq = 2 * ($3::int + $4::int), head_hash = sha256('')
     WHERE shop = $1 AND member_id = $2`,
    [shop, member, pairs, PAIRS],
  );
  await client.query('COMMIT');
  client.release();
  pairs += PAIRS;
}

type Plan = { 'Actual Rows': number; 'Actual Loops': number; Plans?: Plan[] } & Record<string, unknown>;

/** Rows that a plan's steps gave, or looked at and left. */
function rowsTouched(plan: Plan): number {
  const left = Object.entries(plan).filter(([name]) => name.startsWith('Rows Removed'));
  const own = left.reduce((sum, [, rows]) => sum + Number(rows), plan['Actual Rows']) * plan['Actual Loops'];
  return (plan.Plans ?? []).reduce((sum, step) => sum + rowsTouched(step), own);
}

/** A pool whose reads are explained before they are made; `rows` counts what they touch. */
function explaining(pool: pg.Pool): { pool: pg.Pool; rows: () => number } {
  let touched = 0;
  const connect = async () => {
    const client = await pool.connect();
    const query = async (text: string, values?: unknown[]) => {
      if (/^(SELECT|WITH)/.test(text)) {
        const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
          `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`,
          values,
        );
        touched += rowsTouched(rows[0]!['QUERY PLAN'][0].Plan);
      }
      return client.query(text, values);
    };
    const [on, off, release] = [client.on, client.off, client.release].map((one) => one.bind(client));
    return { query, on, off, release };
  };
  const explained = { connect, query: pool.query.bind(pool), options: pool.options };
  return { pool: explained as unknown as pg.Pool, rows: () => touched };
}

async function rowsOfAudit(): Promise<number> {
  const { pool, rows } = explaining(database.pool);
  const clock = { now: () => new Date() };
  const { faults, entries } = await verifyLedger({ pool, clock }, shop);
  expect(entries).toBe(2 * pairs);
  expect(faults.map((fault) => fault.invariant)).toEqual(['7: the chain verifies']);
  return rows();
}

test('twice the entries of one member are twice the work', async () => {
  await grow();
  const once = await rowsOfAudit();
  await grow();
  const twice = await rowsOfAudit();
  expect(once).toBeGreaterThan(20 * PAIRS);
  expect(twice / once).toBeLessThan(2.5);
});
