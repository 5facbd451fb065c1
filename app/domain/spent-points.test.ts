import { describe, expect, it } from 'vitest';
import { both, byHand, line, order, refund, state, version } from './earning.fixture.ts';
import { fraction, fractionText, one, parseFraction, zero } from './fraction.ts';
import type { OrderState } from './order-facts.ts';
import { goneShare, pointsToReturn } from './spent-points.ts';

const { program } = version();
const partly = { financialStatus: 'partially_refunded' };
const cup = line({ id: '12', unitPrice: both('50.00') });
const tip = line({ id: '13', tip: true, productId: null, unitPrice: both('7.00') });
const giftCard = line({ id: '14', giftCard: true, unitPrice: both('50.00') });
const free = (id: string) => line({ id, discounts: both('100.00') });
const back = (...ids: string[]) => refund({ lines: ids.map((lineItemId) => ({ lineItemId, quantity: 1 })) });

describe("the share of an order's lines that is gone", () => {
  it.each<[string, OrderState, string]>([
    ['nothing', state(order()), '0'],
    [
      'one of two lines, by their amounts',
      state(order({ ...partly, lines: [line(), cup] }), [back('12')]),
      '1/3',
    ],
    ['all lines', state(order({ ...partly, lines: [line(), cup] }), [back('11', '12')]), '1'],
    ['all but the tip', state(order({ ...partly, lines: [line(), tip] }), [back('11')]), '1'],
    [
      'a line that does not earn counts too',
      state(order({ ...partly, lines: [cup, giftCard] }), [back('14')]),
      '0.5',
    ],
    [
      'by hand',
      state(order({ ...partly, lines: [line()] }), [refund({ adjustments: [byHand('25.00')] })]),
      '0.25',
    ],
    ['all of it by hand', state(order(partly), [refund({ adjustments: [byHand('100.00')] })]), '1'],
    [
      'a line, and half of the rest by hand',
      state(order({ ...partly, lines: [line(), line({ id: '12' })] }), [
        { ...back('12'), adjustments: [byHand('50.00')] },
      ]),
      '0.75',
    ],
    [
      'an edit took a piece off',
      state(order({ lines: [line({ quantity: 4, currentQuantity: 3 })] })),
      '0.25',
    ],
    [
      'made free: by pieces',
      state(order({ ...partly, lines: [free('11'), free('12')] }), [back('12')]),
      '0.5',
    ],
    ['no lines', state(order({ lines: [] })), '0'],
    ['refunded', state(order({ financialStatus: 'refunded' })), '1'],
    ['voided', state(order({ financialStatus: 'voided' })), '1'],
    ['cancelled', state(order({ cancelledAt: '2026-11-02T00:00:00Z' })), '1'],
    ['deleted', state(order(), [], { deleted: true }), '1'],
    ['not paid yet', state(order({ financialStatus: 'pending' })), '0'],
    ['still to come', state(null, [back('11')]), '0'],
  ])('%s', (_name, orderState, gone) => {
    expect(fractionText(goneShare(orderState, program))).toBe(gone);
  });
});

describe("what returns of a reward's points", () => {
  it.each([
    ['proportional', '0', 0n],
    ['proportional', '1/3', 166n],
    ['proportional', '2/3', 333n],
    ['proportional', '1', 500n],
    ['onFullRefund', '2/3', 0n],
    ['onFullRefund', '1', 500n],
    ['keep', '1', 0n],
  ] as const)('%s, %s gone', (mode, gone, points) => {
    expect(pointsToReturn(500n, parseFraction(gone), mode)).toBe(points);
  });

  it('adds up over many refunds to all of them', () => {
    const shares = [zero, ...[1n, 2n, 3n, 4n, 5n, 6n].map((n) => fraction(n, 7n)), one];
    const returned = shares.map((share) => pointsToReturn(100n, share, 'proportional'));
    const parts = returned.slice(1).map((points, index) => points - (returned[index] ?? 0n));
    expect(parts).toEqual([14n, 14n, 14n, 15n, 14n, 14n, 15n]);
    expect(returned.at(-1)).toBe(100n);
  });
});
