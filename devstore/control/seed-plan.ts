import { products } from '../data/catalogue.ts';
import { namePools } from '../data/people.ts';
import type { NamePool } from '../data/people.ts';
import { between, pick, seededRandom } from '../random.ts';
import type { Random } from '../random.ts';
import type { MarketHandle } from '../state/catalogue-types.ts';
import type { CheckoutRequest, NewCustomer } from '../state/dev-store.ts';

const dayMs = 24 * 60 * 60 * 1000;
const hourMs = 60 * 60 * 1000;
const orderDays = 90;

/** Customers and orders are named by their place in the plan; what they become is known when the plan is carried out. */
export type SeedAct =
  | { kind: 'customer'; at: number; customer: number; wanted: NewCustomer }
  | { kind: 'checkout'; at: number; order: number; customer: number | null; wanted: SeedCart }
  | { kind: 'pay' | 'fulfil' | 'cancel' | 'add-item'; at: number; order: number }
  | { kind: 'refund'; at: number; order: number; what: 'one-item' | 'everything' | 'by-hand' | 'shipping' };

export type SeedCart = Omit<CheckoutRequest, 'customerId' | 'processedAt'>;

export type SeedRequest = { seed: number; customers: number; orders: number; until: number };

const tips: Record<MarketHandle, bigint> = { us: 300n, eu: 250n, jp: 300n, gulf: 1000n };

/** Three months of a shop's life that end at `until`, the earliest act first: the same seed gives the same acts. */
export function planSeed({ seed, customers, orders, until }: SeedRequest): SeedAct[] {
  const random = seededRandom(seed);
  const people = Array.from({ length: customers }, (_, index) => planCustomer(random, index, until));
  const acts: SeedAct[] = people.map((person, customer) => ({
    kind: 'customer',
    at: person.at,
    customer,
    wanted: person,
  }));
  for (let order = 0; order < orders; order += 1) {
    const at = until - Math.floor(random() * orderDays * dayMs) - hourMs;
    // Squared, so that the first customers come back often and the last ones once or never.
    const customer = random() < 0.06 ? null : Math.floor(random() ** 2 * customers);
    const person = customer === null ? undefined : people[customer];
    const market = person?.market ?? pick(random, namePools).market;
    const madeAt = Math.max(at, (person?.at ?? 0) + hourMs);
    const wanted = order === orders - 2 ? hundredLines(market) : planCart(random, market);
    acts.push({ kind: 'checkout', at: madeAt, order, customer, wanted });
    acts.push(...planAftermath(random, order, madeAt, wanted.payment === 'pending'));
  }
  const ranks = new Map(acts.map((act, index) => [act, index]));
  return acts
    .filter((act) => act.at <= until)
    .sort((a, b) => a.at - b.at || (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0));
}

function planCustomer(random: Random, index: number, until: number): NewCustomer & { at: number } {
  const pool = weighted(random, namePools);
  const [firstName, firstLatin] = pick(random, pool.given);
  const [lastName, lastLatin] = pick(random, pool.family);
  const at = until - Math.floor((0.1 + 0.9 * random()) * (orderDays + 30) * dayMs);
  return {
    firstName,
    lastName,
    email: `${firstLatin}.${lastLatin}.${index + 1}@example.com`,
    market: pool.market,
    locale: pool.locale,
    address: { countryCode: pool.country },
    acceptsMarketing: random() < 0.6,
    signedIn: random() < 0.7,
    tags: random() < 0.05 ? ['wholesale'] : [],
    at,
  };
}

function weighted(random: Random, pools: readonly NamePool[]): NamePool {
  let left = random() * pools.reduce((sum, pool) => sum + pool.weight, 0);
  for (const pool of pools) {
    left -= pool.weight;
    if (left < 0) return pool;
  }
  return pick(random, pools);
}

function planCart(random: Random, market: MarketHandle): SeedCart {
  const lines = Array.from({ length: between(random, 1, 4) }, () => ({
    variantId: pick(random, pick(random, products).variants).id,
    quantity: random() < 0.25 ? 2 : 1,
  }));
  const code = random() < 0.18 ? [pick(random, ['WELCOME10', 'FIVEOFF', 'FREESHIP'])] : [];
  return {
    market,
    lines,
    codes: code,
    shippingRate: random() < 0.15 ? 'express' : 'standard',
    ...(random() < 0.05 ? { tip: tips[market] } : {}),
    ...(random() < 0.04 ? { payment: 'pending' as const } : {}),
    ...(random() < 0.05 ? { gateway: 'gift_card' } : {}),
  };
}

/** A company's welcome parcels: every variant once or more, each line with a name to engrave. */
function hundredLines(market: MarketHandle): SeedCart {
  const variants = products.filter((product) => !product.giftCard).flatMap((product) => product.variants);
  const lines = Array.from({ length: 100 }, (_, index) => ({
    variantId: variants[index % variants.length]?.id ?? 0,
    quantity: 1 + (index % 3),
    properties: [{ name: 'Engraving', value: `Desk ${index + 1}` }],
  }));
  return { market, lines, codes: ['WELCOME10'] };
}

function planAftermath(random: Random, order: number, madeAt: number, pending: boolean): SeedAct[] {
  const after = (days: number) => madeAt + Math.floor(days * dayMs);
  const acts: SeedAct[] = [];
  if (pending) {
    if (random() < 0.7) acts.push({ kind: 'pay', at: after(1 + random()), order });
    return acts;
  }
  if (random() < 0.03) return [{ kind: 'cancel', at: after(random()), order }];
  if (random() < 0.02)
    acts.push({ kind: 'add-item', at: after(0.2), order }, { kind: 'pay', at: after(0.6), order });
  if (random() < 0.85) acts.push({ kind: 'fulfil', at: after(0.8 + 2 * random()), order });
  const fate = random();
  const refundAt = after(4 + 20 * random());
  const what =
    fate < 0.08
      ? 'one-item'
      : fate < 0.11
        ? 'everything'
        : fate < 0.13
          ? 'by-hand'
          : fate < 0.15
            ? 'shipping'
            : null;
  if (what) acts.push({ kind: 'refund', at: refundAt, order, what });
  if (what === 'one-item' && random() < 0.3)
    acts.push({ kind: 'refund', at: refundAt + 3 * dayMs, order, what });
  return acts;
}
