/** Replays one shop's ledger and keeps the result. Safe to run twice: it only reads, and records what it found. */
import { z } from 'zod';
import { ShopIdSchema } from '../domain/ids.ts';

export const ledgerAudit = {
  name: 'ledger-audit',
  payload: z.strictObject({ shop: ShopIdSchema }),
  retry: { retryLimit: 3, retryBackoff: true, retryDelay: 60 },
} as const;

/**
 * Every hour: closes the days that are over, sends one ledger-audit for each shop that had none since the last 03:00 UTC, when shops that sell in America,
 * Europe and Asia are all quiet enough, and then home-figures. So a worker that was down at night catches up.
 */
export const ledgerNight = { name: 'ledger-night', cron: '17 * * * *', auditHour: 3 } as const;

/** The last moment at which the audit of a night was due. */
export function auditDueSince(now: Date): Date {
  const due = new Date(now);
  due.setUTCHours(ledgerNight.auditHour, 0, 0, 0);
  if (due > now) due.setUTCDate(due.getUTCDate() - 1);
  return due;
}
