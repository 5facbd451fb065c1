import { describe, expect, it } from 'vitest';
import {
  both,
  byHand,
  line,
  member,
  order,
  refund,
  shippingLine,
  state,
  version,
} from './earning.fixture.ts';
import { target } from './earning.ts';

describe('hand-typed refunds and unpaid shares (step 5)', () => {
  const hand = (...adjustments: ReturnType<typeof byHand>[]) => [refund({ adjustments })];
  const owing = (totalOutstanding: string | null, currentTotalPrice: string | null) =>
    order({ financialStatus: 'partially_paid', totalOutstanding, currentTotalPrice });
  const tip = line({ id: '13', tip: true, productId: null, unitPrice: both('25.00') });
  const more = { ...byHand('5.00'), amount: both('5.00') };
  it.each([
    ['T holds tips', order({ lines: [line({ unitPrice: both('75.00') }), tip] }), hand(byHand('20.00')), 60n],
    [
      'T holds what taxes make of less than nothing, whatever the basis',
      order({
        lines: [
          line({ unitPrice: both('50.00') }),
          line({ id: '12', discounts: both('103.00'), taxes: both('8.00') }),
        ],
      }),
      hand(byHand('11.00')),
      40n,
    ],
    [
      'T holds shipping, though it does not count',
      order({ shippingLines: [shippingLine('20.00', '5.00')] }),
      hand(byHand('25.00')),
      80n,
    ],
    [
      'T has lost the shipping that was refunded',
      order({ shippingLines: [shippingLine('20.00')] }),
      [refund({ shipping: [{ amount: both('20.00'), tax: both('0') }], adjustments: [byHand('20.00')] })],
      80n,
    ],
    [
      'T has lost what was refunded by line',
      order({ lines: [line({ quantity: 2, unitPrice: both('50.00') })] }),
      [refund({ lines: [{ lineItemId: '11', quantity: 1 }], adjustments: [byHand('25.00')] })],
      25n,
    ],
    [
      'a shipping refund is no discrepancy',
      order({ shippingLines: [shippingLine('20.00')] }),
      hand(byHand('20.00', '0', 'shipping_refund')),
      100n,
    ],
    ['the opposite sign takes away', order(), hand(byHand('20.00'), more), 85n],
    ['less refunded than reckoned scales nothing up', order(), hand(more), 100n],
    ['more than there is leaves 0', order(), hand(byHand('150.00')), 0n],
    [
      'adjustments of several refunds are summed',
      order(),
      [...hand(byHand('10.00')), { ...refund({ adjustments: [byHand('15.00')] }), id: '22' }],
      75n,
    ],
    ['a quarter unpaid', owing('25.00', '100.00'), [], 75n],
    ['all unpaid', owing('120.00', '100.00'), [], 0n],
    ['overpaid counts once', owing('-20.00', '100.00'), [], 100n],
    ['a price of 0 scales nothing', owing('25.00', '0.00'), [], 100n],
    ['a missing price scales nothing', owing('25.00', null), [], 100n],
    ['an outstanding sum counts with partially_paid only', order({ totalOutstanding: '25.00' }), [], 100n],
    ['both scalings', owing('25.00', '100.00'), hand(byHand('20.00')), 60n],
  ])('%s', (_name, facts, refunds, expected) => {
    expect(target(state(facts, refunds), member, version()).points).toBe(expected);
  });
});
