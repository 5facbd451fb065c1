/** Replays one shop's ledger and keeps the result. Safe to run twice: it only reads, and records what it found. */
import { z } from 'zod';
import { ShopIdSchema } from '../domain/ids.ts';

export const ledgerAudit = {
  name: 'ledger-audit',
  payload: z.strictObject({ shop: ShopIdSchema }),
  retry: { retryLimit: 3, retryBackoff: true, retryDelay: 60 },
} as const;

/** Sends one ledger-audit per shop; at night, when shops that sell in America, Europe and Asia are all quiet enough. */
export const ledgerAudits = { name: 'ledger-audits', cron: '17 3 * * *' } as const;
