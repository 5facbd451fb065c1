/** The worker: drains the inbox, looks up what orders wait for, issues rewards, writes metafields and runs the jobs. Any number of them work side by side on one database. */
import { setTimeout as pause } from 'node:timers/promises';
import { closeDatabase } from './app/db.server.ts';
import { deps as sharedDeps, type Deps } from './app/deps.server.ts';
import { THEME_SHAPE } from './app/domain/storefront-rates.ts';
import { handleRedemptions, REDEMPTIONS_AT_ONCE } from './app/jobs/redemption-handler.ts';
import { startJobs, type Jobs } from './app/jobs/start-jobs.ts';
import { givePerks, PERKS_AT_ONCE } from './app/services/give-perks.ts';
import { EXPIRING_AT_ONCE, expirePoints } from './app/services/refresh-expiry.ts';
import { LOOKUPS_AT_ONCE, lookUpOrders } from './app/services/look-up-orders.ts';
import { METAFIELDS_AT_ONCE, syncMetafields } from './app/services/sync-metafields.ts';
import { runSimulations } from './app/services/run-simulations.ts';
import { refreshTiers, TIERS_AT_ONCE } from './app/services/refresh-tiers.ts';
import { offlineAdmin } from './app/shopify.server.ts';
import { markOtherShapes } from './app/storage/metafield-marks.ts';
import { isTransient } from './app/storage/transaction.ts';
import { BATCH, drainBatch } from './app/webhooks/drain-inbox.ts';

/** Polled, since NOTIFY halves the throughput of what is written (reference/performance.md). */
const POLL_MS = 100;
const RETRY_MS = 1_000;

/** `lanes`: how many takes at once while there is more than one's worth. */
type Work = { name: string; full: number; take: (stopped: AbortSignal) => Promise<number>; lanes?: number };

/** Takes again at once while there is a full batch (or several, of several shops), in as many lanes as there are, else after a moment in one. */
async function workUntil(stopped: AbortSignal, deps: Deps, work: Work): Promise<void> {
  const { full, lanes = 1 } = work;
  const others = new Set<Promise<void>>();
  const help = async () => {
    while (!stopped.aborted && ((await taken(stopped, deps, work)) ?? 0) >= full);
  };
  while (!stopped.aborted) {
    const count = await taken(stopped, deps, work);
    if (count !== null && count >= full) {
      while (others.size < lanes - 1) {
        const helping: Promise<void> = help().finally(() => others.delete(helping));
        others.add(helping);
      }
      continue;
    }
    await pause(count === null ? RETRY_MS : POLL_MS, undefined, { signal: stopped }).catch(() => undefined);
  }
  await Promise.all(others);
}

async function taken(stopped: AbortSignal, deps: Deps, { name, take }: Work): Promise<number | null> {
  return take(stopped).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    deps.log.warn({ work: name, reason, transient: isTransient(error) }, 'work failed; trying again');
    return null;
  });
}

const WORK: readonly ((deps: Deps) => Work)[] = [
  // One batch is reckoned while the database writes the other.
  (deps) => ({ name: 'inbox', full: BATCH, take: () => drainBatch(deps), lanes: 2 }),
  (deps) => ({
    name: 'redemptions',
    full: REDEMPTIONS_AT_ONCE,
    // A page's patience: the row's own back-off is the queue, and one throttled shop must not hold up the others.
    take: () => handleRedemptions(deps, (shop) => offlineAdmin(shop, 'page')),
  }),
  (deps) => ({ name: 'tiers', full: TIERS_AT_ONCE, take: () => refreshTiers(deps) }),
  (deps) => ({ name: 'perks', full: PERKS_AT_ONCE, take: () => givePerks(deps) }),
  (deps) => ({ name: 'simulations', full: 1, take: (stopped) => runSimulations(deps, { stopped }) }),
  (deps) => ({ name: 'expiry', full: EXPIRING_AT_ONCE, take: () => expirePoints(deps) }),
  (deps) => ({
    name: 'look-ups',
    full: LOOKUPS_AT_ONCE,
    take: () => lookUpOrders(deps, (shop) => offlineAdmin(shop, 'page')),
  }),
  (deps) => ({
    name: 'metafields',
    full: METAFIELDS_AT_ONCE,
    take: () => syncMetafields(deps, (shop) => offlineAdmin(shop, 'page')),
  }),
];

/** The database may start after us: jobs wait for it, draining goes on by itself. */
async function startJobsWhenReady(stopped: AbortSignal, deps: Deps): Promise<Jobs | null> {
  while (!stopped.aborted) {
    try {
      const shops = await markOtherShapes(deps.pool, THEME_SHAPE, deps.clock.now());
      if (shops > 0) deps.log.info({ shops }, "the theme's data is written anew");
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
  const deps = sharedDeps();
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const loops = WORK.map((work) => workUntil(stop.signal, deps, work(deps)));
  const jobs = await startJobsWhenReady(stop.signal, deps);
  deps.log.info('worker ready');
  await Promise.all(loops);
  await jobs?.stop();
  await closeDatabase();
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
