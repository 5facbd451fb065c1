/** An order's entries (points.md section 4): the difference to its target, debt and write-offs, and the way from one customer to another. */
import { refundDate } from '../domain/as-known.ts';
import type { Target } from '../domain/earning.ts';
import type { EntryExplanation } from '../domain/explanation.ts';
import type { MemberId } from '../domain/ids.ts';
import { latestInstant } from '../domain/instant.ts';
import type { Posting } from '../domain/ledger.ts';
import { orderEntries, type OrderPosting } from '../domain/order-entries.ts';
import type { OrderState } from '../domain/order-facts.ts';
import type { PublishedProgram } from '../domain/program.ts';
import type { OrderPosted } from '../storage/entries.ts';
import type { ExpiredOfOrder } from '../storage/expired-lots.ts';
import type { LedgerWriter } from '../storage/ledger-writer.ts';
import type { SettledOrder } from '../storage/orders.ts';
import { inputHash } from './input-hash.ts';

/** One order as its transaction sees it: what is known, whose it is, what it is worth and what its entries carry at each member. */
export type Settling = {
  orderId: string;
  state: OrderState;
  member: MemberId | null;
  version: PublishedProgram | null;
  worth: Target;
  posted: readonly OrderPosted[];
  /** What of the order's own points has expired at each member. */
  expired: readonly ExpiredOfOrder[];
};

/** Posts the difference between what the order should carry and what it carries, at its member and wherever it was before. */
export function settleOne(writer: LedgerWriter, settling: Settling): SettledOrder {
  const { orderId, state, member, worth } = settling;
  // Where nothing is left there is nothing to take back, and the member need not be locked.
  for (const elsewhere of settling.posted.filter((one) => one.memberId !== member && one.points !== 0n))
    takeBack(writer, settling, elsewhere);
  if (member !== null) {
    const here = settling.posted.find((one) => one.memberId === member) ?? nothingAt(member);
    postDifference(writer, settling, here, worth.points, {
      ...worth.explanation,
      before: String(here.points),
      after: String(worth.points),
    });
  }
  if (member !== null && worth.availableAt !== null)
    writer.dateLots(member, { kind: 'order', id: orderId }, worth.availableAt);
  return {
    orderId,
    state,
    memberId: member,
    market: worth.market,
    currency: worth.currency,
    target: worth.points,
    programNumber: worth.explanation.programNumber,
    explanation: worth.explanation,
  };
}

const nothingAt = (member: MemberId): OrderPosted => ({
  memberId: member,
  points: 0n,
  writtenOff: 0n,
  expiryReversed: 0n,
  count: 0,
});

const ofEntry = ({ orderId, state }: Settling) => ({ orderId, orderName: state.order?.facts.name ?? null });

/** The order belongs to another customer now: what it carried here goes. */
function takeBack(writer: LedgerWriter, settling: Settling, elsewhere: OrderPosted): void {
  postDifference(writer, settling, elsewhere, 0n, {
    kind: 'orderMoved',
    ...ofEntry(settling),
    before: String(elsewhere.points),
    after: '0',
  });
}

function postDifference(
  writer: LedgerWriter,
  settling: Settling,
  at: OrderPosted,
  carry: bigint,
  explanation: EntryExplanation,
): void {
  const gone = settling.expired.find((one) => one.memberId === at.memberId);
  const carried = { ...at, expired: gone?.expired ?? 0n, expiredLots: gone?.lots ?? [] };
  const source = { kind: 'order', id: settling.orderId };
  const debt = settling.version?.program.refunds.debt ?? 'allow';
  const entries = orderEntries(writer.member(at.memberId), source, carried, carry, debt);
  entries.forEach((entry, index) => {
    const points = String(entry.points);
    const why: EntryExplanation =
      entry.kind === 'order'
        ? explanation
        : { kind: entry.kind === 'write_off' ? 'writeOff' : 'expiryReversal', ...ofEntry(settling), points };
    const number = at.count + index + 1;
    writer.append(at.memberId, posting(settling, at, { ...entry, number, explanation: why }));
  });
}

type Numbered = OrderPosting & { number: number; explanation: EntryExplanation };

function posting(settling: Settling, at: OrderPosted, what: Numbered): Posting {
  const { state, orderId, worth } = settling;
  const { number, ...entry } = what;
  const input = {
    order: state.order?.hash ?? null,
    refunds: state.refunds.map((refund) => refund.hash),
    fulfilledAt: state.fulfilledAt,
    deleted: state.deleted,
    program: settling.version?.number ?? null,
    points: String(what.points),
  };
  return {
    ...entry,
    source: { kind: 'order', id: orderId },
    key: `order:${orderId}:${at.memberId}:${number}`,
    inputHash: inputHash(input),
    effectiveAt: effectiveAt(state, number === 1),
    availableAt: entry.kind === 'order' && entry.points > 0n ? worth.availableAt : null,
    expiresAt: null,
  };
}

/** An order's first entry took effect when it was processed; a later one when the latest known fact of it happened. */
export function effectiveAt(state: OrderState, first: boolean): string {
  const facts = state.order?.facts;
  if (!facts) throw new Error('an order that is not known yet has no points to post');
  if (first) return facts.processedAt;
  const refunds = state.refunds.map(({ facts: refund }) => refundDate(refund));
  return (
    latestInstant([facts.processedAt, facts.updatedAt, facts.cancelledAt, ...refunds]) ?? facts.processedAt
  );
}
