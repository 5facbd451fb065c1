/**
 * The one checker of a shop's ledger (spec/ledger.md): replays the chain of every member and the daily roots, and asks the tables for
 * the invariants. Tests, the nightly audit and `ledger verify` share it; its result is kept and shown.
 */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { recordAudit, type Audit } from '../storage/audit.ts';
import { ledgerFaults, ledgerTotals } from '../storage/audit-invariants.ts';
import { ledgerRoots, type LedgerRoot } from '../storage/ledger-roots.ts';
import { inSnapshot, type Db } from '../storage/transaction.ts';
import { replayLedger, rootFault } from './replay-ledger.ts';

export type LedgerCheck = Omit<Audit, 'at'> & { roots: number; newestRoot: LedgerRoot | null };
export type LedgerVerification = LedgerCheck & { at: string };

/** A root that was noted elsewhere: the only thing that whoever owns the database cannot change. */
export type Witness = { day: string; root: string };

/** Checks the ledger as one snapshot has it, and records the result. */
export async function verifyLedger(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  witness: Witness | null = null,
): Promise<LedgerVerification> {
  const at = deps.clock.now().toISOString();
  const check = await inSnapshot(deps.pool, (db) => checkLedger(db, shop, witness), { wholeTables: true });
  await recordAudit(deps.pool, { ...check, at });
  return { ...check, at };
}

/** Reads every entry of the shop; names the first fault of each rule. All reads of `db` have to see the same. */
export async function checkLedger(
  db: Db,
  shop: ShopId,
  witness: Witness | null = null,
): Promise<LedgerCheck> {
  const replayed = await replayLedger(db, shop);
  const roots = await ledgerRoots(db, shop);
  const { byKind, balances, members } = await ledgerTotals(db, shop);
  const faults = [
    replayed.fault,
    ...(await ledgerFaults(db, shop)),
    rootFault(shop, roots, replayed.days),
    witness && witnessFault(roots, witness),
  ].filter((fault) => fault !== null);
  const newestRoot = roots.at(-1) ?? null;
  return {
    shop,
    entries: replayed.entries,
    members,
    byKind,
    balances,
    faults,
    roots: roots.length,
    newestRoot,
  };
}

function witnessFault(roots: readonly LedgerRoot[], { day, root }: Witness) {
  const found = roots.find((one) => one.day === day);
  if (found?.root === root) return null;
  const detail = found ? `is ${found.root}, not ${root} as given` : 'is not there, but one was given';
  return {
    invariant: '7: the daily roots verify',
    memberId: null,
    seq: null,
    detail: `day ${day}: its root ${detail}`,
  };
}
