import { describe, expect, it } from 'vitest';
import { both, byHand, member, order, refund, shippingLine, state, version } from './earning.fixture.ts';
import { target } from './earning.ts';
import { fractionText } from './fraction.ts';

describe('shipping (step 6)', () => {
  const withShipping = (taxes: 'asDisplayed' | 'included' | 'excluded') =>
    version({ basis: { shipping: true, taxes } });
  const shipped = (taxesIncluded = false) =>
    order({ taxesIncluded, shippingLines: [shippingLine('24.00', '4.00', '2.00')] });
  const given = (amount: string, tax: string) =>
    refund({ shipping: [{ amount: both(amount), tax: both(tax) }] });
  const old = refund({ shipping: null, adjustments: [byHand('10.00', '2.00', 'shipping_refund')] });
  const newer = { ...old, shipping: [{ amount: both('10.00'), tax: both('2.00') }] };
  it.each([
    ['less its discounts', shipped(), [], withShipping('excluded'), 122n],
    ['with its taxes on top', shipped(), [], withShipping('included'), 126n],
    ['less the taxes that it holds', shipped(true), [], withShipping('excluded'), 118n],
    [
      'a removed line is 0',
      order({ shippingLines: [shippingLine('24.00', '4.00', '0', true)] }),
      [],
      withShipping('included'),
      100n,
    ],
    [
      'a refund is net of tax where the price is',
      shipped(),
      [given('10.00', '2.00')],
      withShipping('excluded'),
      112n,
    ],
    [
      'a refund with its tax where the price holds it',
      shipped(true),
      [given('10.00', '2.00')],
      withShipping('asDisplayed'),
      110n,
    ],
    [
      'a refund with its tax where the basis adds it',
      shipped(),
      [given('10.00', '2.00')],
      withShipping('included'),
      114n,
    ],
    ['a refund without the field: its adjustments', shipped(), [old], withShipping('excluded'), 112n],
    ['a refund with both: never twice', shipped(), [newer], withShipping('excluded'), 112n],
    [
      'a refund with an empty list: nothing of shipping',
      shipped(),
      [{ ...old, shipping: [] }],
      withShipping('excluded'),
      122n,
    ],
    ['never below 0', shipped(), [given('90.00', '0')], withShipping('excluded'), 100n],
    [
      'is scaled like the lines',
      order({ shippingLines: [shippingLine('20.00')] }),
      [refund({ adjustments: [byHand('60.00')] })],
      withShipping('excluded'),
      60n,
    ],
  ])('%s', (_name, facts, refunds, published, expected) => {
    expect(target(state(facts, refunds), member, published).points).toBe(expected);
  });

  it('counts for points, not for E', () => {
    const result = target(state(shipped()), member, withShipping('excluded'));
    expect([fractionText(result.eligible), result.explanation.counted]).toEqual(['100', '122']);
  });
});
