/** A member's ledger at a past moment, pure: from its rows as they stand, none of which says what was then. */
import { memberId } from './ids.ts';
import {
  pendingPoints,
  post,
  type EntryKind,
  type EntrySource,
  type JsonValue,
  type Lot,
  type MemberLedger,
} from './ledger.ts';

export type PastEntry = {
  seq: number;
  kind: EntryKind;
  points: bigint;
  source: EntrySource;
  effectiveAt: string;
  recordedAt: string;
  availableAt: string | null;
  expiresAt: string | null;
  explanation: JsonValue;
};

/** Instants are ISO 8601 in UTC with milliseconds, so that they compare as text. Entries by seq; lots with what is left of them now. */
export type LedgerRows = {
  entries: readonly PastEntry[];
  lots: readonly Lot[];
  consumptions: readonly { lotSeq: number; entrySeq: number; points: bigint }[];
};

/** `recorded`: what the ledger said then. `effective`: what had happened by then, as is known now. */
export const VIEWS = ['recorded', 'effective'] as const;
export type View = (typeof VIEWS)[number];

export type LedgerThen = {
  /** Those that count, in the order in which they do. */
  entries: PastEntry[];
  balance: bigint;
  /** Of the balance: not to be spent yet. */
  pending: bigint;
  available: bigint;
  /** Open ones, by seq. */
  lots: Lot[];
};

export function ledgerAt(rows: LedgerRows, at: string, view: View): LedgerThen {
  const then = view === 'recorded' ? asRecorded(rows, at) : asEffective(rows, at);
  const balance = then.entries.reduce((sum, entry) => sum + entry.points, 0n);
  const pending = pendingPoints(then.lots, at);
  return { ...then, balance, pending, available: balance - pending };
}

/** Everything up to the last entry of then: clocks of two machines may differ, a member's entries follow each other all the same. */
function asRecorded({ entries, lots, consumptions }: LedgerRows, at: string) {
  const last = entries.findLast((entry) => entry.recordedAt <= at)?.seq ?? 0;
  const taken = new Map<number, bigint>();
  for (const { lotSeq, entrySeq, points } of consumptions)
    if (entrySeq <= last) taken.set(lotSeq, (taken.get(lotSeq) ?? 0n) + points);
  return {
    entries: entries.filter((entry) => entry.seq <= last),
    lots: lots
      .filter((lot) => lot.seq <= last)
      .map((lot) => ({ ...lot, remaining: lot.size - (taken.get(lot.seq) ?? 0n) }))
      .filter((lot) => lot.remaining > 0n),
  };
}

/** Posts the entries anew in the order of what they tell of: another order of arrival took from other lots. */
function asEffective(rows: LedgerRows, at: string) {
  const entries = rows.entries
    .filter((entry) => entry.effectiveAt <= at)
    .sort((a, b) =>
      a.effectiveAt === b.effectiveAt ? a.seq - b.seq : a.effectiveAt < b.effectiveAt ? -1 : 1,
    );
  const dated = new Map(rows.lots.map((lot) => [lot.seq, lot]));
  const all = new Map<number, Lot>();
  let ledger: MemberLedger = { memberId: memberId('0'), balance: 0n, lastSeq: 0, headHash: null, lots: [] };
  for (const entry of entries) {
    const reopens = rows.consumptions.flatMap(({ lotSeq, entrySeq, points }) => {
      const lot = all.get(lotSeq);
      if (!lot || entrySeq !== entry.seq || points >= 0n) return [];
      const gone = lot.size - (ledger.lots.find((one) => one.seq === lotSeq)?.remaining ?? 0n);
      const back = -points < gone ? -points : gone;
      return back > 0n ? [{ lot: { ...lot, remaining: lot.size - gone }, points: back }] : [];
    });
    const lot = dated.get(entry.seq);
    const availableAt = entry.availableAt ?? lot?.availableAt ?? null;
    // Versions and activity have moved the lot's date since its entry was told one.
    const expiresAt = lot ? lot.expiresAt : entry.expiresAt;
    const posting = { ...entry, availableAt, expiresAt, key: String(entry.seq), inputHash: '', reopens };
    const posted = post({ ...ledger, lastSeq: entry.seq - 1 }, posting, entry.effectiveAt);
    ledger = posted.ledger;
    if (posted.lot) all.set(posted.seq, posted.lot);
  }
  return { entries, lots: [...ledger.lots].sort((a, b) => a.seq - b.seq) };
}
