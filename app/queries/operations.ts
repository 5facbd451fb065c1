/** The health that an operator watches: deliveries, jobs, the last audit. */
import type { ShopId } from '../domain/ids.ts';
import { auditView, type AuditView } from './ledger-health.ts';
import { inboxFigures } from '../storage/inbox.ts';
import { jobFigures, type JobFigures } from '../storage/jobs.ts';
import { lookupFigures } from '../storage/order-lookups.ts';
import { openPrivacyRequests } from '../storage/privacy-requests.ts';
import type { Db } from '../storage/transaction.ts';

export type Operations = {
  inbox: { unprocessed: number; oldestAt: string | null; refused: number };
  jobs: JobFigures;
  /** Orders that cannot be settled before Shopify told tags and collections; `codes`: what it answered for the oldest, last time. */
  lookups: { waiting: number; oldestAt: string | null; codes: string[] };
  privacyRequests: { open: number; oldestAt: string | null };
  lastAudit: AuditView | null;
};

export async function operations(db: Db, shop: ShopId, now: Date): Promise<Operations> {
  const [inbox, jobs, lookups, privacy, audit] = await Promise.all([
    inboxFigures(db, shop),
    jobFigures(db, shop, now.toISOString()),
    lookupFigures(db, shop),
    openPrivacyRequests(db, shop),
    auditView(db, shop),
  ]);
  return {
    inbox: { ...inbox, oldestAt: inbox.oldestAt?.toISOString() ?? null },
    jobs,
    lookups: { ...lookups, oldestAt: lookups.oldestAt?.toISOString() ?? null },
    privacyRequests: { open: privacy.open, oldestAt: privacy.oldestAt?.toISOString() ?? null },
    lastAudit: audit,
  };
}
