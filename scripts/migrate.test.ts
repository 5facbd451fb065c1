import { cpSync, mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openThrowAwayServer, withDatabase, type Database } from './database.ts';
import { migrate } from './migrate.ts';

let server: Database;
let folder: string;
let databases = 0;

beforeAll(async () => {
  server = await openThrowAwayServer(process.env.DATABASE_URL);
  folder = mkdtempSync(join(tmpdir(), 'meridian-migrations-'));
});
afterAll(async () => {
  for (let number = 1; number <= databases; number += 1)
    await run(server.url, `DROP DATABASE migrate_${process.pid}_${number}`);
  rmSync(folder, { recursive: true });
  await server.stop();
});

async function run(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function emptyDatabase(): Promise<string> {
  const name = `migrate_${process.pid}_${++databases}`;
  await run(server.url, `CREATE DATABASE ${name}`);
  return withDatabase(server.url, name);
}

function migrations(name: string, scripts: Record<string, string>): string {
  const made = join(folder, name);
  for (const [migration, sql] of Object.entries(scripts)) {
    mkdirSync(join(made, migration), { recursive: true });
    writeFileSync(join(made, migration, 'migration.sql'), sql);
  }
  return made;
}

describe('migrate', () => {
  it('applies the project once, also when four processes start together', async () => {
    const url = await emptyDatabase();
    const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(url)));
    expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
    expect(await migrate(url)).toEqual([]);
    const rows = await run(
      url,
      'SELECT count(*)::int AS n FROM _prisma_migrations WHERE finished_at IS NOT NULL',
    );
    expect(rows).toEqual([{ n: applied.flat().length }]);
  });

  it('applies what was added later, in the order of the names', async () => {
    const url = await emptyDatabase();
    const first = migrations('later', {
      '1_table': 'CREATE TABLE t (n int)',
      '2_row': 'INSERT INTO t VALUES (1)',
    });
    expect(await migrate(url, first)).toEqual(['1_table', '2_row']);
    expect(await migrate(url, migrations('later', { '3_row': 'INSERT INTO t SELECT n + 1 FROM t' }))).toEqual(
      ['3_row'],
    );
    expect(await run(url, 'SELECT n FROM t ORDER BY n')).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('refuses a migration that was edited after it was applied', async () => {
    const url = await emptyDatabase();
    const copy = join(folder, 'edited');
    cpSync(resolve(import.meta.dirname, '../prisma/migrations'), copy, { recursive: true });
    const [name = ''] = await migrate(url, copy);
    writeFileSync(join(copy, name, 'migration.sql'), 'SELECT 1');
    await expect(migrate(url, copy)).rejects.toThrow(`${name} was edited after it was applied`);
  });

  it('waits for a table that is held, and keeps nobody from it meanwhile', async () => {
    const url = await emptyDatabase();
    const folder = migrations('held', { '1_table': 'CREATE TABLE t (n int)' });
    await migrate(url, folder);
    const holder = new pg.Client({ connectionString: url });
    await holder.connect();
    try {
      await holder.query('BEGIN; SELECT n FROM t');
      migrations('held', { '2_column': 'ALTER TABLE t ADD COLUMN m int' });
      const waits = "SELECT FROM pg_locks WHERE relation = 't'::regclass AND NOT granted";
      const applied = migrate(url, folder, { lockMs: 200, pauseMs: 10, attempts: Infinity });
      for (let attempt = 1; attempt <= 2; attempt += 1) {
        while ((await run(url, waits)).length === 0);
        // It queues behind the migration, and is answered while the table is still held.
        expect(await run(url, 'SELECT n FROM t')).toEqual([]);
      }
      await holder.query('COMMIT');
      expect(await applied).toEqual(['2_column']);
    } finally {
      await holder.end();
    }
    const other = new pg.Client({ connectionString: url });
    await other.connect();
    try {
      await other.query('BEGIN; SELECT n FROM t');
      migrations('held', { '3_column': 'ALTER TABLE t ADD COLUMN o int' });
      await expect(migrate(url, folder, { lockMs: 10, pauseMs: 1, attempts: 2 })).rejects.toThrow(
        'Migration 3_column failed, nothing of it remains: canceling statement due to lock timeout',
      );
    } finally {
      await other.end();
    }
  });

  it('leaves nothing of a migration that fails', async () => {
    const url = await emptyDatabase();
    const broken = migrations('broken', { '1_half': 'CREATE TABLE half (n int); SELECT 1 / 0' });
    await expect(migrate(url, broken)).rejects.toThrow(
      'Migration 1_half failed, nothing of it remains: division by zero',
    );
    expect(await run(url, "SELECT to_regclass('half') AS half")).toEqual([{ half: null }]);
    writeFileSync(join(broken, '1_half/migration.sql'), 'CREATE TABLE half (n int)');
    expect(await migrate(url, broken)).toEqual(['1_half']);
  });
});
