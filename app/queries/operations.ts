/** The health that an operator watches: deliveries, jobs, the last audit. */
import type { ShopId } from '../domain/ids.ts';
import { inboxFigures } from '../storage/inbox.ts';
import { jobFigures, type JobFigures } from '../storage/jobs.ts';
import { lookupFigures } from '../storage/order-lookups.ts';
import { levelDiscounts } from '../storage/level-discounts.ts';
import { openPrivacyRequests } from '../storage/privacy-requests.ts';
import type { Db } from '../storage/transaction.ts';
import { auditView, type AuditView } from './ledger-health.ts';
import { reviewFigures } from './redemptions-in-review.ts';

export type Operations = {
  inbox: { unprocessed: number; oldestAt: string | null; refused: number };
  jobs: JobFigures;
  /** Orders that cannot be settled before Shopify told tags and collections; `codes`: what it answered for the oldest, last time. */
  lookups: { waiting: number; oldestAt: string | null; codes: string[] };
  /** Rewards that wait for a person of the shop. */
  redemptions: { needsReview: number; oldestAt: string | null };
  /** Shipping of levels that Shopify would not set up, with what it answered. */
  levelDiscounts: { refused: { levelId: string; codes: string[] }[] };
  privacyRequests: { open: number; oldestAt: string | null };
  lastAudit: AuditView | null;
};

export async function operations(db: Db, shop: ShopId, now: Date): Promise<Operations> {
  const [inbox, jobs, lookups, review, discounts, privacy, audit] = await Promise.all([
    inboxFigures(db, shop),
    jobFigures(db, shop, now.toISOString()),
    lookupFigures(db, shop),
    reviewFigures(db, shop),
    levelDiscounts(db, shop),
    openPrivacyRequests(db, shop),
    auditView(db, shop),
  ]);
  return {
    inbox: { ...inbox, oldestAt: inbox.oldestAt?.toISOString() ?? null },
    jobs,
    lookups: { ...lookups, oldestAt: lookups.oldestAt?.toISOString() ?? null },
    redemptions: { needsReview: review.waiting, oldestAt: review.oldestAt?.toISOString() ?? null },
    levelDiscounts: {
      refused: discounts.flatMap(({ levelId, codes }) => (codes.length > 0 ? [{ levelId, codes }] : [])),
    },
    privacyRequests: { open: privacy.open, oldestAt: privacy.oldestAt?.toISOString() ?? null },
    lastAudit: audit,
  };
}
