import fc from 'fast-check';
import {
  type Delivery,
  Life,
  type Line,
  NOTHING,
  type Pair,
  type Refund,
  type Shape,
  type ShippingRefund,
} from './order-life.ts';
import { programDocument } from './program-arbitrary.ts';

export type { Delivery };

/**
 * Random programmes and random lives of an order, told as Shopify tells them: webhook payloads of whole orders and of refunds.
 * Every version of an order agrees with the refunds before it, as the platform's do; what differs is when each delivery arrives.
 */
export type OrderHistory = {
  /** A programme document to be put and published, with nothing but the fields of points.md 1. */
  program: unknown;
  orderId: string;
  customerId: string;
  /** In the order in which it happened; the first is orders/create. */
  deliveries: Delivery[];
};

/** The same goods, money and shipping given back in several refunds, and in one. */
export type RefundHistory = {
  program: unknown;
  orderId: string;
  customerId: string;
  order: Delivery[];
  apart: Delivery[];
  together: Delivery[];
  /** Everything was given back: the order must end with 0 points. */
  full: boolean;
};

const pair = (max: number): fc.Arbitrary<Pair> =>
  fc.tuple(fc.integer({ min: 0, max }), fc.integer({ min: 0, max })).map(([shop, presentment]) => ({
    shop: BigInt(shop),
    presentment: BigInt(presentment),
  }));

const tenth = ({ shop, presentment }: Pair): Pair => ({ shop: shop / 10n, presentment: presentment / 10n });
const less = (a: Pair, b: Pair): Pair => ({
  shop: a.shop - b.shop,
  presentment: a.presentment - b.presentment,
});

// Without bias towards small numbers: ids of different histories must not meet in one database.
const shopifyId = fc.noBias(fc.integer({ min: 10 ** 9, max: 10 ** 14 }));

const lineAt = (index: number): fc.Arbitrary<Line> =>
  fc.record({
    id: fc.constant(100 + index),
    productId: fc.integer({ min: 1, max: 4 }),
    vendor: fc.constantFrom('Haven', 'Guest'),
    quantity: fc.integer({ min: 1, max: 4 }),
    price: pair(20_000),
    discount: pair(3_000),
    tax: pair(2_000),
    kind: fc.constantFrom('product', 'product', 'product', 'giftCard', 'tip'),
  });

const shape: fc.Arbitrary<Shape> = fc.record({
  orderId: shopifyId,
  customerId: shopifyId,
  presentment: fc.constantFrom('USD', 'EUR', 'JPY', 'KWD'),
  country: fc.constantFrom('US', 'DE', 'JP', 'KW', 'BR', null),
  taxesIncluded: fc.boolean(),
  lines: fc
    .integer({ min: 1, max: 4 })
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_line, index) => lineAt(index)))),
  shipping: pair(2_000).map((price) => ({ price, tax: tenth(price) })),
});

type Step = {
  kind:
    'pay' | 'claim' | 'edit' | 'tag' | 'fulfil' | 'cancel' | 'refundLine' | 'refundByHand' | 'refundShipping';
  line: number;
  amount: Pair;
};

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(
    'pay',
    'claim',
    'edit',
    'tag',
    'fulfil',
    'cancel',
    'refundLine',
    'refundLine',
    'refundByHand',
    'refundShipping',
  ),
  line: fc.nat({ max: 3 }),
  amount: pair(3_000),
});

function live(life: Life, { kind, line: index, amount }: Step, order: Shape): void {
  const line = order.lines[index % order.lines.length];
  if (!line) return;
  const nothing = { lines: new Map<number, number>(), byHand: NOTHING, shipping: null };
  if (kind === 'pay') life.change('orders/paid', { paid: true });
  else if (kind === 'claim') life.change('orders/updated', { guest: false });
  else if (kind === 'fulfil') life.change('orders/fulfilled', { fulfilled: true });
  else if (kind === 'cancel') life.change('orders/cancelled', { cancelled: true });
  else if (kind === 'tag') life.tag('no points');
  else if (kind === 'edit') life.edit(line);
  else if (kind === 'refundByHand') life.refund({ ...nothing, byHand: amount });
  else if (kind === 'refundShipping') life.refund({ ...nothing, shipping: { net: amount, tax: NOTHING } });
  else if (life.left(line) > 0) life.refund({ ...nothing, lines: new Map([[line.id, 1]]) });
}

// One order in eight begins without a customer, and one in eight is deleted in the end.
const oneInEight = fc.nat({ max: 7 }).map((value) => value === 7);

/** A programme, and the life of an order with everything that can happen to it. */
export const orderHistory = (): fc.Arbitrary<OrderHistory> =>
  fc
    .record({
      program: programDocument,
      order: shape,
      guest: oneInEight,
      steps: fc.array(step, { maxLength: 6 }),
      deleted: oneInEight,
    })
    .map(({ program, order, guest, steps, deleted }) => {
      const life = new Life(order);
      life.change('orders/paid', { paid: true, guest });
      for (const each of steps) live(life, each, order);
      if (deleted) life.delete();
      return {
        program,
        orderId: String(order.orderId),
        customerId: String(order.customerId),
        deliveries: life.deliveries,
      };
    });

function refunded(order: Shape, refunds: Refund[]): Delivery[] {
  const life = paidLife(order);
  const told = life.deliveries.length;
  for (const each of refunds) life.refund(each);
  return life.deliveries.slice(told);
}

function paidLife(order: Shape): Life {
  const life = new Life(order);
  life.change('orders/paid', { paid: true, fulfilled: true });
  return life;
}

const half = ({ shop, presentment }: Pair): [Pair, Pair] => [
  { shop: shop / 2n, presentment: presentment / 2n },
  { shop: shop - shop / 2n, presentment: presentment - presentment / 2n },
];

/** Shopify tells shipping refunds net of tax. */
const wholeShipping = ({ shipping, taxesIncluded }: Shape): ShippingRefund => ({
  net: taxesIncluded ? less(shipping.price, shipping.tax) : shipping.price,
  tax: shipping.tax,
});

/** A programme and a paid order, with one set of things given back unit by unit or all at once: both must end at the same points. */
export const refundHistory = (): fc.Arbitrary<RefundHistory> =>
  fc
    .record({
      program: programDocument,
      order: shape,
      shares: fc.array(fc.nat({ max: 4 }), { minLength: 4, maxLength: 4 }),
      full: fc.boolean(),
      byHand: pair(2_000),
      shipping: pair(2_000),
    })
    .map(({ program, order, shares, full, byHand, shipping }) => {
      const counts = order.lines.map(
        (line, index) => [line, full ? line.quantity : Math.min(line.quantity, shares[index] ?? 0)] as const,
      );
      const units = counts.flatMap(([line, count]) =>
        Array.from({ length: count }, () => new Map([[line.id, 1]])),
      );
      const given = full ? wholeShipping(order) : { net: shipping, tax: tenth(shipping) };
      const [firstHand, otherHand] = half(byHand);
      const [firstNet, otherNet] = half(given.net);
      const [firstTax, otherTax] = half(given.tax);
      const apart: Refund[] = [
        { lines: new Map(), byHand: firstHand, shipping: { net: otherNet, tax: firstTax } },
        ...units.map((lines) => ({ lines, byHand: NOTHING, shipping: null })),
        { lines: new Map(), byHand: otherHand, shipping: { net: firstNet, tax: otherTax } },
      ];
      const all = new Map(counts.flatMap(([line, count]) => (count > 0 ? [[line.id, count] as const] : [])));
      return {
        program,
        orderId: String(order.orderId),
        customerId: String(order.customerId),
        order: paidLife(order).deliveries,
        apart: refunded(order, apart),
        together: refunded(order, [{ lines: all, byHand, shipping: given }]),
        full,
      };
    });
