import { describe, expect, it } from 'vitest';
import { CartPointsSchema, cartReward } from './cart-points.ts';
import { both, byHand, line, order, refund, state, version } from './earning.fixture.ts';
import { fraction, fractionText, one, parseFraction, zero } from './fraction.ts';
import type { OrderFacts, OrderState } from './order-facts.ts';
import { goneShare, pointsToReturn, unneededPoints } from './spent-points.ts';

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

describe('what an order did not need of points in its cart', () => {
  const cart = CartPointsSchema.parse({
    step: 100,
    name: { en: '{amount} off' },
    values: [
      { currency: 'USD', amount: '1.00' },
      { currency: 'JPY', amount: '140' },
    ],
  });
  const hold = (changes: object = {}) => {
    const reward = cartReward(CartPointsSchema.parse({ ...cart, ...changes }), 5_000);
    if (!reward) throw new Error('no reward');
    return { reward, points: 5_000n, code: 'MRD-7Q2F-KX4P' };
  };
  const took = (shop: string, presentment: string | null, currency = 'USD') =>
    order({
      presentmentCurrency: currency,
      takenByCodes: [{ code: 'mrd-7q2f-kx4p', amount: { shop, presentment } }],
    });

  it.each<[string, [Parameters<typeof unneededPoints>[0], OrderFacts], bigint | null]>([
    ['some of it', [hold(), took('12.00', '12.00')], 3_800n],
    ['never a part of a point too much', [hold(), took('12.345', '12.345')], 3_765n],
    ['nothing', [hold(), took('50.00', '50.00')], 0n],
    ['nothing, where it took more', [hold(), took('51.00', '51.00')], 0n],
    ['all, where it took nothing', [hold(), took('0', '0')], 5_000n],
    ['in the currency that was paid', [hold(), took('12.00', '1400', 'JPY')], 4_000n],
    ['in one that it is worth nothing in, unknown', [hold(), took('12.00', '12.00', 'EUR')], null],
    ['where that is not told, unknown', [hold(), took('12.00', null, 'JPY')], null],
    [
      'of a share of the cart, by its most',
      [hold({ maximum: { percent: 50 } }), took('12.00', '12.00')],
      3_800n,
    ],
    ['untold', [hold(), order()], null],
    [
      'of a reward that is no cart’s',
      [{ ...hold(), reward: { ...hold().reward, id: 'five' } }, took('1.00', '1.00')],
      0n,
    ],
  ])('%s', (_name, [redemption, facts], points) => {
    expect(unneededPoints(redemption, state(facts))).toBe(points);
  });
});
