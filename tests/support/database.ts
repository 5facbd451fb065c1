import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { withDatabase } from '../../scripts/database.ts';
import { onServer } from './on-server.ts';
// For the type of inject('databaseServer').
import type {} from './database-setup.ts';

export interface TestDatabase {
  url: string;
  pool: pg.Pool;
  /** Ends the pool and drops the database, whoever is still connected to it. */
  drop(): Promise<void>;
}

/** A database of its own with every migration applied: some 50 ms, by cloning the run's template. */
export async function testDatabase(): Promise<TestDatabase> {
  return databaseLike(inject('databaseServer').template);
}

/** A copy of what is in it now. Whoever is connected to it is cut off: a pool connects again by itself. */
export async function cloneOf({ url }: TestDatabase): Promise<TestDatabase> {
  const name = new URL(url).pathname.slice(1);
  await onServer(
    inject('databaseServer').url,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
  );
  return databaseLike(name);
}

async function databaseLike(template: string): Promise<TestDatabase> {
  const server = inject('databaseServer');
  const name = `meridian_test_${randomBytes(8).toString('hex')}`;
  await onServer(server.url, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = withDatabase(server.url, name);
  const pool = new pg.Pool({ connectionString: url, options: '-c timezone=UTC', max: 10, pipeline: true });
  // Tests restart the database and end its connections: that must not end the test's process.
  pool.on('error', () => undefined);
  const drop = async () => {
    await pool.end();
    await onServer(server.url, `DROP DATABASE ${name} WITH (FORCE)`);
  };
  return { url, pool, drop };
}
