import fc from 'fast-check';
import { decimal, DIGITS } from './order-life.ts';

const rate = (currency: keyof typeof DIGITS) =>
  fc.record({
    currency: fc.constant(currency),
    spend: fc.integer({ min: 1, max: 10_000 }).map((units) => decimal(BigInt(units), DIGITS[currency])),
    points: fc.integer({ min: 1, max: 10 }),
  });

const earning = fc.record({
  rates: fc
    .tuple(rate('USD'), rate('EUR'), rate('JPY'), rate('KWD'))
    .chain((rates) => fc.subarray(rates, { minLength: 1 })),
  basis: fc.record({
    taxes: fc.constantFrom('asDisplayed', 'included', 'excluded'),
    shipping: fc.boolean(),
    giftCardProducts: fc.boolean(),
  }),
  exclusions: fc.record({
    productIds: fc.subarray(['1', '2']),
    collectionIds: fc.constant([]),
    productTags: fc.constant([]),
    vendors: fc.subarray(['Guest']),
    orderTags: fc.subarray(['no points']),
    channels: fc.constant([]),
  }),
  granularity: fc.constantFrom('proportional', 'wholeSteps'),
  rounding: fc.constantFrom('down', 'halfUp', 'up'),
  stacking: fc.constantFrom('add', 'multiply', 'highest'),
  awardOn: fc.constantFrom('paid', 'paid', 'fulfilled'),
  pending: fc.record({
    days: fc.integer({ min: 0, max: 30 }),
    from: fc.constantFrom('processed', 'fulfilled'),
    byMarket: fc.dictionary(fc.constantFrom('us', 'jp'), fc.integer({ min: 0, max: 60 }), {
      noNullPrototype: true,
    }),
  }),
});

/** A programme with the fields of points.md 1 and nothing that came later. */
export const programDocument: fc.Arbitrary<unknown> = earning.map((parts) => ({
  name: { en: 'Haven Rewards', ja: 'ヘイブンリワード' },
  pointsLabel: { en: { one: 'point', other: 'points' }, ja: { other: 'ポイント' } },
  enrolment: { mode: 'automatic', excludedCustomerTags: [], businessOrders: false, backdateDays: 0 },
  earning: parts,
  campaigns: [],
  expiry: { kind: 'never' },
  refunds: { debt: 'allow', spentPoints: 'proportional' },
  tiers: null,
  rewards: [],
  markets: [
    { handle: 'us', countries: ['US'], currency: 'USD', locale: 'en' },
    { handle: 'eu', countries: ['DE', 'FR'], currency: 'EUR', locale: 'de' },
    { handle: 'jp', countries: ['JP'], currency: 'JPY', locale: 'ja' },
    { handle: 'gulf', countries: ['KW'], currency: 'KWD', locale: 'ar' },
  ],
  pointValue: [{ currency: 'USD', amount: '0.01' }],
}));
