import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findProduct } from '../test-support/find-product.ts';
import { checkoutRequests, countingIds, paidOrder, testNow } from '../test-support/order-arbitrary.ts';
import { noMoney, total } from '../money.ts';
import type { Order } from '../state/order-types.ts';
import { cancel, edit } from './change-order.ts';
import { allocated, currentQuantity, orderTotals } from './order-totals.ts';
import { everythingLeft, planRefund, withRefund } from './refund.ts';

type Request = Parameters<typeof planRefund>[1];

const newId = countingIds();
const work = { newId, now: testNow };

function refunded(order: Order, request: Request): Order {
  const planned = planRefund(order, request, work);
  if (!planned.ok) throw new Error(planned.detail);
  return withRefund(order, planned.refund);
}

describe('refunds', () => {
  it('of everything at once give back the whole payment in both currencies', () => {
    fc.assert(
      fc.property(checkoutRequests, (request) => {
        const order = paidOrder(request, newId);
        fc.pre(orderTotals(order).total.presentment > 0n);
        const after = orderTotals(refunded(order, { lines: everythingLeft(order), shipping: true }));
        expect(after.refunded).toEqual(after.paid);
        expect(after.currentTotal).toEqual(noMoney);
        expect(after.currentTax).toEqual(noMoney);
        // Free shipping cannot be given back, and its discount stays.
        expect(after.currentDiscounts).toEqual(total(order.shippingLines.map(allocated)));
        expect(after.currentShipping).toEqual(noMoney);
        expect(after.outstanding).toEqual(noMoney);
        expect(after.financialStatus).toBe('refunded');
      }),
    );
  });

  it('piece by piece give back what one refund of everything does', () => {
    fc.assert(
      fc.property(checkoutRequests, fc.infiniteStream(fc.nat()), (request, choices) => {
        let order = paidOrder(request, newId);
        fc.pre(orderTotals(order).total.presentment > 0n);
        for (let left = everythingLeft(order); left.length > 0; left = everythingLeft(order)) {
          const line = left[(choices.next().value ?? 0) % left.length];
          if (!line) break;
          const quantity = 1 + ((choices.next().value ?? 0) % line.quantity);
          order = refunded(order, { lines: [{ lineItemId: line.lineItemId, quantity }] });
        }
        if (orderTotals(order).currentShipping.presentment > 0n)
          order = refunded(order, { lines: [], shipping: true });
        const after = orderTotals(order);
        expect(after.refunded).toEqual(after.paid);
        expect(after.currentTotal).toEqual(noMoney);
        expect(after.currentTax).toEqual(noMoney);
      }),
    );
  });

  it('by hand leave a discrepancy below zero and the lines as they were', () => {
    const mug = findProduct('stoneware-mug');
    const order = paidOrder({
      customerId: null,
      market: 'us',
      lines: [{ variantId: mug, quantity: 2 }],
      codes: [],
    });
    const after = refunded(order, { lines: [], amount: 1000n });
    expect(after.refunds[0]?.discrepancy?.amount).toEqual({ shop: -1000n, presentment: -1000n });
    expect(after.lines.map((line) => currentQuantity(after, line))).toEqual([2]);
    expect(orderTotals(after)).toMatchObject({
      financialStatus: 'partially_refunded',
      outstanding: noMoney,
    });
  });

  it('of lines for less than their price leave a discrepancy above zero', () => {
    const mug = findProduct('stoneware-mug');
    const order = paidOrder({
      customerId: null,
      market: 'us',
      lines: [{ variantId: mug, quantity: 2 }],
      codes: [],
    });
    const [line] = everythingLeft(order);
    const whole = orderTotals(order).total.presentment;
    const after = refunded(order, { lines: line ? [line] : [], shipping: true, amount: whole - 500n });
    expect(after.refunds[0]?.discrepancy?.amount.presentment).toBe(500n);
    expect(orderTotals(after)).toMatchObject({ outstanding: noMoney });
  });

  it.each([
    {
      what: 'more pieces than are left',
      request: (id: number) => ({ lines: [{ lineItemId: id, quantity: 3 }] }),
      reason: 'bad-quantity',
    },
    {
      what: 'a line of another order',
      request: () => ({ lines: [{ lineItemId: -1, quantity: 1 }] }),
      reason: 'unknown-line',
    },
    {
      what: 'more money than was paid',
      request: () => ({ lines: [], amount: 10n ** 9n }),
      reason: 'bad-amount',
    },
    { what: 'nothing', request: () => ({ lines: [] }), reason: 'nothing-to-do' },
  ])('of $what are refused', ({ request, reason }) => {
    const mug = findProduct('stoneware-mug');
    const order = paidOrder({
      customerId: null,
      market: 'jp',
      lines: [{ variantId: mug, quantity: 2 }],
      codes: [],
    });
    expect(planRefund(order, request(order.lines[0]?.id ?? 0), work)).toMatchObject({ ok: false, reason });
  });
});

describe('a cancellation', () => {
  it('after any refund by hand leaves nothing, and pays back everything', () => {
    fc.assert(
      fc.property(checkoutRequests, fc.integer({ min: 0, max: 100 }), (request, percent) => {
        let order = paidOrder(request, newId);
        const before = orderTotals(order).total;
        const amount = (before.presentment * BigInt(percent)) / 100n;
        if (amount > 0n) order = refunded(order, { lines: [], amount });
        const result = cancel(order, { reason: 'customer', refund: true }, work);
        if (!result.ok) throw new Error(result.detail);
        const after = orderTotals(result.order);
        expect(after.refunded).toEqual(after.paid);
        expect(after.currentTotal).toEqual(noMoney);
        expect(result.order.cancelledAt).toBe(testNow);
      }),
    );
  });
});

describe('an edit', () => {
  const mug = findProduct('stoneware-mug');
  const order = paidOrder({
    customerId: null,
    market: 'eu',
    lines: [{ variantId: mug, quantity: 2 }],
    codes: [],
  });

  it('that adds a line leaves it to be paid', () => {
    const result = edit(order, { add: [{ variantId: mug, quantity: 1 }] }, work);
    if (!result.ok) throw new Error(result.detail);
    const after = orderTotals(result.order);
    expect(after.financialStatus).toBe('partially_paid');
    expect(after.outstanding.presentment).toBe(2200n);
  });

  it('that lowers a quantity is a refund without money, which the shop then owes', () => {
    const result = edit(order, { set: [{ lineItemId: order.lines[0]?.id ?? 0, quantity: 1 }] }, work);
    if (!result.ok) throw new Error(result.detail);
    expect(result.order.refunds[0]?.transactions).toEqual([]);
    expect(orderTotals(result.order).outstanding.presentment).toBe(-2200n);
    const paidBack = orderTotals(refunded(result.order, { lines: [], amount: 2200n }));
    expect(paidBack.outstanding).toEqual(noMoney);
    expect(paidBack.financialStatus).toBe('partially_refunded');
  });
});
