/** Goes through a shop's entries once, by member and seq: every chain, and the heads of every day for the roots. */
import type { ShopId } from '../domain/ids.ts';
import { readChain, type ChainRow } from '../storage/audit.ts';
import type { LedgerFault } from '../storage/audit-invariants.ts';
import { entryHash } from '../storage/entry-hash.ts';
import type { LedgerRoot } from '../storage/ledger-roots.ts';
import { DayHeads, type DayHead } from '../storage/root-hash.ts';
import type { Db } from '../storage/transaction.ts';
import { dayAfter } from './close-ledger-days.ts';

export type Replayed = {
  entries: number;
  members: number;
  /** Of the chains. */
  fault: LedgerFault | null;
  /** By day, as the entries have them now. */
  days: Map<string, DayHeads>;
};

/** Every entry of the shop, a page at a time; a fault does not end it, so that the days are complete. */
export async function replayLedger(db: Db, shop: ShopId): Promise<Replayed> {
  const replayed: Replayed = { entries: 0, members: 0, fault: null, days: new Map() };
  let before: ChainRow | null = null;
  let ofMember = new Map<string, DayHead>();
  for await (const row of readChain(db, shop)) {
    if (before?.memberId !== row.memberId) {
      closeMember(replayed.days, ofMember);
      ofMember = new Map();
      before = null;
      replayed.members += 1;
    }
    replayed.fault ??= chainFault(row, before);
    replayed.entries += 1;
    const day = row.recordedAt.slice(0, 10);
    const entries = (ofMember.get(day)?.entries ?? 0) + 1;
    ofMember.set(day, { memberId: row.memberId, seq: row.seq, hash: row.hash, entries });
    before = row;
  }
  closeMember(replayed.days, ofMember);
  return replayed;
}

function closeMember(days: Map<string, DayHeads>, heads: ReadonlyMap<string, DayHead>): void {
  for (const [day, head] of heads) {
    const all = days.get(day) ?? new DayHeads();
    days.set(day, all);
    all.add(head);
  }
}

function chainFault(row: ChainRow, before: ChainRow | null): LedgerFault | null {
  const at = { memberId: row.memberId, seq: row.seq };
  const last = before?.seq ?? 0;
  if (row.seq !== last + 1)
    return { ...at, invariant: '7: seq has no gap', detail: `follows ${last}: an entry is missing` };
  if (row.previousHash !== (before?.hash ?? null))
    return { ...at, invariant: '7: the chain verifies', detail: 'does not continue the entry before it' };
  if (row.hash !== entryHash(row.previousHash, row))
    return { ...at, invariant: '7: the chain verifies', detail: 'the hash does not fit the entry' };
  return null;
}

/** The first fault of the roots (oldest first), against the days as the entries have them now. Uses up `days`. */
export function rootFault(
  shop: ShopId,
  roots: readonly LedgerRoot[],
  days: Map<string, DayHeads>,
): LedgerFault | null {
  const [first] = roots;
  if (!first) return null;
  const stray = [...days.keys()].sort().find((day) => day < first.day);
  if (stray !== undefined) return fault(stray, 'it has entries, and lies before the first root');
  let before: LedgerRoot | null = null;
  for (const root of roots) {
    if (before && root.day !== dayAfter(before.day))
      return fault(dayAfter(before.day), 'its root is missing');
    if (root.previousRoot !== (before?.root ?? null))
      return fault(root.day, 'its root does not continue the one before it');
    const now = days.get(root.day) ?? new DayHeads();
    if (now.root(shop, root.day, root.previousRoot) !== root.root)
      return fault(
        root.day,
        `its root does not fit the entries: ${counted(root)} when the day was closed, ${counted(now)} now`,
      );
    before = root;
  }
  return null;
}

const counted = ({ members, entries }: { members: number; entries: number }) =>
  `${entries} entries of ${members} members`;

function fault(day: string, detail: string): LedgerFault {
  return {
    invariant: '7: the daily roots verify',
    memberId: null,
    seq: null,
    detail: `day ${day}: ${detail}`,
  };
}
