/** Starts pg-boss in a worker: queues, handlers and the schedule. */
import { PgBoss } from 'pg-boss';
import type { Deps } from '../deps.server.ts';
import { verifyLedger } from '../services/verify-ledger.ts';
import { listShops } from '../storage/shops.ts';
import { ledgerAudit, ledgerAudits } from './ledger-audit.ts';

export type Jobs = { stop(): Promise<void> };

/** Resolves when the queues are there. Jobs that a killed worker held are due again once its heartbeats stay away. */
export async function startJobs(deps: Deps): Promise<Jobs> {
  const boss = new PgBoss({ connectionString: deps.env.DATABASE_URL, max: 2 });
  // Without a listener, a restart of the database would end the process.
  boss.on('error', (error) => deps.log.warn({ reason: error.message }, 'job queue lost the database'));
  await boss.start();
  await boss.createQueue(ledgerAudit.name, { ...ledgerAudit.retry, policy: 'exclusive' });
  await boss.createQueue(ledgerAudits.name);
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
  return { stop: () => boss.stop({ graceful: true, timeout: 10_000 }) };
}
