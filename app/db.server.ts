/**
 * The only place that opens the database: a pg pool for whatever moves points and for hot reads, and Prisma for the admin's reads
 * and Shopify's sessions. One of each per process, although Vite's bundle and server.ts load this module once each.
 */
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '@prisma/client';
import pg from 'pg';

/**
 * Both adapter-pg and our SQL need UTC: adapter-pg drops the offset of a timestamptz otherwise (reference/prisma-offline.md, trap 6). No compiling (JIT): up to
 * PostgreSQL 17 a step that a transaction forbids, and that has to be done all the same, counts 10,000,000,000, so that a statement of a millisecond
 * would be compiled and optimized each time it runs.
 */
const SESSION_OPTIONS = '-c timezone=UTC -c jit=off';

/** The system's own delay is two hours: a failover without a reset would be noticed after that. */
const KEEP_ALIVE_AFTER_MS = 10_000;

type Connections = { pool?: pg.Pool; prisma?: PrismaClient; statementLimitMs?: number };
const holder = globalThis as typeof globalThis & { meridianConnections?: Connections };
const connections = (holder.meridianConnections ??= {});

/**
 * Connections that the process shares by their number. One whose statement takes longer than `statementLimitMs` (0: any time) is given up, its
 * statement fails.
 */
export function createPool(
  url: string,
  onError: (error: Error) => void,
  max = 10,
  statementLimitMs = 0,
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    options: SESSION_OPTIONS,
    max,
    connectionTimeoutMillis: 5_000,
    query_timeout: statementLimitMs,
    // Statements of a transaction that do not wait for each other's answers go together (storage/transaction `together`).
    pipeline: true,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
  });
  // Without a listener, the error of an idle connection (a restart of the database) ends the process.
  pool.on('error', onError);
  // Nor does the pool listen while it hands a connection over: a server may say in the packet that answers a statement that it ends (decision 0023).
  // Whoever holds the connection is told by its next statement.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

export function sharedPool(url: string, onError: (error: Error) => void): pg.Pool {
  return (connections.pool ??= createPool(url, onError, 10, connections.statementLimitMs));
}

export function sharedPrisma(url: string, onError: (error: Error) => void): PrismaClient {
  return (connections.prisma ??= new PrismaClient({
    adapter: new PrismaPg(createPool(url, onError, 4, connections.statementLimitMs), {
      disposeExternalPool: true,
    }),
  }));
}

/** For a process that answers requests: a connection that never answers must not be held for ever. Before the first of them is opened. */
export function limitStatements(milliseconds: number): void {
  connections.statementLimitMs = milliseconds;
}

/** Ends whatever this process has opened. Prisma's idle connections would hold the process for ten seconds otherwise. */
export async function closeDatabase(): Promise<void> {
  await Promise.all([connections.pool?.end(), connections.prisma?.$disconnect()]);
}
