import { compareInstants } from './instant.ts';
import type {
  Amount,
  OrderFacts,
  OrderNews,
  OrderState,
  RefundFacts,
  TakenEarlier,
  Versioned,
} from './order-facts.ts';

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

type Triggered = Pick<Versioned<unknown>, 'triggeredAt' | 'hash'>;

function compareTriggered(a: Triggered, b: Triggered): number {
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

/** Shopify takes codes in any case. */
const codeOf = ({ code }: Pick<TakenEarlier, 'code'>): string => code.trim().toUpperCase();

const compareTaken: Order<TakenEarlier> = (a, b) =>
  compareInstants(a.updatedAt, b.updatedAt) || compareTriggered(a, b);

/** What the version tells of codes, each with which version it was. */
const takenBy = (order: Versioned<OrderFacts> | null): TakenEarlier[] =>
  (order?.facts.takenByCodes ?? []).map((one) => ({
    ...one,
    updatedAt: order!.facts.updatedAt,
    triggeredAt: order!.triggeredAt,
    hash: order!.hash,
  }));

/** A later version may tell less than an earlier one did (an edited order, a payload in part): then the earlier one's word stands, whichever came first. */
function takenEarlier(state: OrderState, news: OrderNews, newest: OrderState['order']): TakenEarlier[] {
  const told = new Set(newest?.facts.takenByCodes?.map(codeOf));
  const byCode = new Map<string, TakenEarlier>();
  for (const one of [...(state.takenEarlier ?? []), ...takenBy(state.order), ...takenBy(news.order)]) {
    if (told.has(codeOf(one))) continue;
    byCode.set(codeOf(one), later(byCode.get(codeOf(one)) ?? null, one, compareTaken) ?? one);
  }
  return [...byCode.values()].sort((a, b) => compareText(codeOf(a), codeOf(b)));
}

/** What the newest version that tells of the code says that it took; null where none does. `code` in capitals. */
export function amountTaken({ order, takenEarlier: earlier = [] }: OrderState, code: string): Amount | null {
  return [...takenBy(order), ...earlier].find((one) => codeOf(one) === code)?.amount ?? null;
}

/**
 * What is known after one more delivery (points.md 4). Of two versions the later counts, refunds are a set, being fulfilled or deleted is never unset:
 * so any order and any repetition of the same deliveries ends in the same state.
 */
export function mergeOrderNews(state: OrderState, news: OrderNews): OrderState {
  const order = later(state.order, news.order, compareOrders);
  const earlier = takenEarlier(state, news, order);
  return {
    order,
    ...(earlier.length > 0 && { takenEarlier: earlier }),
    refunds: unitedRefunds(state.refunds, news.refunds),
    fulfilledAt: earlierInstant(state.fulfilledAt, news.fulfilledAt),
    deleted: state.deleted || news.deleted,
    lookups: state.lookups,
  };
}
