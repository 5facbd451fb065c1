/** An order's entries (points.md section 4): the difference to its target, debt and write-offs, and the way from one customer to another. */
import type { Target } from '../domain/earning.ts';
import type { EntryExplanation } from '../domain/explanation.ts';
import type { MemberId } from '../domain/ids.ts';
import { latestInstant } from '../domain/instant.ts';
import type { Posting } from '../domain/ledger.ts';
import type { OrderState } from '../domain/order-facts.ts';
import type { PublishedProgram } from '../domain/program.ts';
import type { OrderPosted } from '../storage/entries.ts';
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
};

/** Posts the difference between what the order should carry and what it carries, at its member and wherever it was before. */
export function settleOne(writer: LedgerWriter, settling: Settling): SettledOrder {
  const { orderId, state, member, worth } = settling;
  for (const elsewhere of settling.posted.filter((one) => one.memberId !== member))
    takeBack(writer, settling, elsewhere);
  if (member !== null) {
    const here = settling.posted.find((one) => one.memberId === member) ?? {
      memberId: member,
      points: 0n,
      writtenOff: 0n,
      count: 0,
    };
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

/** The order belongs to another customer now: what it carried here goes. */
function takeBack(writer: LedgerWriter, settling: Settling, elsewhere: OrderPosted): void {
  postDifference(writer, settling, elsewhere, 0n, {
    kind: 'orderMoved',
    orderId: settling.orderId,
    orderName: settling.state.order?.facts.name ?? null,
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
  const points = carry - at.points;
  if (points === 0n) return;
  const debtBefore = debtOf(writer, at.memberId);
  const entry = posting(settling, at, { kind: 'order', points, number: at.count + 1, explanation });
  writer.append(at.memberId, entry);
  const writeOff = writeOffFor(settling, at, points, debtOf(writer, at.memberId) - debtBefore);
  if (writeOff === 0n) return;
  const name = settling.state.order?.facts.name ?? null;
  const reason: EntryExplanation = {
    kind: 'writeOff',
    orderId: settling.orderId,
    orderName: name,
    points: String(writeOff),
  };
  writer.append(
    at.memberId,
    posting(settling, at, { kind: 'write_off', points: writeOff, number: at.count + 2, explanation: reason }),
  );
}

/**
 * With `debt: "writeOff"` a reversal that pushes the balance below zero is carried by the shop; when the order earns again, what it
 * left written off is taken back first. The entry follows the order's own, so that it consumes that order's new lot and no other points.
 */
function writeOffFor(settling: Settling, at: OrderPosted, points: bigint, debtAdded: bigint): bigint {
  if (points > 0n) return at.writtenOff > points ? -points : -at.writtenOff;
  return settling.version?.program.refunds.debt === 'writeOff' ? debtAdded : 0n;
}

function debtOf(writer: LedgerWriter, id: MemberId): bigint {
  const { balance } = writer.member(id);
  return balance < 0n ? -balance : 0n;
}

type Kind = { kind: 'order' | 'write_off'; points: bigint; number: number; explanation: EntryExplanation };

function posting(settling: Settling, at: OrderPosted, what: Kind): Posting {
  const { state, orderId, worth } = settling;
  const input = {
    order: state.order?.hash ?? null,
    refunds: state.refunds.map((refund) => refund.hash),
    fulfilledAt: state.fulfilledAt,
    deleted: state.deleted,
    program: settling.version?.number ?? null,
    points: String(what.points),
  };
  return {
    kind: what.kind,
    points: what.points,
    source: { kind: 'order', id: orderId },
    key: `order:${orderId}:${at.memberId}:${what.number}`,
    inputHash: inputHash(input),
    effectiveAt: effectiveAt(state, what.number === 1),
    availableAt: what.points > 0n ? worth.availableAt : null,
    expiresAt: null,
    explanation: what.explanation,
  };
}

/** An order's first entry took effect when it was processed; a later one when the latest known fact of it happened. */
function effectiveAt(state: OrderState, first: boolean): string {
  const facts = state.order?.facts;
  if (!facts) throw new Error('an order that is not known yet has no points to post');
  if (first) return facts.processedAt;
  const refunds = state.refunds.map(({ facts: refund }) => refund.processedAt ?? refund.createdAt);
  return (
    latestInstant([facts.processedAt, facts.updatedAt, facts.cancelledAt, ...refunds]) ?? facts.processedAt
  );
}
