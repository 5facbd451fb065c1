import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { planRefund, everythingLeft, withRefund } from '../checkout/refund.ts';
import { parseDecimal } from '../money.ts';
import type { Currency } from '../money.ts';
import { findProduct } from '../test-support/find-product.ts';
import { checkoutRequests, countingIds, paidOrder, testNow } from '../test-support/order-arbitrary.ts';
import { orderPayload } from './order-payload.ts';
import { refundPayload } from './refund-payload.ts';
import { shopTime } from './shop-time.ts';

const money = z.object({ amount: z.string(), currency_code: z.enum(['USD', 'EUR', 'JPY', 'KWD']) });
const set = z.object({ shop_money: money, presentment_money: money });
const shares = z.object({
  discount_allocations: z.array(z.object({ amount_set: set })),
  tax_lines: z.array(z.object({ price_set: set })),
});
const readable = z.object({
  taxes_included: z.boolean(),
  line_items: z.array(
    shares.extend({ price_set: set, quantity: z.number(), tip_payment_gateway: z.string().optional() }),
  ),
  shipping_lines: z.array(shares.extend({ price_set: set, discounted_price_set: set })),
  subtotal_price_set: set,
  total_price_set: set,
  total_tax_set: set,
  total_discounts_set: set,
  total_shipping_price_set: set,
  total_line_items_price_set: set,
  current_total_price_set: set,
  total_price: z.string(),
  discount_codes: z.array(z.object({ amount: z.string() })),
});

type Side = 'shop_money' | 'presentment_money';

function minor(value: z.infer<typeof set>, side: Side): bigint {
  const { amount, currency_code } = value[side];
  const parsed = parseDecimal(amount, currency_code satisfies Currency);
  if (parsed === null) throw new Error(`${amount} ${currency_code} is no amount`);
  return parsed;
}

const sum = (values: bigint[]): bigint => values.reduce((all, value) => all + value, 0n);

/** A stranger's arithmetic: only what the payload says. */
function addUp(payload: z.infer<typeof readable>, side: Side) {
  const discounts = (line: z.infer<typeof shares>) =>
    sum(line.discount_allocations.map((each) => minor(each.amount_set, side)));
  const taxes = (line: z.infer<typeof shares>) =>
    sum(line.tax_lines.map((each) => minor(each.price_set, side)));
  const lines = payload.line_items.map((line) => minor(line.price_set, side) * BigInt(line.quantity));
  const all = [...payload.line_items, ...payload.shipping_lines];
  const tax = sum(all.map(taxes));
  return {
    tax,
    discounts: sum(all.map(discounts)),
    total:
      sum(lines) +
      sum(payload.shipping_lines.map((line) => minor(line.price_set, side))) -
      sum(all.map(discounts)) +
      (payload.taxes_included ? 0n : tax),
  };
}

it('an order adds up in both currencies: lines - discounts + tax on top + shipping is the total', () => {
  fc.assert(
    fc.property(checkoutRequests, (request) => {
      const payload = readable.parse(orderPayload(paidOrder(request), null));
      for (const side of ['shop_money', 'presentment_money'] as const) {
        const added = addUp(payload, side);
        expect(minor(payload.total_price_set, side)).toBe(added.total);
        expect(minor(payload.total_tax_set, side)).toBe(added.tax);
        expect(minor(payload.total_discounts_set, side)).toBe(added.discounts);
        expect(minor(payload.current_total_price_set, side)).toBe(added.total);
      }
      expect(payload.total_price).toBe(payload.total_price_set.shop_money.amount);
      const codes = sum(payload.discount_codes.map(({ amount }) => parseDecimal(amount, 'USD') ?? 0n));
      expect(codes).toBe(minor(payload.total_discounts_set, 'shop_money'));
    }),
  );
});

it('the worked example of two candles: 39.98 less 5.00 leaves 34.98', () => {
  const order = paidOrder({
    customerId: null,
    market: 'us',
    lines: [{ variantId: findProduct('fig-candle'), quantity: 2 }],
    codes: ['fiveoff'],
  });
  expect(orderPayload(order, null)).toMatchObject({
    subtotal_price: '34.98',
    discount_codes: [{ code: 'FIVEOFF', amount: '5.00', type: 'fixed_amount' }],
    discount_applications: [
      { target_type: 'line_item', value: '5.00', value_type: 'fixed_amount', allocation_method: 'across' },
    ],
    line_items: [
      { price: '19.99', quantity: 2, total_discount: '0.00', discount_allocations: [{ amount: '5.00' }] },
    ],
  });
});

it('the worked example of the teapot: 12,345 JPY presented are 82.30 USD in the shop', () => {
  const order = paidOrder({
    customerId: null,
    market: 'jp',
    lines: [{ variantId: findProduct('cast-iron-teapot'), quantity: 1 }],
    codes: [],
  });
  expect(orderPayload(order, null)).toMatchObject({
    currency: 'USD',
    presentment_currency: 'JPY',
    taxes_included: true,
    line_items: [
      {
        price: '82.30',
        price_set: {
          shop_money: { amount: '82.30', currency_code: 'USD' },
          presentment_money: { amount: '12345', currency_code: 'JPY' },
        },
      },
    ],
  });
});

it('a tip is a line that only its payment gateway tells from goods', () => {
  const order = paidOrder({
    customerId: null,
    market: 'gulf',
    lines: [{ variantId: findProduct('orange-blossom-honey'), quantity: 1 }],
    codes: ['WELCOME10'],
    tip: 1000n,
  });
  const payload = orderPayload(order, null);
  expect(payload).toMatchObject({
    line_items: [
      { price_set: { presentment_money: { amount: '3.500' } } },
      {
        name: 'Tip',
        title: 'Tip',
        product_exists: false,
        product_id: null,
        requires_shipping: false,
        gift_card: false,
        tip_payment_gateway: 'shopify_payments',
        discount_allocations: [],
      },
    ],
  });
  expect(readable.parse(payload).line_items[0]).not.toHaveProperty('tip_payment_gateway');
});

it('shipping given back is told net and again as an adjustment with its tax', () => {
  const order = paidOrder({
    customerId: null,
    market: 'eu',
    lines: [{ variantId: findProduct('stoneware-mug'), quantity: 1 }],
    codes: [],
  });
  const planned = planRefund(
    order,
    { lines: everythingLeft(order), shipping: true },
    { newId: countingIds(), now: testNow },
  );
  if (!planned.ok) throw new Error(planned.detail);
  const after = withRefund(order, planned.refund);
  // 4.90 with 19 %: 4.12 and 0.78.
  expect(refundPayload(after, planned.refund)).toMatchObject({
    refund_shipping_lines: [{ subtotal_amount_set: { presentment_money: { amount: '4.12' } } }],
    order_adjustments: [
      {
        kind: 'shipping_refund',
        amount_set: { presentment_money: { amount: '-4.12' } },
        tax_amount_set: { presentment_money: { amount: '-0.78' } },
      },
    ],
    transactions: [{ kind: 'refund', amount: '26.90', currency: 'EUR' }],
  });
});

it.each([
  { at: '2026-11-21T20:34:30.999Z', text: '2026-11-21T15:34:30-05:00' },
  { at: '2026-07-01T03:00:00Z', text: '2026-06-30T23:00:00-04:00' },
  { at: '2026-01-01T05:00:00Z', text: '2026-01-01T00:00:00-05:00' },
])('prints $at in the shop’s time zone', ({ at, text }) => {
  expect(shopTime(Date.parse(at))).toBe(text);
});
