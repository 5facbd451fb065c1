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
import { OrderExplanationSchema } from './explanation.ts';
import { fractionText } from './fraction.ts';
import type { OrderState } from './order-facts.ts';

const points = (orderState: OrderState, published = version()): bigint =>
  target(orderState, member, published).points;

const partly = { financialStatus: 'partially_refunded' };
const giftCard = line({ id: '12', giftCard: true, unitPrice: both('50.00') });
const half = line({ unitPrice: both('50.00') });
const taxed = line({ unitPrice: both('100.00'), taxes: both('20.00') });

describe('what remains of a line (step 4)', () => {
  const three = (currentQuantity: number | null) =>
    order({ ...partly, lines: [line({ quantity: 3, currentQuantity, unitPrice: both('10.00') })] });
  const refunded = (quantity: number) => refund({ lines: [{ lineItemId: '11', quantity }] });
  it.each([
    ['an edit took one off, without a refund', three(2), [], 20n],
    ['the refund is known before the payload with it', three(3), [refunded(1)], 20n],
    ['both tell the same', three(2), [refunded(1)], 20n],
    ['an old payload without current_quantity', three(null), [refunded(2)], 10n],
    ['more refunded than there was', three(1), [refunded(2), { ...refunded(2), id: '22' }], 0n],
    ['a refund of another line', three(3), [refund({ lines: [{ lineItemId: '99', quantity: 3 }] })], 30n],
    ['a refund that restocks nothing and moves money only', three(3), [refund()], 30n],
    ['a line of quantity 0', order({ lines: [line({ quantity: 0 })] }), [], 0n],
  ])('%s', (_name, facts, refunds, expected) => {
    expect(points(state(facts, refunds))).toBe(expected);
  });

  it('adds up: a third each time, to nothing', () => {
    const facts = order({
      ...partly,
      lines: [line({ quantity: 3, unitPrice: both('3.33'), discounts: both('1.00') })],
    });
    const kept = [0, 1, 2, 3].map((quantity) =>
      fractionText(target(state(facts, [refunded(quantity)]), member, version()).eligible),
    );
    expect(kept).toEqual(['8.99', '899/150', '899/300', '0']);
  });
});

describe('what counts of a line (step 3)', () => {
  const tip = line({ id: '13', tip: true, productId: null, unitPrice: both('7.00') });
  it.each([
    ['a tip never', order({ lines: [half, tip] }), version(), 50n],
    [
      'a gift card with giftCardProducts',
      order({ lines: [half, giftCard] }),
      version({ basis: { giftCardProducts: true } }),
      100n,
    ],
    [
      'an excluded product not',
      order({ lines: [half, line({ id: '12', productId: '102' })] }),
      version({ exclusions: { productIds: ['102'] } }),
      50n,
    ],
    [
      'an excluded vendor not',
      order({ lines: [half, line({ id: '12', vendor: 'Guest' })] }),
      version({ exclusions: { vendors: ['Guest'] } }),
      50n,
    ],
    [
      'taxes on top with the basis included',
      order({ lines: [taxed] }),
      version({ basis: { taxes: 'included' } }),
      120n,
    ],
    [
      'taxes held by the price with the basis included',
      order({ taxesIncluded: true, lines: [taxed] }),
      version({ basis: { taxes: 'included' } }),
      100n,
    ],
    [
      'taxes on top with asDisplayed',
      order({ lines: [taxed] }),
      version({ basis: { taxes: 'asDisplayed' } }),
      100n,
    ],
    [
      'a discount above the price leaves other lines alone',
      order({ lines: [half, line({ id: '12', discounts: both('150.00') })] }),
      version(),
      50n,
    ],
    [
      'taxes that are added to less than nothing, and are more than that',
      order({ lines: [half, line({ id: '12', discounts: both('103.00'), taxes: both('8.00') })] }),
      version({ basis: { taxes: 'included' } }),
      55n,
    ],
    [
      'taxes that are added to less than nothing, and are less than that',
      order({ lines: [half, line({ id: '12', discounts: both('109.00'), taxes: both('8.00') })] }),
      version({ basis: { taxes: 'included' } }),
      50n,
    ],
    [
      'the same of shipping',
      order({ lines: [half], shippingLines: [shippingLine('5.00', '3.00', '6.00')] }),
      version({ basis: { taxes: 'included', shipping: true } }),
      52n,
    ],
    ['an order without lines', order({ lines: [] }), version(), 0n],
  ])('%s', (_name, facts, published, expected) => {
    expect(points(state(facts), published)).toBe(expected);
  });

  it('excludes by what was looked up once, tags trimmed and without case', () => {
    const facts = order({
      lines: [half, line({ id: '12', productId: '102' }), line({ id: '13', productId: '103' })],
    });
    const published = version({ exclusions: { productTags: ['sale'], collectionIds: ['900'] } });
    const lookups = {
      customerTags: {},
      lines: {
        '102': { tags: [' Sale '], collectionIds: [] },
        '103': { tags: [], collectionIds: ['900', '901'] },
      },
    };
    const result = target(state(facts, [], { lookups }), member, published);
    expect(result.points).toBe(50n);
    expect(result.explanation.lines.map((each) => each.notCounted)).toEqual([
      null,
      'excludedProductTag',
      'excludedCollection',
    ]);
  });
});

describe('rounding (step 8)', () => {
  const cents = (amount: string) => state(order({ lines: [line({ unitPrice: both(amount) })] }));
  const rates = [{ currency: 'USD', spend: '10.00', points: 3 }];
  it.each([
    ['down', version({ rates }), '19.99', 5n],
    ['half up', version({ rates, rounding: 'halfUp' }), '18.34', 6n],
    ['half up, below the half', version({ rates, rounding: 'halfUp' }), '18.33', 5n],
    ['up', version({ rates, rounding: 'up' }), '10.01', 4n],
    ['whole steps', version({ rates, granularity: 'wholeSteps', rounding: 'up' }), '19.99', 3n],
    ['to the last digit', version(), '999999999999.99', 999999999999n],
  ])('%s', (_name, published, amount, expected) => {
    expect(points(cents(amount), published)).toBe(expected);
  });

  it('gives nothing where a price or a rate must be a typing error', () => {
    const result = target(cents('1000000000001.00'), member, version());
    expect([result.points, result.basePoints, result.availableAt, result.explanation.reason]).toEqual([
      0n,
      0n,
      null,
      'outOfRange',
    ]);
  });

  it('is once, over the whole order', () => {
    const lines = ['11', '12', '13', '14'].map((id) => line({ id, unitPrice: both('0.25') }));
    expect(points(state(order({ lines })))).toBe(1n);
  });
});

describe('explanation', () => {
  it('tells each step of a scaled order, in the stored shape', () => {
    const facts = order({ ...partly, lines: [half, giftCard] });
    const { explanation } = target(
      state(facts, [refund({ adjustments: [byHand('20.00')] })]),
      member,
      version(),
    );
    expect(OrderExplanationSchema.parse(JSON.parse(JSON.stringify(explanation)))).toEqual(explanation);
    expect(explanation).toMatchObject({
      orderName: '#1001',
      programNumber: 3,
      reason: null,
      market: 'us',
      money: 'presentment',
      currency: 'USD',
      lines: [
        { lineId: '11', kept: '50', notCounted: null, multipliers: [], multiplier: '1' },
        { lineId: '12', kept: '50', notCounted: 'giftCard' },
      ],
      discrepancy: { refunded: '20', total: '100' },
      factor: '0.8',
      eligible: '40',
      points: '40',
    });
  });
});
