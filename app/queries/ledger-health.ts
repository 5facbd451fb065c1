/** What the last audit of the ledger found, and the newest root, for the merchant and the operator. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import type { EntryKind } from '../domain/ledger.ts';
import { lastAudit } from '../storage/audit.ts';
import type { LedgerFault } from '../storage/audit-invariants.ts';
import { lastRoot } from '../storage/ledger-roots.ts';
import type { Db } from '../storage/transaction.ts';
import { jsonNumber } from './member-points.ts';

export type AuditView = {
  at: string;
  entries: number;
  members: number;
  /** The first; `faults` has the first of each broken rule. */
  fault: LedgerFault | null;
  faults: LedgerFault[];
  /** What the entries of each kind come to, and the sum of all balances, which is the same. */
  byKind: { kind: EntryKind; entries: number; points: number }[];
  balances: number;
  /** Of the newest closed day (UTC), which covers every entry up to its end; hex. */
  newestRoot: { day: string; root: string } | null;
};

/** null before the first audit. */
export async function auditView(db: Db, shop: ShopId): Promise<AuditView | null> {
  const [audit, newest] = await Promise.all([lastAudit(db, shop), lastRoot(db, shop)]);
  if (!audit) return null;
  const { at, entries, members, faults, byKind, balances } = audit;
  return {
    at,
    entries,
    members,
    fault: faults[0] ?? null,
    faults,
    byKind: byKind.map((one) => ({ ...one, points: jsonNumber(BigInt(one.points)) })),
    balances: jsonNumber(BigInt(balances)),
    newestRoot: newest && { day: newest.day, root: newest.root },
  };
}

/** Milliseconds after which an audit that is made every night is overdue. */
const LATE_AFTER = 27 * 3_600_000;

export async function ledgerHealth(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
): Promise<{ audit: AuditView | null; late: boolean }> {
  const audit = await auditView(deps.pool, shop);
  return { audit, late: audit !== null && deps.clock.now().getTime() - Date.parse(audit.at) > LATE_AFTER };
}
