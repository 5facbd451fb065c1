// The baselines of `redeem`: two tables, and one statement that takes the points where they suffice and notes it.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { mustEqual } from './bench-shop.ts';
import type { BenchDatabase, Cluster } from './cluster.ts';
import type { Sample } from './report.ts';
import { REWARD_POINTS, TAKE_POINTS } from './reward.ts';

/** A database with these accounts: customer and points. */
export async function openAccounts(
  cluster: Cluster,
  name: string,
  accounts: readonly (readonly [number, number])[],
): Promise<BenchDatabase> {
  const database = await cluster.database(name, false);
  await database.pool.query(
    `CREATE TABLE account (customer_id bigint PRIMARY KEY, points bigint NOT NULL CHECK (points >= 0));
     CREATE TABLE debit (id uuid PRIMARY KEY, customer_id bigint NOT NULL, points bigint NOT NULL, at timestamptz NOT NULL, code text)`,
  );
  await database.pool.query('INSERT INTO account SELECT * FROM unnest($1::bigint[], $2::bigint[])', [
    accounts.map(([customer]) => customer),
    accounts.map(([, points]) => points),
  ]);
  return database;
}

/** Redeems once for each of `customers`, `clients` at a time; throws unless exactly `affordable` had the points. */
export async function redeemInSql(
  pool: pg.Pool,
  customers: readonly number[],
  affordable: number,
  clients: number,
): Promise<Sample> {
  let next = 0;
  let redeemed = 0;
  const started = performance.now();
  const lane = async () => {
    while (next < customers.length) {
      const values = [customers[next++], REWARD_POINTS, randomUUID()];
      const { rowCount } = await pool.query({ name: 'redeem', text: TAKE_POINTS, values });
      redeemed += rowCount ?? 0;
    }
  };
  await Promise.all(Array.from({ length: clients }, lane));
  const seconds = (performance.now() - started) / 1000;
  mustEqual('redeemed in SQL', redeemed, affordable);
  return { rate: customers.length / seconds };
}
