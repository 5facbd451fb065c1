/**
 * The only place that opens the database: a pg pool for whatever moves points and for hot reads, and Prisma for the admin's reads
 * and Shopify's sessions. One of each per process, although Vite's bundle and server.ts load this module once each.
 */
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '@prisma/client';
import pg from 'pg';

/** Both adapter-pg and our SQL need UTC: adapter-pg drops the offset of a timestamptz otherwise (reference/prisma-offline.md, trap 6). */
const SESSION_OPTIONS = '-c timezone=UTC';

type Connections = { pool?: pg.Pool; prisma?: PrismaClient };
const holder = globalThis as typeof globalThis & { meridianConnections?: Connections };
const connections = (holder.meridianConnections ??= {});

export function createPool(url: string, onError: (error: Error) => void, max = 10): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    options: SESSION_OPTIONS,
    max,
    connectionTimeoutMillis: 5_000,
    // A failover without a reset would be noticed after hours otherwise.
    keepAlive: true,
  });
  // Without a listener, the error of an idle connection (a restart of the database) ends the process.
  pool.on('error', onError);
  return pool;
}

export function sharedPool(url: string, onError: (error: Error) => void): pg.Pool {
  return (connections.pool ??= createPool(url, onError));
}

export function sharedPrisma(url: string): PrismaClient {
  return (connections.prisma ??= new PrismaClient({
    adapter: new PrismaPg({ connectionString: url, options: SESSION_OPTIONS, max: 4 }),
  }));
}

/** Ends whatever this process has opened. Prisma's idle connections would hold the process for ten seconds otherwise. */
export async function closeDatabase(): Promise<void> {
  await Promise.all([connections.pool?.end(), connections.prisma?.$disconnect()]);
}
