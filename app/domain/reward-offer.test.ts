import { describe, expect, it } from 'vitest';
import { NATIVE_CODES_ONLY, type Capabilities } from './capabilities.ts';
import { isReadable } from './discount-configuration.ts';
import { version } from './earning.fixture.ts';
import { discountConfiguration, offerIn, rewardWarnings } from './reward-offer.ts';
import { REWARD_KINDS } from './reward-kinds/registry.ts';
import { RewardSchema } from './reward.ts';

const EVERYTHING: Capabilities = { functions: true, storeCredit: true, giftCards: true };
const dollars = [{ currency: 'USD', amount: '5.00' }];
const three = [
  ...dollars,
  { currency: 'EUR', amount: '5.00' },
  { currency: 'JPY', amount: '700' },
  { currency: 'KWD', amount: '1.500' },
];
const minimum = (...currencies: string[]) => ({
  conditions: { minSpend: currencies.map((currency) => ({ currency, amount: '30' })) },
});
const goods = { conditions: { productIds: ['1'] } };
const manyGoods = {
  conditions: { productIds: Array.from({ length: 101 }, (_, index) => String(index + 1)) },
};
const bothGoods = { conditions: { productIds: ['1'], collectionIds: ['2'] } };

const reward = (rest: object) =>
  RewardSchema.parse({ id: 'one', points: 500, name: { en: 'Reward' }, ...rest });
const kinds: { [kind: string]: object } = {
  amountOff: { values: dollars },
  percentOff: { percent: '10' },
  freeShipping: {},
  freeProduct: { productId: '101' },
  storeCredit: { values: three },
  giftCard: { values: three },
  exclusiveAccess: { customerTag: 'early' },
  voucher: {},
  donation: {},
  custom: {},
};

/** Every set of what a shop may be able to do. */
const shops = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => ({
  functions: (bits & 1) > 0,
  storeCredit: (bits & 2) > 0,
  giftCards: (bits & 4) > 0,
}));

/** What carries it, or why nothing does. */
function carriedBy(rest: object, capabilities: Capabilities, currency = 'USD'): string {
  const found = offerIn(reward(rest), currency, { currency: 'USD', capabilities });
  if (found.ok) return found.offer.carrier;
  return found.reason === 'unsupported_reward' ? `no: ${found.because}` : 'not in the currency';
}

describe('what carries a reward', () => {
  type Row = [string, object, { with: string; without: string; of: keyof Capabilities | null }];
  const always = (carrier: string) => ({ with: carrier, without: carrier, of: null });
  const byFunction = { with: 'functionCode', without: 'no: functions', of: 'functions' } as const;
  const rows: Row[] = [
    ['amountOff', {}, always('nativeCode')],
    ['amountOff', { values: three }, byFunction],
    ['amountOff', minimum('USD'), always('nativeCode')],
    ['amountOff', minimum('USD', 'EUR'), byFunction],
    ['amountOff', goods, always('nativeCode')],
    ['amountOff', bothGoods, byFunction],
    // Beyond what Shopify hands to a Function, it would do nothing.
    ['amountOff', manyGoods, always('nativeCode')],
    ['amountOff', { ...manyGoods, values: three }, always('no: conditions')],
    ['percentOff', { percent: '33.3333333', ceiling: dollars }, always('no: conditions')],
    ['percentOff', {}, always('nativeCode')],
    ['percentOff', { ceiling: dollars }, byFunction],
    ['percentOff', minimum('USD', 'JPY'), byFunction],
    ['percentOff', goods, always('nativeCode')],
    ['freeShipping', {}, always('nativeCode')],
    ['freeShipping', { countries: ['JP'] }, always('nativeCode')],
    ['freeShipping', { ceiling: dollars }, byFunction],
    ['freeShipping', goods, always('no: conditions')],
    ['freeProduct', {}, { with: 'functionCode', without: 'nativeCode', of: 'functions' }],
    ['freeProduct', minimum('USD'), { with: 'functionCode', without: 'nativeCode', of: 'functions' }],
    ['freeProduct', minimum('USD', 'EUR'), byFunction],
    ['freeProduct', goods, always('no: conditions')],
    ['storeCredit', {}, { with: 'storeCredit', without: 'no: storeCredit', of: 'storeCredit' }],
    ['storeCredit', minimum('USD'), always('no: conditions')],
    ['giftCard', {}, { with: 'giftCard', without: 'no: giftCards', of: 'giftCards' }],
    ['giftCard', goods, always('no: conditions')],
    ['exclusiveAccess', {}, always('no: kind')],
    ['voucher', {}, always('no: kind')],
    ['donation', {}, always('no: kind')],
    ['custom', {}, always('no: kind')],
  ];

  it.each(rows.map((row, index) => [index, ...row] as const))(
    'row %i: %s',
    (_index, kind, change, expected) => {
      for (const shop of shops) {
        const wanted = expected.of === null || shop[expected.of] ? expected.with : expected.without;
        expect(carriedBy({ kind, ...kinds[kind], ...change }, shop), JSON.stringify(shop)).toBe(wanted);
      }
    },
  );

  it('is told for every kind of the registry', () => {
    expect(new Set(rows.map(([kind]) => kind))).toEqual(new Set(Object.keys(REWARD_KINDS)));
    expect(Object.keys(kinds)).toEqual(Object.keys(REWARD_KINDS));
  });

  it.each(Object.entries(REWARD_KINDS))('%s is registered under its own name', (kind, { schema }) => {
    expect(schema.parse({ id: 'one', points: 1, name: { en: 'One' }, kind, ...kinds[kind] }).kind).toBe(kind);
  });
});

describe('what a member gets', () => {
  const get = (kind: string, rest: object, currency: string) => {
    const found = offerIn(reward({ kind, ...rest }), currency, { currency: 'USD', capabilities: EVERYTHING });
    return found.ok ? found.offer.benefit : null;
  };
  const amount = (text: string) => ({ kind: 'amount', amount: text });

  it.each([
    ['amountOff', { values: three }, 'JPY', amount('700')],
    ['amountOff', { values: three }, 'EUR', amount('5.00')],
    ['amountOff', { values: three }, 'KWD', amount('1.500')],
    ['amountOff', { values: three }, 'GBP', null],
    ['amountOff', { values: dollars }, 'EUR', null],
    ['amountOff', { values: [{ currency: 'JPY', amount: '700.5' }] }, 'JPY', null],
    ['amountOff', { values: three, ...minimum('EUR') }, 'EUR', amount('5.00')],
    ['amountOff', { values: three, ...minimum('EUR') }, 'JPY', null],
    ['storeCredit', { values: three }, 'KWD', amount('1.500')],
    ['giftCard', { values: three }, 'GBP', null],
    ['percentOff', { percent: '12.5' }, 'GBP', { kind: 'percent', percent: '12.5', ceiling: null }],
    [
      'percentOff',
      { percent: '12.5', ceiling: three },
      'JPY',
      { kind: 'percent', percent: '12.5', ceiling: '700' },
    ],
    ['percentOff', { percent: '12.5', ceiling: three }, 'GBP', null],
    ['freeShipping', { countries: ['JP'] }, 'JPY', { kind: 'shipping', countries: ['JP'], ceiling: null }],
    ['freeShipping', { ceiling: dollars }, 'JPY', null],
    ['freeProduct', { variantId: '7' }, 'GBP', { kind: 'product', productId: null, variantId: '7' }],
  ])('%s %j in %s', (kind, rest, currency, benefit) => {
    expect(get(kind, rest, currency)).toEqual(benefit);
  });
});

describe('rewardWarnings', () => {
  const markets = [
    { handle: 'us', countries: ['US'], currency: 'USD', locale: 'en' },
    { handle: 'de', countries: ['DE'], currency: 'EUR', locale: 'de' },
    { handle: 'fr', countries: ['FR'], currency: 'EUR', locale: 'fr' },
    { handle: 'jp', countries: ['JP'], currency: 'JPY', locale: 'ja' },
  ];
  const { program } = version({}, { markets });
  const warn = (rest: object, capabilities: Capabilities = EVERYTHING, of = program) =>
    rewardWarnings(of, reward({ kind: 'amountOff', ...rest }), { currency: 'USD', capabilities });

  it('names the markets without an amount', () => {
    expect(warn({ values: three })).toEqual([]);
    expect(warn({ values: dollars })).toEqual([
      { kind: 'noAmount', currency: 'EUR', markets: ['de', 'fr'] },
      { kind: 'noAmount', currency: 'JPY', markets: ['jp'] },
    ]);
  });

  it('says nothing of markets that the reward is not for', () => {
    expect(warn({ values: dollars, for: { markets: ['us'] } })).toEqual([]);
    expect(warn({ values: dollars, for: { markets: ['fr', 'us'] } })).toEqual([
      { kind: 'noAmount', currency: 'EUR', markets: ['fr'] },
    ]);
  });

  it('tells an amount that cannot be paid and a minimum that is missing from no amount', () => {
    const values = [...dollars, { currency: 'EUR', amount: '5.001' }, { currency: 'JPY', amount: '700' }];
    expect(warn({ values, ...minimum('USD', 'EUR') })).toEqual([
      { kind: 'inexactAmount', currency: 'EUR', amount: '5.001', markets: ['de', 'fr'] },
      { kind: 'noMinSpend', currency: 'JPY', markets: ['jp'] },
    ]);
  });

  it.each([
    ['functions', { values: three }, 'storeCredit', { storeCredit: true }],
    ['functions', { values: three }, null, {}],
    ['kind', { kind: 'custom' }, null, { storeCredit: true }],
    ['storeCredit', { kind: 'storeCredit', values: three }, null, { functions: true }],
  ] as const)('tells what the shop cannot do: %s %j', (because, rest, instead, able) => {
    expect(warn(rest, { ...NATIVE_CODES_ONLY, ...able })).toEqual([{ kind: 'impossible', because, instead }]);
  });

  it('says that a native code takes every piece of a free product', () => {
    const mug = { kind: 'freeProduct', productId: '101' };
    expect(warn(mug)).toEqual([]);
    expect(warn(mug, NATIVE_CODES_ONLY)).toEqual([{ kind: 'caution', of: 'everyUnit' }]);
  });

  it('asks for the currency of the shop where the programme has no markets', () => {
    const alone = version({}, { markets: [] }).program;
    expect(warn({ values: dollars }, EVERYTHING, alone)).toEqual([]);
    expect(warn({ values: [{ currency: 'EUR', amount: '5' }] }, EVERYTHING, alone)).toEqual([
      { kind: 'noAmount', currency: 'USD', markets: [] },
    ]);
  });
});

describe('what the Function is told', () => {
  it('is as long as Shopify hands over at most', () => {
    const ids = (from: number) =>
      Array.from({ length: 100 }, (_, index) => String(10n ** 17n + BigInt(from + index)));
    const configuration = discountConfiguration(
      reward({
        kind: 'amountOff',
        values: three,
        conditions: { productIds: ids(0), collectionIds: ids(500) },
      }),
    );
    const ofBytes = (length: number) => ({
      ...configuration,
      productIds: ['x'.repeat(length - JSON.stringify({ ...configuration, productIds: [''] }).length)],
    });
    expect(JSON.stringify(ofBytes(10_000))).toHaveLength(10_000);
    expect(isReadable(ofBytes(10_000))).toBe(true);
    expect(isReadable(ofBytes(10_001))).toBe(false);
  });
});
