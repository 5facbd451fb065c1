/**
 * The ledger's arithmetic (spec/ledger.md), pure: what one posting does to a member's balance and lots. Storage writes what
 * `post` returns and nothing else, so that the database holds exactly what is tested here.
 */
import type { MemberId } from './ids.ts';

export const ENTRY_KINDS = [
  'order',
  'action',
  'adjustment',
  'redemption',
  'redemption_reversal',
  'expiry',
  'expiry_reversal',
  'write_off',
  'import',
  'transfer',
  'merge',
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** Points that a person of the shop gives or takes at once. */
export const ADJUSTMENT_MOST = 1_000_000_000;

/** What an entry belongs to: an order, a redemption, an action, an adjustment … */
export type EntrySource = { kind: string; id: string };

/** Points that are left of a positive entry. Instants are ISO 8601 in UTC, so that they compare as text. */
export type Lot = {
  seq: number;
  size: bigint;
  remaining: bigint;
  /** null: pending until something that is still to come (the order's fulfilment). */
  availableAt: string | null;
  expiresAt: string | null;
  source: EntrySource;
};

/** A member's row as the transaction holds it locked. `lots` are the open ones. */
export type MemberLedger = {
  memberId: MemberId;
  balance: bigint;
  lastSeq: number;
  headHash: string | null;
  lots: readonly Lot[];
};

export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** A lot as it stands, and what an entry that is now reversed had taken from it. */
export type Reopening = { lot: Lot; points: bigint };

export type Posting = {
  kind: EntryKind;
  /** Signed, never 0. */
  points: bigint;
  source: EntrySource;
  /** Unique per shop. */
  key: string;
  /** Hex SHA-256 of what the posting was made from: the same key with another input is an error. */
  inputHash: string;
  effectiveAt: string;
  /** Of a positive posting: when its points can be spent; null while that waits for a fulfilment. */
  availableAt: string | null;
  expiresAt: string | null;
  explanation: JsonValue;
  /** Of a positive posting that reverses a spending: where its points go back to, in the order in which they were taken. */
  reopens?: readonly Reopening[];
};

export type Posted = {
  ledger: MemberLedger;
  seq: number;
  /** What it adds to the points earned over a lifetime. */
  earned: bigint;
  /** Opened by a positive posting, unless debt took all of it. */
  lot: Lot | null;
  /** Below 0 where points went back into a lot. */
  consumed: { lotSeq: number; points: bigint }[];
};

/** Kinds that count as earned over a lifetime: a return lowers it, spending does not. */
const EARNING_KINDS: ReadonlySet<EntryKind> = new Set(['order', 'action', 'import']);

/** The effect of one posting. Throws on 0 points: a difference of nothing posts nothing. `now` tells pending from available. */
export function post(ledger: MemberLedger, posting: Posting, now: string): Posted {
  if (posting.points === 0n) throw new Error(`posting ${posting.key} has no points`);
  const seq = ledger.lastSeq + 1;
  const back = posting.points > 0n ? reopenings(ledger.balance, posting.points, posting.reopens ?? []) : [];
  const reopened = back.map(({ lot, points }) => ({ lotSeq: lot.seq, points: -points }));
  const consumed = posting.points < 0n ? consume(ledger.lots, posting, now) : reopened;
  const returned = reopened.reduce((sum, one) => sum - one.points, 0n);
  const opened = posting.points > 0n ? openedLot(ledger, posting, seq, returned) : null;
  const lots = lotsAfter(ledger, posting, consumed);
  const earned = EARNING_KINDS.has(posting.kind) ? posting.points : 0n;
  return {
    ledger: {
      ...ledger,
      balance: ledger.balance + posting.points,
      lastSeq: seq,
      lots: opened ? [...lots, opened] : lots,
    },
    seq,
    earned,
    lot: opened,
    consumed,
  };
}

/** The open lots after a posting; a lot that was empty and is reopened keeps its dates. */
function lotsAfter(ledger: MemberLedger, posting: Posting, consumed: Posted['consumed']): Lot[] {
  const taken = new Map(consumed.map((one) => [one.lotSeq, one.points]));
  const open = new Set(ledger.lots.map((lot) => lot.seq));
  const emptied = (posting.reopens ?? []).map((one) => one.lot).filter((lot) => !open.has(lot.seq));
  return [...ledger.lots, ...emptied]
    .map((lot) => ({ ...lot, remaining: lot.remaining - (taken.get(lot.seq) ?? 0n) }))
    .filter((lot) => lot.remaining > 0n)
    .sort((a, b) => a.seq - b.seq);
}

function afterDebt(balance: bigint, points: bigint): bigint {
  const debt = balance < 0n ? -balance : 0n;
  return points > debt ? points - debt : 0n;
}

/**
 * Of `points` that come back, what pays no debt goes back to the lots that they were taken from, the last taken first: debt takes what would have been
 * spent first.
 */
export function reopenings(balance: bigint, points: bigint, taken: readonly Reopening[]): Reopening[] {
  let left = afterDebt(balance, points);
  const returned: Reopening[] = [];
  for (const { lot, points: most } of [...taken].reverse()) {
    if (left === 0n) break;
    const back = most < left ? most : left;
    returned.push({ lot, points: back });
    left -= back;
  }
  return returned;
}

/** A positive posting pays debt first, reopens what it reverses, and opens a lot with the rest. */
function openedLot(ledger: MemberLedger, posting: Posting, seq: number, returned: bigint): Lot | null {
  const size = afterDebt(ledger.balance, posting.points) - returned;
  if (size <= 0n) return null;
  return {
    seq,
    size,
    remaining: size,
    availableAt: posting.availableAt,
    expiresAt: posting.expiresAt,
    source: posting.source,
  };
}

/** Takes from lots in the order that the kind asks for; what no lot covers becomes debt. */
function consume(lots: readonly Lot[], posting: Posting, now: string): Posted['consumed'] {
  let left = -posting.points;
  const consumed: Posted['consumed'] = [];
  for (const lot of consumptionOrder(lots, posting.source, now)) {
    if (left === 0n) break;
    const points = lot.remaining < left ? lot.remaining : left;
    consumed.push({ lotSeq: lot.seq, points });
    left -= points;
  }
  return consumed;
}

/**
 * points.md section 4: first the source's own lots, pending before available; then the others, available before pending, earliest
 * expiry first, then the oldest. Spending has no own lots, so the same order serves it.
 */
export function consumptionOrder(lots: readonly Lot[], source: EntrySource, now: string): Lot[] {
  const rank = (lot: Lot) => {
    const own = lot.source.kind === source.kind && lot.source.id === source.id;
    const pending = isPending(lot, now);
    if (own) return pending ? 0 : 1;
    return pending ? 3 : 2;
  };
  return [...lots].sort(
    (a, b) => rank(a) - rank(b) || compareText(a.expiresAt ?? '~', b.expiresAt ?? '~') || a.seq - b.seq,
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function isPending(lot: Lot, now: string): boolean {
  return lot.availableAt === null || lot.availableAt > now;
}

/**
 * Of the points that have expired by `now` those that did first, and when; null where none have. Pending points do not expire. A posting of so many
 * points takes exactly these: spending takes available lots by the earliest expiry first.
 */
export function expiredPoints(lots: readonly Lot[], now: string): { points: bigint; at: string } | null {
  const expired = lots.filter((lot) => isExpired(lot, now));
  const [at] = expired.map((lot) => lot.expiresAt).sort(compareText);
  if (at === undefined) return null;
  return { points: expired.reduce((sum, lot) => (lot.expiresAt === at ? sum + lot.remaining : sum), 0n), at };
}

function isExpired(lot: Lot, now: string): lot is Lot & { expiresAt: string } {
  return lot.expiresAt !== null && lot.expiresAt <= now && !isPending(lot, now);
}

/** The next points of `lots` to become available at a known time; others wait for a fulfilment. */
export function nextAvailable(lots: readonly Lot[], now: string): { points: bigint; at: string } | null {
  const pending = lots.filter((lot) => isPending(lot, now));
  const [at] = pending.flatMap(({ availableAt }) => availableAt ?? []).sort();
  if (at === undefined) return null;
  const points = pending.reduce((sum, lot) => (lot.availableAt === at ? sum + lot.remaining : sum), 0n);
  return { points, at };
}

/** Points of `lots` that cannot be spent before `availableAt`; balance - pending is available (and below zero in debt). */
export function pendingPoints(lots: readonly Lot[], now: string): bigint {
  return lots.reduce((sum, lot) => (isPending(lot, now) ? sum + lot.remaining : sum), 0n);
}
