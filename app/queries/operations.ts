/** The health that an operator watches: deliveries, jobs, the last audit. */
import type { ShopId } from '../domain/ids.ts';
import { auditView, type AuditView } from './ledger-health.ts';
import { inboxFigures } from '../storage/inbox.ts';
import { jobFigures, type JobFigures } from '../storage/jobs.ts';
import { openPrivacyRequests } from '../storage/privacy-requests.ts';
import type { Db } from '../storage/transaction.ts';

export type Operations = {
  inbox: { unprocessed: number; oldestAt: string | null; refused: number };
  jobs: JobFigures;
  privacyRequests: { open: number; oldestAt: string | null };
  lastAudit: AuditView | null;
};

export async function operations(db: Db, shop: ShopId, now: Date): Promise<Operations> {
  const [inbox, jobs, privacy, audit] = await Promise.all([
    inboxFigures(db, shop),
    jobFigures(db, shop, now.toISOString()),
    openPrivacyRequests(db, shop),
    auditView(db, shop),
  ]);
  return {
    inbox: { ...inbox, oldestAt: inbox.oldestAt?.toISOString() ?? null },
    jobs,
    privacyRequests: { open: privacy.open, oldestAt: privacy.oldestAt?.toISOString() ?? null },
    lastAudit: audit,
  };
}
