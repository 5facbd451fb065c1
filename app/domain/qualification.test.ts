import { describe, expect, it } from 'vitest';
import { amounts, line, member, order, refund, byHand, state, version } from './earning.fixture.ts';
import { target } from './earning.ts';
import { fractionText } from './fraction.ts';
import { marketOf } from './market.ts';
import type { OrderFacts, OrderState } from './order-facts.ts';
import { countsAsEarlierOrder } from './qualification.ts';

const reasonOf = (
  orderState: OrderState,
  published: ReturnType<typeof version> | null = version(),
  history = member,
) => {
  const { points, explanation } = target(orderState, history, published);
  if (explanation.reason !== null) expect(points).toBe(0n);
  return explanation.reason;
};
const status = (financialStatus: string | null) => state(order({ financialStatus }));

describe('which orders qualify (step 1)', () => {
  const excluding = version(
    { exclusions: { orderTags: [' No Points'], channels: ['pos'] } },
    {
      enrolment: {
        mode: 'automatic',
        excludedCustomerTags: ['Staff'],
        businessOrders: false,
        backdateDays: 0,
        terms: null,
      },
    },
  );
  const business = version({}, { enrolment: { ...excluding.program.enrolment, businessOrders: true } });
  const lookups = { customerTags: { '7': ['staff '], '8': [] }, lines: {} };
  const onceFulfilled = { fulfilledAt: '2026-11-02T00:00:00Z' };
  it.each([
    ['paid', status('paid'), version(), null],
    ['partially_refunded', status('partially_refunded'), version(), null],
    ['partially_paid', status('partially_paid'), version(), null],
    ['pending', status('pending'), version(), 'unpaid'],
    ['authorized', status('authorized'), version(), 'unpaid'],
    ['no status', status(null), version(), 'unpaid'],
    ['refunded', status('refunded'), version(), 'refunded'],
    ['voided', status('voided'), version(), 'voided'],
    ['cancelled', state(order({ cancelledAt: '2026-11-02T00:00:00Z' })), version(), 'cancelled'],
    ['deleted', state(order(), [], { deleted: true }), version(), 'deleted'],
    ['deleted before it came', state(null, [], { deleted: true }), version(), 'deleted'],
    ['a refund before its order', state(null, [refund()]), version(), 'waitingForOrder'],
    ['without a customer', state(order({ customerId: null })), version(), 'noCustomer'],
    ['before the first version', state(order()), null, 'beforeProgram'],
    [
      'an excluded tag, without case',
      state(order({ tags: ['vip', 'no points '] })),
      excluding,
      'excludedOrderTag',
    ],
    ['an excluded channel', state(order({ channel: 'pos' })), excluding, 'excludedChannel'],
    ['an excluded customer', state(order(), [], { lookups }), excluding, 'excludedCustomerTag'],
    [
      'not the excluded customer any more',
      state(order({ customerId: '8' }), [], { lookups }),
      excluding,
      null,
    ],
    ['a business order', state(order({ company: true })), version(), 'businessOrder'],
    ['a business order, where they earn', state(order({ company: true })), business, null],
    ['not fulfilled', state(order()), version({ awardOn: 'fulfilled' }), 'notFulfilled'],
    ['fulfilled at some time', state(order(), [], onceFulfilled), version({ awardOn: 'fulfilled' }), null],
    ['a test order', state(order({ test: true })), version(), 'testOrder'],
  ])('%s', (_name, orderState, published, reason) => {
    expect(reasonOf(orderState, published)).toBe(reason);
  });

  it('asks for the membership, the kind of shop and whether anything was published', () => {
    expect(reasonOf(state(order()), version(), { ...member, member: false })).toBe('notMember');
    expect(
      reasonOf(state(order({ test: true })), version(), { ...member, shopIsDevelopment: true }),
    ).toBeNull();
    expect(reasonOf(state(order()), null, { ...member, programPublished: false })).toBe('noProgram');
  });
});

describe('the market (step 0)', () => {
  const { markets } = version().program;
  const twoInEuro = [...markets, { handle: 'eu2', countries: ['IS'], currency: 'EUR', locale: 'en' }];
  const place = (
    shippingCountry: string | null,
    billingCountry: string | null,
    presentmentCurrency: string,
  ) => ({ shippingCountry, billingCountry, presentmentCurrency }) satisfies Partial<OrderFacts>;
  it.each([
    ['by the shipping country', place('JP', 'US', 'USD'), markets, 'jp'],
    ['a shipping country that no market has', place('BR', 'US', 'USD'), markets, null],
    ['by the billing country', place(null, 'DE', 'USD'), markets, 'eu'],
    ['by the only market with the currency', place(null, null, 'KWD'), markets, 'gulf'],
    ['two markets with the currency', place(null, null, 'EUR'), twoInEuro, null],
    ['no market with the currency', place(null, null, 'GBP'), markets, null],
  ])('%s', (_name, where, among, handle) => {
    expect(marketOf(where, among)?.handle ?? null).toBe(handle);
  });
});

describe('the earning money (step 2)', () => {
  const pounds = order({
    shopCurrency: 'GBP',
    presentmentCurrency: 'EUR',
    lines: [line({ unitPrice: amounts('84.00', '72.00') })],
  });

  it('reckons E in shop money where no rate fits, and gives nothing', () => {
    const result = target(state(pounds), member, version());
    expect([result.points, fractionText(result.eligible), result.currency]).toEqual([0n, '72', 'GBP']);
    expect(result.explanation).toMatchObject({ reason: 'noRate', money: 'shop', rate: null, eligible: '72' });
  });

  it('takes shop money where some amount is known in that alone', () => {
    const adjustments = [
      {
        ...byHand('20.00'),
        amount: { shop: '-20.00', presentment: null },
        tax: { shop: '0', presentment: null },
      },
    ];
    const yen = order({
      presentmentCurrency: 'JPY',
      lines: [line({ unitPrice: amounts('15000', '100.00') })],
    });
    expect(target(state(yen), member, version()).points).toBe(150n);
    expect(target(state(yen, [refund({ adjustments })]), member, version()).points).toBe(80n);
  });
});

describe('when points become available', () => {
  const fulfilledAt = '2026-11-05T09:00:00Z';
  const pending = { days: 14, byMarket: { us: 30 } };
  it.each([
    [
      'the days of the market',
      order(),
      { ...pending, from: 'processed' as const },
      '2026-12-01T10:00:00.000Z',
    ],
    [
      'the days of all others',
      order({ shippingCountry: 'JP' }),
      { ...pending, from: 'processed' as const },
      '2026-11-15T10:00:00.000Z',
    ],
    ['from fulfilment', order(), { ...pending, from: 'fulfilled' as const }, '2026-12-05T09:00:00.000Z'],
  ])('%s', (_name, facts, changes, at) => {
    expect(target(state(facts, [], { fulfilledAt }), member, version({ pending: changes })).availableAt).toBe(
      at,
    );
  });

  it('is not known before the fulfilment that it is counted from', () => {
    const published = version({ pending: { from: 'fulfilled' } });
    expect(target(state(order()), member, published).availableAt).toBeNull();
  });
});

describe('what keeps a later order from being the first (step 7)', () => {
  const fulfilledOnly = version({ awardOn: 'fulfilled' });
  it.each<[string, OrderState, ReturnType<typeof version> | null, boolean]>([
    ['a paid one', state(order()), version(), true],
    ['one of which nothing counts', state(order({ lines: [] })), version(), true],
    ['one in a currency without a rate', state(order({ shopCurrency: 'GBP' })), version(), true],
    ['one of before the programme', state(order()), null, true],
    [
      'one of before the programme, whatever it is excluded by now',
      state(order({ company: true })),
      null,
      true,
    ],
    ['an unpaid one of before the programme', status('pending'), null, false],
    [
      'a cancelled one of before the programme',
      state(order({ cancelledAt: '2026-11-02T00:00:00Z' })),
      null,
      false,
    ],
    ['a test of before the programme', state(order({ test: true })), null, false],
    ['a deleted one', state(order(), [], { deleted: true }), null, false],
    ['one still to come', state(null, [refund()]), version(), false],
    ['an unpaid one', status('pending'), version(), false],
    ['an excluded one', state(order({ company: true })), version(), false],
    ['one that is not fulfilled', state(order()), fulfilledOnly, false],
  ])('%s', (_name, orderState, published, counts) => {
    expect(countsAsEarlierOrder(orderState, published, false)).toBe(counts);
  });

  it('a test order on a development store', () => {
    expect(countsAsEarlierOrder(state(order({ test: true })), version(), true)).toBe(true);
  });
});
