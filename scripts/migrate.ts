// Applies prisma/migrations with pg alone, and keeps Prisma's own books of it: `prisma migrate` and this understand each other.
// Prisma's engine cannot be downloaded everywhere, takes longer, and does not notice an applied migration that was edited.
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

const MIGRATIONS = resolve(import.meta.dirname, '../prisma/migrations');
/** The key that `prisma migrate` locks too. */
const ADVISORY_LOCK = 72707369;

const BOOKS = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text,
  rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`;

interface Patience {
  /** Everybody who wants a table queues behind whoever waits to alter it: so long and no longer, in milliseconds. */
  lockMs: number;
  pauseMs: number;
  attempts: number;
}

/** A quarter of an hour and more: whoever reads a shop's whole ledger holds its tables for minutes. */
const PATIENCE: Patience = { lockMs: 2_000, pauseMs: 3_000, attempts: 200 };
const LOCK_NOT_AVAILABLE = '55P03';

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

interface Applied {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
}

/**
 * Brings the database at `url` up to the migrations of `folder` and returns the names of those it applied, each in one transaction. Safe to run
 * in several processes at once, and beside processes that serve. Throws when a migration was edited after it was applied, failed before, or fails now.
 */
export async function migrate(
  url: string,
  folder = MIGRATIONS,
  patience: Patience = PATIENCE,
): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC' });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK]);
    await client.query(BOOKS);
    const { rows } = await client.query<Applied>(
      'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
    );
    const due = readMigrations(folder).filter((migration) => !isApplied(migration, rows));
    await client.query(`SET lock_timeout = ${patience.lockMs}`);
    for (const migration of due) await applyPatiently(client, migration, patience);
    return due.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

function readMigrations(folder: string): Migration[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries
    .map(({ name }) => name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

function isApplied(migration: Migration, applied: Applied[]): boolean {
  const rows = applied.filter((row) => row.migration_name === migration.name);
  if (rows.length === 0) return false;
  if (rows.every((row) => row.finished_at === null)) {
    throw new Error(
      `Migration ${migration.name} failed before. Repair what it left, then: UPDATE _prisma_migrations SET rolled_back_at = now() ` +
        `WHERE migration_name = '${migration.name}' AND finished_at IS NULL;`,
    );
  }
  if (rows.every((row) => row.checksum !== migration.checksum)) {
    throw new Error(
      `Migration ${migration.name} was edited after it was applied here. Put it back and write a new migration.`,
    );
  }
  return true;
}

/** Where somebody holds what a migration needs, it lets go of everything, and begins again. */
async function applyPatiently(client: pg.Client, migration: Migration, patience: Patience): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await apply(client, migration);
    } catch (error) {
      // A connection that is lost has none.
      const cause = (error as Error).cause as { code?: string } | undefined;
      if (cause?.code !== LOCK_NOT_AVAILABLE || attempt >= patience.attempts) throw error;
      await delay(patience.pauseMs);
    }
  }
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query(
      'INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)',
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK');
    throw new Error(`Migration ${name} failed, nothing of it remains: ${(cause as Error).message}`, {
      cause,
    });
  }
}
