/** Starts pg-boss in a worker: queues, handlers and the schedule. */
import { PgBoss } from 'pg-boss';
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { closeLedgerDays } from '../services/close-ledger-days.ts';
import { foldPoints } from '../services/fold-points.ts';
import { keepShopFigures } from '../services/keep-figures.ts';
import { keepLastActivity } from '../services/keep-last-activity.ts';
import { verifyLedger } from '../services/verify-ledger.ts';
import { shopsToAudit } from '../storage/audit.ts';
import { deleteProcessed } from '../storage/inbox.ts';
import { deletePastEvents } from '../storage/outbox.ts';
import { hasUnreadableFigures, shopsToCount } from '../storage/shop-figures.ts';
import { listShops } from '../storage/shops.ts';
import { handleActionDays } from './action-days-handler.ts';
import { actionDays } from './action-days.ts';
import { eventRetention } from './event-retention.ts';
import { homeFigures } from './home-figures.ts';
import { inboxRetention } from './inbox-retention.ts';
import { auditDueSince, ledgerAudit, ledgerNight } from './ledger-audit.ts';

export type Jobs = { stop(): Promise<void> };

const DAY_MS = 86_400_000;
/** A killed worker's job is due again a minute after its last heartbeat; an audit of a large shop may take hours. */
const QUEUE = { heartbeatSeconds: 60, expireInSeconds: 6 * 3600 } as const;

/** Resolves when queues, handlers and schedule are there; on a fault, whatever was started is stopped again. */
export async function startJobs(deps: Deps): Promise<Jobs> {
  const boss = new PgBoss({ connectionString: deps.env.DATABASE_URL, max: 2 });
  // Without a listener, a restart of the database would end the process.
  boss.on('error', (error) => deps.log.warn({ reason: error.message }, 'job queue lost the database'));
  try {
    await boss.start();
    await startFigures(deps, boss);
    await startAudits(deps, boss);
    await startRetention(deps, boss, inboxRetention, deleteProcessed);
    await startRetention(deps, boss, eventRetention, deletePastEvents);
    await startActionDays(deps, boss);
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => undefined);
    throw error;
  }
  return { stop: () => boss.stop({ graceful: true, timeout: 10_000 }) };
}

async function startAudits(deps: Deps, boss: PgBoss): Promise<void> {
  await boss.createQueue(ledgerAudit.name, { ...QUEUE, ...ledgerAudit.retry, policy: 'exclusive' });
  await boss.createQueue(ledgerNight.name, QUEUE);
  await boss.work(ledgerAudit.name, async ([job]) => {
    const { shop } = ledgerAudit.payload.parse(job?.data);
    const { faults, entries, newestRoot } = await verifyLedger(deps, shop);
    // Logs are kept elsewhere: the root in them is what `ledger verify --root` can be given one day.
    const root = newestRoot && `${newestRoot.day}:${newestRoot.root}`;
    if (faults.length > 0) deps.log.error({ shop, faults, root }, 'the ledger audit found a fault');
    else deps.log.info({ shop, entries, root }, 'the ledger audit found no fault');
  });
  await boss.work(ledgerNight.name, async () => {
    await forEachShop(deps, await listShops(deps.pool), 'ledger days could not be closed', (shop) =>
      closeLedgerDays(deps, shop),
    );
    const since = auditDueSince(deps.clock.now()).toISOString();
    for (const shop of await shopsToAudit(deps.pool, since))
      await boss.send(ledgerAudit.name, { shop }, { singletonKey: shop });
    // Of the days that are closed now. One at a time: hours of it may pass in a large shop.
    await boss.send(homeFigures.name, {});
  });
  await boss.schedule(ledgerNight.name, ledgerNight.cron);
}

async function startFigures(deps: Deps, boss: PgBoss): Promise<void> {
  await boss.createQueue(homeFigures.name, { ...QUEUE, policy: 'exclusive' });
  await boss.work(homeFigures.name, async () => {
    await forEachShop(deps, await listShops(deps.pool), 'points could not be summed up for home', (shop) =>
      foldPoints(deps, shop),
    );
    const due = await shopsToCount(deps.pool, auditDueSince(deps.clock.now()).toISOString());
    await forEachShop(deps, due, 'figures could not be counted for home', async (shop) => {
      await keepLastActivity(deps, shop);
      await keepShopFigures(deps, shop);
    });
  });
  // After an upgrade: large shops' home waits for them. Not at every start, which may be at any time of the day.
  if (await hasUnreadableFigures(deps.pool)) await boss.send(homeFigures.name, {});
}

/** One shop's fault stops none of the others; it is tried again with the next run. */
async function forEachShop(
  { log }: Deps,
  shops: readonly ShopId[],
  fault: string,
  work: (shop: ShopId) => Promise<unknown>,
): Promise<void> {
  for (const shop of shops) {
    try {
      await work(shop);
    } catch (error) {
      log.error({ shop, reason: error instanceof Error ? error.message : String(error) }, fault);
    }
  }
}

type Retention = { name: string; cron: string; days: number; rowsPerStatement: number };

/** `deleteRows` deletes up to `limit` rows from before a moment, and gives how many. */
async function startRetention(
  deps: Deps,
  boss: PgBoss,
  { name, cron, days, rowsPerStatement }: Retention,
  deleteRows: (db: Deps['pool'], before: string, limit: number) => Promise<number>,
): Promise<void> {
  await boss.createQueue(name, QUEUE);
  await boss.work(name, async () => {
    const before = new Date(deps.clock.now().getTime() - days * DAY_MS).toISOString();
    while ((await deleteRows(deps.pool, before, rowsPerStatement)) === rowsPerStatement);
  });
  await boss.schedule(name, cron);
}

async function startActionDays(deps: Deps, boss: PgBoss): Promise<void> {
  await boss.createQueue(actionDays.name, QUEUE);
  await boss.work(actionDays.name, () => handleActionDays(deps));
  await boss.schedule(actionDays.name, actionDays.cron);
}
