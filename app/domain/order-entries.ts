/** points.md 4, "What an order's points do when they change", pure: the entries that bring what an order carries at a member to its target. */
import type { EntrySource, MemberLedger, Reopening } from './ledger.ts';
import type { Program } from './program.ts';

/** What an order's entries carry at one member. */
export type OrderCarried = {
  /** Sum of its entries of kind `order`. */
  points: bigint;
  /** Sum of its entries of kind `write_off`: what its reversals left uncharged. */
  writtenOff: bigint;
  /** Sum of its entries of kind `expiry_reversal`: what its reversals did not charge a second time. */
  expiryReversed: bigint;
  /** Points of its lots that have expired, whether reversed or not. */
  expired: bigint;
  /** Those lots, with what expiry holds of each now. */
  expiredLots: readonly Reopening[];
};

export type OrderPosting = {
  kind: 'order' | 'write_off' | 'expiry_reversal';
  /** Signed, never 0. */
  points: bigint;
  reopens?: readonly Reopening[];
};

const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const debtOf = (balance: bigint): bigint => (balance < 0n ? -balance : 0n);

/** In the order in which they are posted; none where the order carries what it should. */
export function orderEntries(
  ledger: Pick<MemberLedger, 'balance' | 'lots'>,
  source: EntrySource,
  carried: OrderCarried,
  target: bigint,
  debt: Program['refunds']['debt'],
): OrderPosting[] {
  const points = target - carried.points;
  if (points > 0n) return raised(points, carried);
  return points < 0n ? lowered(ledger, source, carried, -points, debt) : [];
}

/**
 * What earlier reversals left uncharged is taken back by opposite entries. They follow the order's own, so that they consume the order's new lot and
 * none of the member's other points.
 */
function raised(points: bigint, { writtenOff, expiryReversed }: OrderCarried): OrderPosting[] {
  const unwritten = min(points, writtenOff);
  // Below 0 where they expired at a member who was merged into this one: they are gone already.
  const expiredAgain = expiryReversed > 0n ? min(points - unwritten, expiryReversed) : 0n;
  const entries: OrderPosting[] = [
    { kind: 'order', points },
    { kind: 'write_off', points: -unwritten },
    { kind: 'expiry_reversal', points: -expiredAgain },
  ];
  return entries.filter((entry) => entry.points !== 0n);
}

/**
 * First the order's own points; then those of its that have expired, which come back into their lots for the reversal to take; the rest is charged
 * to the member's other points, and below zero to the member or (`writeOff`) to the shop.
 */
function lowered(
  ledger: Pick<MemberLedger, 'balance' | 'lots'>,
  source: EntrySource,
  carried: OrderCarried,
  points: bigint,
  debt: Program['refunds']['debt'],
): OrderPosting[] {
  const own = ledger.lots
    .filter((lot) => lot.source.kind === source.kind && lot.source.id === source.id)
    .reduce((sum, lot) => sum + lot.remaining, 0n);
  const expired = min(points - min(points, own), carried.expired - carried.expiryReversed);
  const debtAdded = debtOf(ledger.balance + expired - points) - debtOf(ledger.balance);
  const entries: OrderPosting[] = [
    { kind: 'expiry_reversal', points: expired, reopens: carried.expiredLots },
    { kind: 'order', points: -points },
    { kind: 'write_off', points: debt === 'writeOff' ? debtAdded : 0n },
  ];
  return entries.filter((entry) => entry.points !== 0n);
}
