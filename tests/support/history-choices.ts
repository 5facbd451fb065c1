import type fc from 'fast-check';
import type { Version } from '../naive/facts.ts';
import { built, type Choices } from './choices.ts';
import { calendar } from './moments.ts';
import { type FullFacts, orderNews } from './order-choices.ts';
import type { Delivery } from './order-life.ts';
import { deliveryOf } from './payload-of-facts.ts';
import { type Currency, LEVELS, publishedVersions } from './program-choices.ts';

export type Step =
  | { kind: 'deliver'; delivery: Delivery }
  | { kind: 'adjust'; customerId: string; points: number }
  | { kind: 'join'; customerId: string; at: string }
  | { kind: 'publish'; version: HistoryCase['versions'][number] }
  /** The second customer becomes the first. */
  | { kind: 'merge'; delivery: Delivery };

/** A shop with some members, and all that happens to it, as it arrives. */
export type HistoryCase = {
  timeZone: string;
  isDevelopment: boolean;
  versions: (Version & { program: object })[];
  /** How many of the versions are published before anything happens; the others by steps. */
  publishedAtFirst: number;
  customers: string[];
  placements: { customerId: string; levelId: string; from: string; until: string | null }[];
  steps: Step[];
  /** Moments at which the levels are asked for. */
  moments: string[];
};

const CUSTOMERS = ['71', '72'];
const IDS = ['9', '10', '11', '100', '99', '101'];

function merge(from: Choices): Step[] {
  if (!from.oneIn(6)) return [];
  const [into, gone] = CUSTOMERS.map((id) => `gid://shopify/Customer/${id}`);
  const payload = {
    admin_graphql_api_customer_kept_id: into,
    admin_graphql_api_customer_deleted_id: gone,
    status: 'completed',
  };
  const delivery = { topic: 'customers/merge', triggeredAt: '2026-11-01T00:00:00Z', payload };
  return [{ kind: 'merge', delivery }];
}

function historyFrom(from: Choices): HistoryCase {
  const at = calendar(from);
  const mode = from.oneIn(5) ? ('optIn' as const) : ('automatic' as const);
  const owners = from.oneIn(3) ? [...CUSTOMERS, null] : [];
  const shop = { currency: from.of<Currency>('USD', 'USD', 'EUR', 'JPY'), calendar: at, owners };
  const versions = publishedVersions(from, at, { lookups: false, mode }) as HistoryCase['versions'];
  const orders = from.list(from.of(3, 2, 4, 5), (index) => {
    const owner = from.oneIn(4) ? from.of(CUSTOMERS[1] ?? null, null) : (CUSTOMERS[0] ?? null);
    return orderNews(from, shop, IDS[index] ?? String(index), owner);
  });
  const deliveries = orders.flatMap((told) => {
    const facts = told.flatMap((news) => news.order?.facts ?? []);
    return told.map((news): Step => ({ kind: 'deliver', delivery: deliveryOf(news, currenciesOf(facts)) }));
  });
  const joins =
    mode === 'optIn'
      ? CUSTOMERS.map((customerId): Step => ({ kind: 'join', customerId, at: at.moment() }))
      : [];
  const adjustments = from.list(from.of(0, 0, 1, 2), (): Step => ({
    kind: 'adjust',
    customerId: from.of(CUSTOMERS[0] ?? '', CUSTOMERS[1] ?? ''),
    points: from.of(-100, 1, 50, -7, 1000),
  }));
  const happens = [...deliveries, ...from.some(deliveries, 5), ...joins, ...adjustments, ...merge(from)];
  const publishedAtFirst = from.oneIn(3) ? from.upTo(versions.length) : versions.length;
  const steps = from.oneIn(3) ? happens : from.shuffled(happens);
  for (const [index, version] of versions.slice(publishedAtFirst).entries()) {
    // In the order of their numbers: each after the one before it.
    const before = steps.findLastIndex(({ kind }) => kind === 'publish') + (index === 0 ? 0 : 1);
    steps.splice(from.between(Math.max(0, before), steps.length), 0, { kind: 'publish', version });
  }
  return {
    timeZone: at.zone,
    isDevelopment: from.oneIn(4),
    versions,
    publishedAtFirst,
    customers: CUSTOMERS,
    placements: from.list(from.of(0, 0, 0, 1), () => {
      const [begin, end] = [at.moment(), at.moment()].sort((a, b) => Date.parse(a) - Date.parse(b));
      return {
        customerId: CUSTOMERS[0] ?? '',
        levelId: from.of(...LEVELS),
        from: begin ?? at.moment(),
        until: begin === end ? null : (from.of(end, null) ?? null),
      };
    }),
    steps,
    moments: from.list(3, () => at.moment()),
  };
}

const currenciesOf = (facts: readonly FullFacts[]) => ({
  shop: facts[0]?.shopCurrency ?? 'USD',
  presentment: facts[0]?.presentmentCurrency ?? 'USD',
});

export const historyCase = (): fc.Arbitrary<HistoryCase> => built(800, historyFrom);
