import { type Program, ProgramSchema } from './program.ts';

/** The programme that a new shop begins with, and that the demo publishes: points.md, section 1, in the demo's four markets. */
export const startingProgram: Program = ProgramSchema.parse({
  name: {
    en: 'Haven Rewards',
    de: 'Haven Bonusprogramm',
    ja: 'ヘイブンリワード',
    ar: 'مكافآت هيفن',
  },
  pointsLabel: {
    en: { one: 'point', other: 'points' },
    de: { one: 'Punkt', other: 'Punkte' },
    ja: { other: 'ポイント' },
    ar: { zero: 'نقطة', one: 'نقطة', two: 'نقطتان', few: 'نقاط', many: 'نقطة', other: 'نقطة' },
  },
  enrolment: { mode: 'automatic', excludedCustomerTags: [], businessOrders: false, backdateDays: 0 },
  earning: {
    rates: [
      { currency: 'USD', spend: '1.00', points: 1 },
      { currency: 'EUR', spend: '1.00', points: 1 },
      { currency: 'JPY', spend: '100', points: 1 },
      { currency: 'KWD', spend: '1.000', points: 3 },
    ],
    basis: { taxes: 'asDisplayed', shipping: false, giftCardProducts: false },
    exclusions: {
      productIds: [],
      collectionIds: [],
      productTags: [],
      vendors: [],
      orderTags: [],
      channels: [],
    },
    granularity: 'proportional',
    rounding: 'down',
    stacking: 'add',
    awardOn: 'paid',
    pending: { days: 14, from: 'processed', byMarket: { us: 30 } },
  },
  campaigns: [],
  expiry: { kind: 'never' },
  refunds: { debt: 'allow', spentPoints: 'proportional' },
  tiers: null,
  rewards: [],
  markets: [
    { handle: 'us', countries: ['US'], currency: 'USD', locale: 'en' },
    {
      handle: 'eu',
      countries: [
        ...['AT', 'BE', 'CY', 'DE', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'IE', 'IT', 'LT', 'LU', 'LV'],
        ...['MT', 'NL', 'PT', 'SI', 'SK'],
      ],
      currency: 'EUR',
      locale: 'de',
    },
    { handle: 'jp', countries: ['JP'], currency: 'JPY', locale: 'ja' },
    { handle: 'gulf', countries: ['KW'], currency: 'KWD', locale: 'ar' },
  ],
  pointValue: [
    { currency: 'USD', amount: '0.01' },
    { currency: 'EUR', amount: '0.01' },
    { currency: 'JPY', amount: '1' },
    { currency: 'KWD', amount: '0.003' },
  ],
});
