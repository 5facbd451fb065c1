/** Facts have dates (points.md 5): what was known of an order at some moment, so that tiers never hang on the order in which deliveries came. */
import { canonicalInstant, compareInstants } from './instant.ts';
import type { LineFacts, OrderFacts, OrderState, RefundFacts } from './order-facts.ts';

/** When a refund happened. */
export const refundDate = (refund: RefundFacts): string => refund.processedAt ?? refund.createdAt;

/** How many pieces of each line the refunds name, by line id. */
export function refundedQuantities(refunds: OrderState['refunds']): Map<string, number> {
  const refunded = new Map<string, number>();
  for (const { facts } of refunds)
    for (const { lineItemId, quantity } of facts.lines)
      refunded.set(lineItemId, (refunded.get(lineItemId) ?? 0) + quantity);
  return refunded;
}

/** A quantity that is gone with no refund to date it is gone from the start; what a later refund takes is there still. */
function lineAsKnown(line: LineFacts, refundedInAll: number, refundedThen: number): LineFacts {
  if (line.currentQuantity === null) return line;
  const gone = Math.max(0, line.quantity - line.currentQuantity - refundedInAll);
  return { ...line, currentQuantity: Math.max(0, line.quantity - gone - refundedThen) };
}

function factsAsKnown(
  facts: OrderFacts,
  at: string,
  all: OrderState['refunds'],
  then: OrderState['refunds'],
) {
  const [inAll, byThen] = [refundedQuantities(all), refundedQuantities(then)];
  const isCancelled = facts.cancelledAt !== null && compareInstants(facts.cancelledAt, at) <= 0;
  return {
    ...facts,
    cancelledAt: isCancelled ? facts.cancelledAt : null,
    // Its refunds have dates: what is left of it is told by them.
    financialStatus: facts.financialStatus === 'refunded' ? 'paid' : facts.financialStatus,
    lines: facts.lines.map((line) => lineAsKnown(line, inAll.get(line.id) ?? 0, byThen.get(line.id) ?? 0)),
  };
}

/** Nothing of it is dated later, and nothing is told otherwise then than now: most orders. */
function isKnownInFull(order: OrderState, facts: OrderFacts, at: string): boolean {
  const { cancelledAt, financialStatus, lines } = facts;
  if (order.refunds.length > 0 || financialStatus === 'refunded') return false;
  if (cancelledAt !== null && compareInstants(cancelledAt, at) > 0) return false;
  return lines.every(({ quantity, currentQuantity }) => (currentQuantity ?? 0) <= quantity);
}

/**
 * The order as known at an instant: with only the refunds and the cancellation that are dated up to it, everything else as it is now.
 * Whether the order itself was there yet (its processedAt) is for the caller to ask. For tiers and `firstOrder` alone: what an order earns
 * is reckoned from all that is known.
 */
export function asKnownAt(order: OrderState, at: string): OrderState {
  const refunds = order.refunds.filter(({ facts }) => compareInstants(refundDate(facts), at) <= 0);
  if (order.order === null) return { ...order, refunds };
  if (isKnownInFull(order, order.order.facts, at)) return order;
  const facts = factsAsKnown(order.order.facts, at, order.refunds, refunds);
  return { ...order, order: { ...order.order, facts }, refunds };
}

/** The instants at which `asKnownAt` changes, in UTC, rising, each once. */
export function factDates(order: OrderState): string[] {
  const cancelledAt = order.order?.facts.cancelledAt ?? null;
  const dates = [...order.refunds.map(({ facts }) => refundDate(facts)), cancelledAt];
  const instants = dates.flatMap((date) => (date === null ? [] : [canonicalInstant(date)]));
  return [...new Set(instants)].sort(compareInstants);
}
