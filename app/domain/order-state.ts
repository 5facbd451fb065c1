import { compareInstants } from './instant.ts';
import type { OrderFacts, OrderNews, OrderState, RefundFacts, Versioned } from './order-facts.ts';

export const emptyOrderState: OrderState = {
  order: null,
  refunds: [],
  fulfilledAt: null,
  deleted: false,
  lookups: null,
};

const compareText = (a: string, b: string): -1 | 0 | 1 => (a < b ? -1 : a > b ? 1 : 0);
// Ids as numbers: all are plain digits without leading zeros, so the longer one is the greater.
const compareIds = (a: string, b: string): number => a.length - b.length || compareText(a, b);

/** The order of orders in a member's history: (processed_at, id), ids as numbers (points.md 5). */
export const compareOrderMoments = (
  a: Pick<OrderFacts, 'processedAt' | 'orderId'>,
  b: Pick<OrderFacts, 'processedAt' | 'orderId'>,
): number => compareInstants(a.processedAt, b.processedAt) || compareIds(a.orderId, b.orderId);

type Order<T> = (a: T, b: T) => number;

function compareTriggered<Facts>(a: Versioned<Facts>, b: Versioned<Facts>): number {
  // The text of triggeredAt is the last resort: one instant may have been handed in with two offsets.
  return (
    compareInstants(a.triggeredAt, b.triggeredAt) ||
    compareText(a.hash, b.hash) ||
    compareText(a.triggeredAt ?? '', b.triggeredAt ?? '')
  );
}

const compareOrders: Order<Versioned<OrderFacts>> = (a, b) =>
  compareInstants(a.facts.updatedAt, b.facts.updatedAt) || compareTriggered(a, b);

function later<T>(a: T | null, b: T | null, order: Order<T>): T | null {
  if (a === null || b === null) return a ?? b;
  return order(a, b) < 0 ? b : a;
}

function earlierInstant(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return (compareInstants(a, b) || compareText(a, b)) <= 0 ? a : b;
}

function unitedRefunds(
  known: readonly Versioned<RefundFacts>[],
  told: readonly Versioned<RefundFacts>[],
): Versioned<RefundFacts>[] {
  const byId = new Map<string, Versioned<RefundFacts>>();
  for (const refund of [...known, ...told]) {
    const earlier = byId.get(refund.facts.id);
    byId.set(refund.facts.id, earlier && compareTriggered(earlier, refund) > 0 ? earlier : refund);
  }
  return [...byId.values()].sort((a, b) => compareIds(a.facts.id, b.facts.id));
}

/**
 * What is known after one more delivery (points.md 4). Of two versions the later counts, refunds are a set, being fulfilled or deleted is never unset:
 * so any order and any repetition of the same deliveries ends in the same state.
 */
export function mergeOrderNews(state: OrderState, news: OrderNews): OrderState {
  return {
    order: later(state.order, news.order, compareOrders),
    refunds: unitedRefunds(state.refunds, news.refunds),
    fulfilledAt: earlierInstant(state.fulfilledAt, news.fulfilledAt),
    deleted: state.deleted || news.deleted,
    lookups: state.lookups,
  };
}
