/**
 * Wiring: what use cases and queries get handed as their first argument. The only place for the clock and for randomness, so that
 * tests can set both.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { PrismaClient } from '@prisma/client';
import type pg from 'pg';
import pino, { type Logger } from 'pino';
import { sharedPool, sharedPrisma } from './db.server.ts';
import { environment, type Environment } from './env.server.ts';

export type Clock = { now(): Date };
export type Random = { uuid(): string; bytes(size: number): Buffer };

export type Deps = {
  pool: pg.Pool;
  /** For the admin's reads only; whatever moves points takes a Tx of the pool. */
  readonly prisma: PrismaClient;
  clock: Clock;
  random: Random;
  log: Logger;
  env: Environment;
};

export function createDeps(env: Environment, pool?: pg.Pool): Deps {
  const log = pino({ level: env.LOG_LEVEL });
  const onError = (error: Error) => log.warn({ reason: error.message }, 'database connection lost');
  return {
    pool: pool ?? sharedPool(env.DATABASE_URL, onError),
    get prisma() {
      return sharedPrisma(env.DATABASE_URL, onError);
    },
    clock: { now: () => new Date() },
    random: { uuid: randomUUID, bytes: randomBytes },
    log,
    env,
  };
}

let shared: Deps | undefined;

/** The process's own, from its environment. */
export function deps(): Deps {
  shared ??= createDeps(environment());
  return shared;
}
