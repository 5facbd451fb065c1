// A PostgreSQL of a test's own, which it may stop at once as often as it likes: nobody else's databases are on it.
import { randomInt } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { withDatabase } from '../../scripts/database.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../scripts/embedded-postgres.ts';
import { migrate } from '../../scripts/migrate.ts';
import { tryPort } from '../../scripts/ports.ts';
import { isAlive } from '../../scripts/process-lock.ts';
import { onServer } from './on-server.ts';

/** SIGQUIT is PostgreSQL's immediate stop; after SIGKILL its helpers have to notice by themselves that the postmaster is gone. */
export type StopSignal = 'SIGQUIT' | 'SIGKILL';

/**
 * What a commit told is written when the server dies, and only then: synchronous_commit stays on. fsync is off, since the machine goes on,
 * and starting again after a crash would otherwise sync every file of the cluster.
 */
const SETTINGS = { fsync: 'off', synchronous_commit: 'on' };

/**
 * A free port of 127.0.0.1 that stays free while its server is away: not one that the system gives to outgoing connections (32768 and up), among
 * them those of whoever tries in vain to reach that server.
 */
export async function lastingPort(): Promise<number> {
  for (;;) {
    const port = await tryPort(randomInt(15_000, 30_000));
    if (port !== undefined) return port;
  }
}

export class CrashCluster {
  readonly url: string;
  readonly pool: pg.Pool;
  readonly #dataDir: string;
  /** Every start registered this process as a user of the server; the last of them to be stopped stops it. */
  readonly #servers: EmbeddedPostgres[];
  #up: Promise<void> = Promise.resolve();
  #isUp = true;

  private constructor(dataDir: string, server: EmbeddedPostgres) {
    this.#dataDir = dataDir;
    this.#servers = [server];
    this.url = withDatabase(server.url, 'meridian');
    this.pool = new pg.Pool({ connectionString: this.url, options: '-c timezone=UTC', max: 5 });
    // Connections that idle while the server dies must not end the test's process.
    this.pool.on('error', () => undefined);
  }

  static async start(): Promise<CrashCluster> {
    const dataDir = mkdtempSync(join(tmpdir(), 'meridian-crash-'));
    // As if it had been chosen by an earlier start.
    mkdirSync(join(dataDir, 'postgres'));
    writeFileSync(join(dataDir, 'postgres', 'port'), String(await lastingPort()));
    const server = await startEmbeddedPostgres({ dataDir, settings: SETTINGS });
    await onServer(server.url, 'CREATE DATABASE meridian');
    const cluster = new CrashCluster(dataDir, server);
    await migrate(cluster.url);
    return cluster;
  }

  /** The signal is sent before this returns, where the server is up; resolves when it serves again. */
  crash(signal: StopSignal): Promise<void> {
    this.#up = this.#isUp ? this.#restart(signal) : this.#up.then(() => this.#restart(signal));
    // Whoever waits for `up` hears of it.
    this.#up.catch(() => undefined);
    return this.#up;
  }

  up(): Promise<void> {
    return this.#up;
  }

  async stop(): Promise<void> {
    await this.#up.catch(() => undefined);
    await this.pool.end();
    for (const server of this.#servers) await server.stop();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  async #restart(signal: StopSignal): Promise<void> {
    const { pid = 0 } = this.#servers.at(-1) ?? {};
    this.#isUp = false;
    process.kill(pid, signal);
    while (isAlive(pid)) await delay(5);
    const server = await startEmbeddedPostgres({ dataDir: this.#dataDir, settings: SETTINGS });
    this.#servers.push(server);
    if (withDatabase(server.url, 'meridian') !== this.url)
      throw new Error('the server came back on another port');
    this.#isUp = true;
  }
}
