import { describe, expect, it } from 'vitest';
import { asKnownAt, factDates } from './as-known.ts';
import { both, byHand, line, member, order, refund, state, version } from './earning.fixture.ts';
import { target } from './earning.ts';
import type { OrderFacts, OrderState } from './order-facts.ts';

const AT = '2026-11-05T00:00:00Z';
const BEFORE = '2026-11-04T23:59:59.999Z';
const pieces = (quantity: number) => [{ lineItemId: '11', quantity }];
const earlier = refund({ id: '21', createdAt: '2026-11-02T00:00:00Z', lines: pieces(1) });
const later = refund({ id: '22', createdAt: AT, lines: pieces(2) });

const five = (currentQuantity: number | null, changes: Partial<OrderFacts> = {}): OrderFacts =>
  order({ lines: [line({ quantity: 5, currentQuantity, unitPrice: both('10.00') })], ...changes });

const worth = (known: OrderState, at: string): bigint =>
  target(asKnownAt(known, at), member, version()).points;

describe('what was known of an order (points.md 5)', () => {
  it.each<[string, OrderState, bigint, bigint]>([
    ['nothing that has a date', state(five(5)), 50n, 50n],
    ['a refund counts from its own moment on', state(five(3), [later]), 50n, 30n],
    ['a refund of before counts', state(five(2), [earlier, later]), 40n, 20n],
    ['the payload does not know of the refunds yet', state(five(5), [earlier, later]), 40n, 20n],
    ['a payload without current_quantity', state(five(null), [earlier, later]), 40n, 20n],
    ['a quantity gone without a refund is gone from the start', state(five(4)), 40n, 40n],
    ['one gone by an edit, and refunds of others', state(five(1), [earlier, later]), 30n, 10n],
    ['all gone by edits and a refund', state(five(0), [later]), 20n, 0n],
    ['more refunded than there was', state(five(0), [{ ...earlier, lines: pieces(4) }, later]), 10n, 0n],
    [
      'refunded in full is paid until its refunds',
      state(five(0, { financialStatus: 'refunded' }), [{ ...later, lines: pieces(5) }]),
      50n,
      0n,
    ],
    [
      'a refund by hand',
      state(five(5), [refund({ createdAt: AT, adjustments: [byHand('20.00')] })]),
      50n,
      30n,
    ],
    [
      'processed_at is the date of a refund that has it',
      state(five(3), [{ ...later, createdAt: '2026-11-01T00:00:00Z', processedAt: AT }]),
      50n,
      30n,
    ],
    ['a cancellation', state(five(5, { cancelledAt: AT })), 50n, 0n],
    [
      'a cancellation that refunded it',
      state(five(0, { cancelledAt: AT, financialStatus: 'refunded' }), [{ ...later, lines: pieces(5) }]),
      50n,
      0n,
    ],
    ['voided has no date', state(five(5, { financialStatus: 'voided' })), 0n, 0n],
    ['deleted has no date', state(five(5), [], { deleted: true }), 0n, 0n],
    [
      'partly paid has no date',
      state(five(5, { financialStatus: 'partially_paid', totalOutstanding: '50.00' })),
      25n,
      25n,
    ],
    ['the order itself is not there yet', state(null, [later]), 0n, 0n],
  ])('%s', (_name, known, before, then) => {
    expect([worth(known, BEFORE), worth(known, AT)]).toEqual([before, then]);
  });

  it('gives back the shipping of a later refund, and asks for instants whatever their offset', () => {
    const shippingLines = [{ removed: false, price: both('10.00'), discounts: both('0'), taxes: both('0') }];
    const shipped = state(five(5, { shippingLines }), [
      refund({
        createdAt: '2026-11-05T09:00:00+09:00',
        shipping: [{ amount: both('10.00'), tax: both('0') }],
      }),
    ]);
    const published = version({ basis: { shipping: true } });
    const points = (at: string) => target(asKnownAt(shipped, at), member, published).points;
    expect([points(BEFORE), points(AT)]).toEqual([60n, 50n]);
  });

  it('leaves an order alone once all is known, but for its status', () => {
    const known = state(five(2, { financialStatus: 'partially_refunded' }), [earlier, later]);
    expect(asKnownAt(known, '2027-01-01T00:00:00Z')).toEqual(known);
  });
});

describe('when an order changes', () => {
  it.each<[string, OrderState, string[]]>([
    ['never', state(five(5)), []],
    [
      'at its refunds and its cancellation, rising, each once',
      state(five(0, { cancelledAt: '2026-11-03T00:00:00Z' }), [
        later,
        earlier,
        { ...later, id: '23', createdAt: '2026-11-05T01:00:00+01:00' },
      ]),
      ['2026-11-02T00:00:00Z', '2026-11-03T00:00:00Z', AT],
    ],
    ['with the order still to come', state(null, [later]), [AT]],
  ])('%s', (_name, known, dates) => {
    expect(factDates(known)).toEqual(dates);
  });
});
