// points.md 4: which of the versions of an order and of its refunds count, whatever order they came in.
import { moment, type Order, type OrderFacts, type Refund } from './facts.ts';

type Versioned<Facts> = { facts: Facts; triggeredAt: string | null; hash: string };
export type News = {
  order: Versioned<OrderFacts & { updatedAt: string | null }> | null;
  refunds: Versioned<Refund>[];
  fulfilledAt: string | null;
  deleted: boolean;
};

/** Every part of what decides, from the first to the last; what was not told is before everything. */
const isLater = (a: (string | null)[], b: (string | null)[]): boolean => {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at >= 0 && (a[at] ?? '') > (b[at] ?? '');
};

const sortable = (instant: string | null): string | null =>
  instant === null ? null : moment(instant).toString().padStart(30, '0');

function latest<T>(versions: readonly T[], rank: (version: T) => (string | null)[]): T | null {
  return versions.find((one) => versions.every((other) => !isLater(rank(other), rank(one)))) ?? null;
}

/** What is known after all of them, by whatever way they came. */
export function mergeAll(told: readonly News[]): Omit<Order, 'lookups'> {
  const refunds = told.flatMap((news) => news.refunds);
  const ids = [...new Set(refunds.map((refund) => refund.facts.id))];
  const fulfilled = told.flatMap((news) => news.fulfilledAt ?? []);
  return {
    // "Of two versions of an order the later by `(updated_at, X-Shopify-Triggered-At, SHA-256 of the canonical facts)` counts"
    order: latest(
      told.flatMap((news) => news.order ?? []),
      ({ facts, triggeredAt, hash }) => [sortable(facts.updatedAt), sortable(triggeredAt), hash],
    ),
    // "refunds are united, and of two versions of one refund the later by `(X-Shopify-Triggered-At, hash)` counts"
    refunds: ids.flatMap((id) => {
      const versions = refunds.filter((refund) => refund.facts.id === id);
      return latest(versions, ({ triggeredAt, hash }) => [sortable(triggeredAt), hash]) ?? [];
    }),
    // "fully fulfilled at some time (set by any known payload, never unset)"
    fulfilledAt: fulfilled[0] ?? null,
    deleted: told.some((news) => news.deleted),
  };
}
