// The database that the commands work on: DATABASE_URL's, or the embedded one.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { migrate } from './migrate.ts';

export interface Database {
  url: string;
  /** Lets go of an embedded server; does nothing to a server of DATABASE_URL. */
  stop(): Promise<void>;
}

interface Options {
  /** Used as it is when set. */
  databaseUrl: string | undefined;
  dataDir: string;
  log?: (line: string) => void;
}

/** A database `meridian` that runs. Throws when it cannot be reached or started. */
export async function openDatabase({ databaseUrl, dataDir, log }: Options): Promise<Database> {
  if (databaseUrl) return { url: databaseUrl, stop: () => Promise.resolve() };
  const server = await startEmbeddedPostgres({ dataDir, ...(log && { log }) });
  try {
    await createDatabase(server.url, 'meridian');
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { url: withDatabase(server.url, 'meridian'), stop: () => server.stop() };
}

/** `openDatabase`, with every migration applied. */
export async function ensureDatabase(options: Options): Promise<Database> {
  const database = await openDatabase(options);
  try {
    for (const name of await migrate(database.url)) options.log?.(`Applied migration ${name}`);
    return database;
  } catch (error) {
    await database.stop();
    throw error;
  }
}

/** A server for checks and tests: DATABASE_URL's when set, otherwise one in a temporary folder that goes when it is stopped. */
export async function openThrowAwayServer(databaseUrl: string | undefined): Promise<Database> {
  if (databaseUrl) return { url: databaseUrl, stop: () => Promise.resolve() };
  const dataDir = mkdtempSync(join(tmpdir(), 'meridian-'));
  const settings = {
    ...{ fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
    // What PostgreSQL knows of a table is what a test has told it, whenever the daemon would have come by.
    autovacuum: 'off',
    // Of four test files at a time, up to 50 each, and of whoever looks in.
    max_connections: '300',
  };
  const server = await startEmbeddedPostgres({ dataDir, settings });
  // A process that ends before it could wait for `stop`, as vitest's does at a signal.
  const abandon = () => {
    try {
      process.kill(server.pid, 'SIGQUIT');
    } catch {
      // It has ended already.
    }
    // The server is still writing its last; nothing but waiting is left to a process that exits.
    for (let tries = 0; tries < 20 && existsSync(dataDir); tries += 1) {
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 1 });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    }
  };
  // Before vitest's own listener, which leaves no other its turn.
  process.prependOnceListener('exit', abandon);
  const stop = async () => {
    await server.stop();
    process.off('exit', abandon);
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { url: server.url, stop };
}

/** The same server, another database. */
export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

async function createDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } catch (error) {
    // Another process made it between the two statements.
    if (!['42P04', '23505'].includes((error as pg.DatabaseError).code ?? '')) throw error;
  } finally {
    await client.end();
  }
}
