// points.md 5: an order as it is known at a moment.
import { type Line, moment, type Order, type OrderFacts, type Refund } from './facts.ts';

/** An order with only what is known of it: all that the sums of points.md 2 read. */
export type Known = {
  facts: OrderFacts;
  /** Neither cancelled nor deleted. */
  stands: boolean;
  status: string | null;
  refunds: Refund[];
  /** What remains of each line: step 4. Not by id, which two lines of a payload may have in common. */
  remaining: Map<Line, number>;
  fulfilled: boolean;
  lookups: Order['lookups'];
};

/** "a refund its `processed_at` (else `created_at`)" */
const dateOf = (refund: Refund): string => refund.processedAt ?? refund.createdAt;

const quantityIn = (refunds: readonly Refund[], lineId: string): number =>
  refunds
    .flatMap((refund) => refund.lines)
    .filter((line) => line.lineItemId === lineId)
    .reduce((sum, line) => sum + line.quantity, 0);

/** The order as known at t, or, with null, as it is now with all that was told. null: no facts of it have come yet. */
export function knownAt(state: Order, t: string | null): Known | null {
  const facts = state.order?.facts;
  if (!facts) return null;
  const all = state.refunds.map((refund) => refund.facts);
  // "**As known at t** means with only the facts dated up to t"
  const refunds = all.filter((refund) => t === null || moment(dateOf(refund)) <= moment(t));
  // "a cancellation its `cancelled_at`"
  const cancelled = facts.cancelledAt !== null && (t === null || moment(facts.cancelledAt) <= moment(t));
  const remaining = new Map<Line, number>();
  for (const line of facts.lines) {
    // "`remaining` is the lower of the line's `current_quantity` (when the payload has it) and `quantity` less all refunded quantities known for it, at least 0"
    const gone = quantityIn(all, line.id);
    const nowByQuantity = line.quantity - gone;
    const now = Math.min(line.currentQuantity ?? nowByQuantity, nowByQuantity);
    // "a quantity that is gone with no refund to date it counts as gone from the start"
    const undated = line.quantity - gone - now;
    remaining.set(line, Math.max(0, line.quantity - undated - quantityIn(refunds, line.id)));
  }
  return {
    facts,
    stands: !cancelled && !state.deleted,
    // "a status `refunded` counts as `paid`, since its refunds have dates"
    status: t !== null && facts.financialStatus === 'refunded' ? 'paid' : facts.financialStatus,
    refunds,
    remaining,
    fulfilled: state.fulfilledAt !== null,
    lookups: state.lookups,
  };
}
