// What the naive model reads: plain JSON, described here once more on purpose and not imported from app/domain.

export type Amount = { shop: string; presentment: string | null };
export type Line = {
  id: string;
  productId: string | null;
  vendor: string | null;
  quantity: number;
  currentQuantity: number | null;
  giftCard: boolean;
  tip: boolean;
  unitPrice: Amount;
  discounts: Amount;
  taxes: Amount;
};
export type ShippingLine = { removed: boolean; price: Amount; discounts: Amount; taxes: Amount };
export type OrderFacts = {
  orderId: string;
  customerId: string | null;
  processedAt: string;
  cancelledAt: string | null;
  financialStatus: string | null;
  test: boolean;
  company: boolean;
  channel: string | null;
  tags: string[];
  shippingCountry: string | null;
  billingCountry: string | null;
  shopCurrency: string;
  presentmentCurrency: string;
  taxesIncluded: boolean;
  totalOutstanding: string | null;
  currentTotalPrice: string | null;
  lines: Line[];
  shippingLines: ShippingLine[];
};
export type Refund = {
  id: string;
  createdAt: string;
  processedAt: string | null;
  lines: { lineItemId: string; quantity: number }[];
  adjustments: { id: string; kind: string; amount: Amount; tax: Amount }[];
  shipping: { amount: Amount; tax: Amount }[] | null;
};
/** One order as it is stored: its newest facts, all its refunds, and what was looked up for it: tags by customer id, `lines` by product id. */
export type Order = {
  order: { facts: OrderFacts } | null;
  refunds: { facts: Refund }[];
  fulfilledAt: string | null;
  deleted: boolean;
  lookups: {
    customerTags: Record<string, string[]>;
    lines: Record<string, { tags: string[]; collectionIds: string[] }>;
  } | null;
};

export type LineLists = {
  productIds?: string[] | null;
  collectionIds?: string[] | null;
  productTags?: string[] | null;
  vendors?: string[] | null;
};
export type Campaign = {
  id: string;
  active?: boolean;
  startsAt?: string | null;
  endsAt?: string | null;
  when?: {
    markets?: string[] | null;
    tiers?: string[] | null;
    channels?: string[] | null;
    minSpend?: { currency: string; amount: string }[] | null;
    firstOrder?: boolean | null;
  } | null;
  lines?: LineLists | null;
  effect: { kind: 'multiply'; by: string } | { kind: 'bonus'; points: number };
};
export type Level = { id: string; threshold: string; multiplier: string };
export type Tiers = {
  basis: 'basePoints' | 'points' | 'spend' | 'orders';
  period: { kind: 'lifetime' } | { kind: 'calendarYear' } | { kind: 'rolling'; months: number };
  levels: Level[];
};
export type Program = {
  enrolment: {
    mode: 'automatic' | 'optIn';
    excludedCustomerTags?: string[] | null;
    businessOrders: boolean;
    backdateDays?: number;
  };
  earning: {
    rates: { currency: string; spend: string; points: number }[];
    basis: {
      taxes: 'asDisplayed' | 'included' | 'excluded';
      shipping?: boolean;
      giftCardProducts?: boolean;
    };
    exclusions?: LineLists & { orderTags?: string[] | null; channels?: string[] | null };
    granularity: 'proportional' | 'wholeSteps';
    rounding: 'down' | 'halfUp' | 'up';
    stacking: 'add' | 'multiply' | 'highest';
    awardOn: 'paid' | 'fulfilled';
  };
  campaigns?: Campaign[] | null;
  tiers?: Tiers | null;
  markets?: { handle: string; countries: string[]; currency: string }[] | null;
};
export type Version = { number: number; publishedAt: string; program: Program };
export type Placement = { levelId: string; from: string; until: string | null };

/** Everything of one member that the rules look at. */
export type Member = {
  orders: readonly Order[];
  versions: readonly Version[];
  placements: readonly Placement[];
  shopIsDevelopment: boolean;
  timeZone: string;
  /** The customer's first sign-in, sign-up or order; null: known by none yet. */
  enrolledAt: string | null;
  /** When they joined of their own will; null: never. */
  joinedAt: string | null;
};

/** Nanoseconds since 1970 of an instant in UTC. */
export function moment(text: string): bigint {
  const [date = '', rest = ''] = text.split(/[.Z]/);
  return BigInt(Date.parse(`${date}Z`)) * 1_000_000n + BigInt(rest.padEnd(9, '0'));
}

/** "Orders are ordered by `(processed_at, id)`, ids as numbers": negative where a is before b. */
export function orderOf(a: OrderFacts, b: OrderFacts): number {
  const [first, second] = [moment(a.processedAt), moment(b.processedAt)];
  if (first !== second) return first < second ? -1 : 1;
  return Number(BigInt(a.orderId) - BigInt(b.orderId));
}

/** "The version in force at time t is the newest one with `publishedAt <= t`." */
export function versionInForce(versions: readonly Version[], t: string): Version | null {
  const published = versions.filter((version) => moment(version.publishedAt) <= moment(t));
  published.sort((a, b) => {
    const [first, second] = [moment(a.publishedAt), moment(b.publishedAt)];
    return first === second ? a.number - b.number : first < second ? -1 : 1;
  });
  return published.at(-1) ?? null;
}

const fold = (tag: string): string => tag.trim().toLowerCase();

/** Tags are compared "trimmed, without case". */
export const shareATag = (some: readonly string[], others: readonly string[]): boolean =>
  some.some((one) => others.some((other) => fold(one) === fold(other)));
