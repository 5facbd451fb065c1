import { createHash } from 'node:crypto';
import type { Choices } from './choices.ts';
import type { Amount, Line, OrderFacts, Refund, ShippingLine } from '../naive/facts.ts';
import { type Calendar, instantText } from './moments.ts';
import { decimal, DIGITS } from './order-life.ts';
import { CURRENCIES, type Currency, PRODUCTS } from './program-choices.ts';

/** One version of an order's facts, as app/domain/order-facts.ts has them. */
export type FullFacts = Omit<OrderFacts, 'lines'> & {
  name: string;
  updatedAt: string | null;
  fulfilled: boolean;
  discountCodes: string[];
  lines: (Line & { variantId: string | null })[];
};
export type Versioned<Facts> = { facts: Facts; triggeredAt: string | null; hash: string };
export type News = {
  orderId: string;
  order: Versioned<FullFacts> | null;
  refunds: Versioned<Refund>[];
  fulfilledAt: string | null;
  deleted: boolean;
};

/** What all orders of a case have in common. */
export type Shop = {
  currency: Currency;
  calendar: Calendar;
  /** Whose an order may become later; none: each stays with its customer. */
  owners: (string | null)[];
};
type Monies = { shop: Currency; presentment: Currency };

// How many minor units of each currency one cent of the shop's money is about, in thousandths.
const WORTH = { USD: 1000, EUR: 900, JPY: 1500, KWD: 3000 };

/** The same amount in both monies, near enough; `cents` may be negative. */
function amount(cents: number, { shop, presentment }: Monies): Amount {
  const inUnits = (currency: Currency) =>
    decimal(BigInt(Math.trunc((cents * WORTH[currency]) / 1000)), DIGITS[currency]);
  return { shop: inUnits(shop), presentment: inUnits(presentment) };
}

const unknownPresentment = (known: Amount): Amount => ({ ...known, presentment: null });

function line(from: Choices, monies: Monies, index: number): FullFacts['lines'][number] {
  const quantity = from.oneIn(30) ? 0 : from.between(1, 5);
  const cents = from.oneIn(12) ? from.of(1, 0, 33) : from.of(5000, 1000, 1999, 10_000, from.upTo(20_000));
  const kind = from.of('product', 'product', 'product', 'product', 'product', 'giftCard', 'tip');
  const price = cents * quantity;
  const discount = from.oneIn(10)
    ? from.of(price, price + 100)
    : from.of(0, 0, Math.trunc(price / 5), from.upTo(price));
  const productId = kind === 'tip' || from.oneIn(20) ? null : from.of(...PRODUCTS);
  const unitPrice = amount(cents, monies);
  return {
    id: String(100 + index),
    productId,
    variantId: productId && `${productId}0`,
    vendor: from.of('Haven', 'Haven', 'Guest', null),
    quantity,
    currentQuantity: from.oneIn(8) ? from.upTo(quantity) : from.of(quantity, null),
    giftCard: kind === 'giftCard',
    tip: kind === 'tip',
    unitPrice: from.oneIn(80) ? unknownPresentment(unitPrice) : unitPrice,
    discounts: amount(discount, monies),
    // Also where a discount is above the price: just below what it is above by, or more.
    taxes: amount(
      Math.trunc((discount > price ? 990 : price - discount) / from.of(10, 5, 7)) * from.of(1, 0),
      monies,
    ),
  };
}

function shippingLine(from: Choices, monies: Monies): ShippingLine {
  const cents = from.of(500, 1000, from.upTo(2000), 0);
  return {
    removed: from.oneIn(8),
    price: amount(cents, monies),
    discounts: amount(from.of(0, 0, Math.trunc(cents / 3), cents, cents + 30), monies),
    taxes: amount(Math.trunc(cents / 10), monies),
  };
}

// Refunds beside the order's moments: on them, after them, and now and then before the order.
const refundDate = (from: Choices, { calendar }: Shop, processedAt: string): string =>
  from.of(
    () => instantText(Date.parse(processedAt) + from.between(1, 400) * 86_400_000),
    () => calendar.moment(),
    () => processedAt,
  )();

function refund(from: Choices, shop: Shop, order: FullFacts, id: string): Refund {
  const monies = { shop: shop.currency, presentment: order.presentmentCurrency as Currency };
  const createdAt = refundDate(from, shop, order.processedAt);
  const ids = order.lines.map(({ id: lineId }) => lineId);
  const adjustment = (kind: string, cents: number, tax: number, index: number) => ({
    id: `${id}${index}`,
    kind,
    amount: amount(-cents, monies),
    tax: amount(-tax, monies),
  });
  const cents = from.of(500, from.upTo(3000), 100);
  const shipping = from.upTo(1200);
  return {
    id,
    createdAt,
    processedAt: from.of<string | null>(null, createdAt, refundDate(from, shop, order.processedAt)),
    lines: from
      .list(from.of(1, 0, 1, 2), () => ids[from.upTo(ids.length - 1)] ?? '100')
      .map((lineItemId) => ({
        lineItemId: from.oneIn(25) ? '999' : lineItemId,
        quantity: from.of(1, 1, 2, 3),
      })),
    adjustments: [
      ...(from.oneIn(4) ? [adjustment('refund_discrepancy', cents, from.of(0, 100), 1)] : []),
      ...(from.oneIn(6) ? [adjustment('shipping_refund', shipping, Math.trunc(shipping / 10), 2)] : []),
      ...(from.oneIn(20) ? [adjustment('pending_refund_discrepancy', -cents, 0, 3)] : []),
    ],
    shipping: from.of<() => Refund['shipping']>(
      () => [],
      () => null,
      () => [{ amount: amount(shipping, monies), tax: amount(Math.trunc(shipping / 10), monies) }],
    )(),
  };
}

const countryOf = { USD: 'US', EUR: 'DE', JPY: 'JP', KWD: 'KW' } as const;

function firstVersion(from: Choices, shop: Shop, orderId: string, customerId: string | null): FullFacts {
  const presentment = from.oneIn(3) ? from.of(...CURRENCIES) : shop.currency;
  const monies = { shop: shop.currency, presentment };
  const home = countryOf[presentment];
  const lines = from.list(from.between(1, 3), (index) => line(from, monies, index));
  const price = from.of(10_000, from.upTo(20_000), 0);
  const processedAt = shop.calendar.moment();
  return {
    orderId,
    name: `#${orderId}`,
    customerId,
    processedAt,
    updatedAt: processedAt,
    cancelledAt: null,
    financialStatus: from.oneIn(4)
      ? from.of('partially_refunded', 'partially_paid', 'refunded', 'pending')
      : 'paid',
    fulfilled: false,
    test: from.oneIn(30),
    company: from.oneIn(30),
    channel: from.of('web', 'web', 'pos', null),
    tags: from.oneIn(20) ? ['vip', 'no POINTS'] : from.some([' vip', 'x'], 10),
    shippingCountry: from.of<string | null>(home, home, null, null, 'CH', 'BR'),
    billingCountry: from.of<string | null>(home, null, null, 'FR'),
    shopCurrency: shop.currency,
    presentmentCurrency: presentment,
    taxesIncluded: from.oneIn(2),
    totalOutstanding: from.of<string | null>('0.00', amount(from.upTo(12_000), monies).shop, '-5', null),
    currentTotalPrice: from.of<string | null>(amount(price, monies).shop, null),
    discountCodes: [],
    lines,
    shippingLines: from.list(from.of(1, 1, 0, 2), () => shippingLine(from, monies)),
  };
}

/** Another version of the same order: something changed, and nobody knows yet which of the two is the newer. */
function changed(from: Choices, shop: Shop, facts: FullFacts): FullFacts {
  const changes: (() => Partial<FullFacts>)[] = [
    () => ({
      financialStatus: from.of(
        'paid',
        'partially_refunded',
        'partially_paid',
        'paid',
        'refunded',
        'pending',
        'voided',
        null,
      ),
    }),
    () => ({
      cancelledAt: from.of(
        () => shop.calendar.moment(),
        () => facts.processedAt,
      )(),
    }),
    () => ({ tags: from.of([], ['x'], ['No points']) }),
    () => ({
      lines: facts.lines.map((one) => ({ ...one, currentQuantity: from.upTo(one.quantity) })),
    }),
    () => ({ processedAt: shop.calendar.moment() }),
    () => ({ shippingCountry: from.of('JP', 'DE', null) }),
    ...shop.owners.map((customerId) => () => ({ customerId })),
  ];
  return { ...facts, ...(changes[from.upTo(changes.length - 1)] ?? (() => ({})))() };
}

const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** Everything that is told of one order, in no order: versions that are stale, or as old as each other, and refunds alone and within the order. */
export function orderNews(from: Choices, shop: Shop, orderId: string, customerId: string | null): News[] {
  const { moment } = shop.calendar;
  const first = firstVersion(from, shop, orderId, customerId);
  const versions = [first];
  for (let more = from.of(0, 0, 0, 0, 1, 2); more > 0; more -= 1)
    versions.push({
      ...changed(from, shop, versions.at(-1) ?? first),
      updatedAt: from.of<string | null>(moment(), first.updatedAt, null),
    });
  const versioned = <Facts>(facts: Facts): Versioned<Facts> => ({
    facts,
    triggeredAt: from.of<string | null>(moment(), first.processedAt, null),
    hash: hashOf(facts),
  });
  const refunds = from
    .list(from.of(0, 0, 0, 1, 1, 2, 3), (index) => String(7 + index * 4))
    .flatMap((id) => {
      const one = refund(from, shop, first, id);
      return from.oneIn(8) ? [one, refund(from, shop, first, id)] : [one];
    })
    .map(versioned);
  const ofOrder = versions.map((facts, index) => ({
    orderId,
    order: versioned(facts),
    refunds: index === 0 ? refunds.filter(() => from.oneIn(2)) : [],
    fulfilledAt: from.oneIn(2) ? moment() : null,
    deleted: false,
  }));
  const alone = refunds.map((one) => ({
    orderId,
    order: null,
    refunds: [one],
    fulfilledAt: null,
    deleted: false,
  }));
  const gone = { orderId, order: null, refunds: [], fulfilledAt: null, deleted: true };
  return [...ofOrder, ...alone, ...(from.oneIn(25) ? [gone] : [])];
}
