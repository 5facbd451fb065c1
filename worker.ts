/** The worker: drains the inbox and runs the jobs. Any number of them work side by side on one database. */
import { setTimeout as pause } from 'node:timers/promises';
import { closeDatabase } from './app/db.server.ts';
import { createDeps, type Deps } from './app/deps.server.ts';
import { environment } from './app/env.server.ts';
import { startJobs, type Jobs } from './app/jobs/start-jobs.ts';
import { isTransient } from './app/storage/transaction.ts';
import { BATCH, drainBatch } from './app/webhooks/drain-inbox.ts';

/** Polled, since NOTIFY halves the throughput of what is written (reference/performance.md). */
const POLL_MS = 100;
const RETRY_MS = 1_000;

async function drainUntil(stopped: AbortSignal, deps: Deps): Promise<void> {
  while (!stopped.aborted) {
    const taken = await drainBatch(deps).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      deps.log.warn({ reason, transient: isTransient(error) }, 'draining failed; trying again');
      return null;
    });
    if (taken === BATCH) continue;
    await pause(taken === null ? RETRY_MS : POLL_MS, undefined, { signal: stopped }).catch(() => undefined);
  }
}

/** The database may start after us: jobs wait for it, draining goes on by itself. */
async function startJobsWhenReady(stopped: AbortSignal, deps: Deps): Promise<Jobs | null> {
  while (!stopped.aborted) {
    try {
      return await startJobs(deps);
    } catch (error) {
      deps.log.warn(
        { reason: error instanceof Error ? error.message : String(error) },
        'jobs cannot start yet; trying again',
      );
      await pause(RETRY_MS, undefined, { signal: stopped }).catch(() => undefined);
    }
  }
  return null;
}

async function main(): Promise<void> {
  const deps = createDeps(environment());
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const draining = drainUntil(stop.signal, deps);
  const jobs = await startJobsWhenReady(stop.signal, deps);
  deps.log.info('worker ready');
  await draining;
  await jobs?.stop();
  await closeDatabase();
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
