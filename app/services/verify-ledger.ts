/**
 * Replays a shop's ledger: the chain of every member, and the invariants that can be read off the tables (spec/ledger.md).
 * The operator's `ledger verify`; its result is kept and shown.
 */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { readChain, recordAudit, type ChainRow } from '../storage/audit.ts';
import { ledgerFaults } from '../storage/audit-invariants.ts';
import { entryHash } from '../storage/entry-hash.ts';

export type LedgerFault = { invariant: string; memberId: string | null; seq: number | null; detail: string };
export type LedgerVerification = {
  shop: ShopId;
  at: string;
  entries: number;
  members: number;
  fault: LedgerFault | null;
};

/** Reads every entry of the shop, a page at a time; names the first fault and changes nothing but the record of the audit. */
export async function verifyLedger(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
): Promise<LedgerVerification> {
  const chain = await verifyChains(deps, shop);
  const fault = chain.fault ?? (await ledgerFaults(deps.pool, shop)) ?? null;
  const verification = {
    shop,
    at: deps.clock.now().toISOString(),
    entries: chain.entries,
    members: chain.members,
    fault,
  };
  await recordAudit(deps.pool, verification);
  return verification;
}

async function verifyChains(deps: Pick<Deps, 'pool'>, shop: ShopId) {
  let entries = 0;
  let members = 0;
  let head: { memberId: string | null; seq: number; hash: string | null } = {
    memberId: null,
    seq: 0,
    hash: null,
  };
  for await (const row of readChain(deps.pool, shop)) {
    if (head.memberId !== row.memberId) {
      members += 1;
      head = { memberId: row.memberId, seq: 0, hash: null };
    }
    const fault = faultOf(row, head);
    if (fault) return { entries, members, fault };
    entries += 1;
    head = { memberId: row.memberId, seq: row.seq, hash: row.hash };
  }
  return { entries, members, fault: null };
}

function faultOf(row: ChainRow, head: { seq: number; hash: string | null }): LedgerFault | null {
  const at = { memberId: row.memberId, seq: row.seq };
  if (row.seq !== head.seq + 1)
    return { ...at, invariant: 'seq', detail: `follows ${head.seq}: an entry is missing` };
  if (row.previousHash !== head.hash)
    return { ...at, invariant: 'chain', detail: 'does not continue the entry before it' };
  if (row.hash !== entryHash(row.previousHash, row))
    return { ...at, invariant: 'hash', detail: 'the hash does not fit the entry' };
  return null;
}
