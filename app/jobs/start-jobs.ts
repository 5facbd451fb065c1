/** Starts pg-boss in a worker: queues, handlers and the schedule. */
import { PgBoss } from 'pg-boss';
import type { Deps } from '../deps.server.ts';
import { verifyLedger } from '../services/verify-ledger.ts';
import { deleteProcessed } from '../storage/inbox.ts';
import { listShops } from '../storage/shops.ts';
import { inboxRetention } from './inbox-retention.ts';
import { ledgerAudit, ledgerAudits } from './ledger-audit.ts';

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
    await startAudits(deps, boss);
    await startRetention(deps, boss);
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => undefined);
    throw error;
  }
  return { stop: () => boss.stop({ graceful: true, timeout: 10_000 }) };
}

async function startAudits(deps: Deps, boss: PgBoss): Promise<void> {
  await boss.createQueue(ledgerAudit.name, { ...QUEUE, ...ledgerAudit.retry, policy: 'exclusive' });
  await boss.createQueue(ledgerAudits.name, QUEUE);
  await boss.work(ledgerAudit.name, async ([job]) => {
    const { shop } = ledgerAudit.payload.parse(job?.data);
    const { fault, entries } = await verifyLedger(deps, shop);
    if (fault) deps.log.error({ shop, fault }, 'the ledger audit found a fault');
    else deps.log.info({ shop, entries }, 'the ledger audit found no fault');
  });
  await boss.work(ledgerAudits.name, async () => {
    for (const shop of await listShops(deps.pool))
      await boss.send(ledgerAudit.name, { shop }, { singletonKey: shop });
  });
  await boss.schedule(ledgerAudits.name, ledgerAudits.cron);
}

async function startRetention(deps: Deps, boss: PgBoss): Promise<void> {
  const { name, cron, days, rowsPerStatement } = inboxRetention;
  await boss.createQueue(name, QUEUE);
  await boss.work(name, async () => {
    const before = new Date(deps.clock.now().getTime() - days * DAY_MS).toISOString();
    while ((await deleteProcessed(deps.pool, before, rowsPerStatement)) === rowsPerStatement);
  });
  await boss.schedule(name, cron);
}
