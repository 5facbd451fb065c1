import { expect, it } from 'vitest';
import { version } from './earning.fixture.ts';
import { ProgramSchema } from './program.ts';
import { RewardSchema } from './reward.ts';
import {
  STOREFRONT_BYTES_MAX,
  storefrontFaults,
  storefrontProgram,
  storefrontRates,
  THEME_SHAPE,
} from './storefront-rates.ts';

const shop = {
  currency: 'USD',
  capabilities: { functions: true, storeCredit: false, giftCards: false },
};

const rates = [
  { currency: 'USD', spend: '1.00', points: 1 },
  { currency: 'EUR', spend: '0.30', points: 2 },
  { currency: 'JPY', spend: '150', points: 3 },
  { currency: 'KWD', spend: '0.300', points: 1 },
];

it('gives points per hundredth of every currency, reduced', () => {
  expect(storefrontRates(version({ rates }).program)).toEqual({
    USD: { n: 1, d: 100, step: null, coarse: false },
    EUR: { n: 1, d: 15, step: null, coarse: false },
    JPY: { n: 1, d: 5000, step: null, coarse: false },
    KWD: { n: 1, d: 30, step: null, coarse: true },
  });
});

it('keeps the length of a step where only whole steps count', () => {
  const { EUR, JPY } = storefrontRates(version({ rates, granularity: 'wholeSteps' }).program);
  expect(EUR?.step).toEqual({ n: 1, d: 30, points: 2 });
  expect(JPY?.step).toEqual({ n: 1, d: 15000, points: 3 });
});

it('leaves out a rate that Liquid could not hold exactly', () => {
  const tiny = { currency: 'USD', spend: '0.00000000000000000007', points: 1 };
  expect(storefrontRates(version({ rates: [tiny] }).program)).toEqual({});
});

it('tells of the campaigns that an order of the online store can have, and what they ask and add', () => {
  const name = { en: 'Days' };
  const double = { name, effect: { kind: 'multiply', by: '2.50' } };
  const campaigns = [
    { ...double, id: 'window', startsAt: '2026-11-01T00:00:00.500Z', endsAt: '2026-11-02T00:00:00Z' },
    { ...double, id: 'off', active: false },
    { ...double, id: 'in-shops', when: { channels: ['pos'] } },
    { ...double, id: 'without-tiers', when: { tiers: ['gold'] } },
    { id: 'nothing', name, effect: { kind: 'multiply', by: '1.0' } },
    {
      ...{ id: 'bonus', name, effect: { kind: 'bonus', points: 50 } },
      lines: { productTags: [' Sale '], productIds: ['7'] },
      when: {
        ...{ markets: ['jp'], channels: ['web'], firstOrder: true },
        minSpend: [
          { currency: 'USD', amount: '19.99' },
          { currency: 'KWD', amount: '0.505' },
        ],
      },
    },
  ];
  const program = { ...version().program, campaigns, tiers: null };
  const told = storefrontProgram({ ...version(), program: ProgramSchema.parse(program) }, shop).campaigns;
  const anybody = { name, markets: null, tiers: null, firstOrder: false, minSpend: null, lines: null };
  expect(told).toEqual([
    { ...anybody, from: 1_793_491_201, until: 1_793_577_600, times: { n: 5, d: 2 }, by: '2.5', bonus: null },
    {
      ...{ name, from: 0, until: 1_000_000_000_000, times: null, by: null, bonus: 50, tiers: null },
      ...{ markets: ['jp'], firstOrder: true },
      minSpend: { USD: { n: 1999, d: 1 }, KWD: { n: 101, d: 2 } },
      lines: { products: ['7'], collections: [], tags: ['sale'], vendors: [] },
    },
  ]);
});

it('has a number for the shape of what is written, by which a new one reaches shops that publish nothing', () => {
  const campaign = { id: 'days', name: { en: 'Days' }, effect: { kind: 'multiply', by: '2' } };
  const program = ProgramSchema.parse({ ...version().program, campaigns: [campaign] });
  const told = storefrontProgram({ ...version(), program }, shop);
  const keys = (value: object) => Object.keys(value).join(' ');
  expect({ shape: THEME_SHAPE, program: keys(told), campaign: keys(told.campaigns[0] ?? {}) }).toEqual({
    shape: 2,
    program:
      'v number name label rates rounding granularity taxes stacking shipping excluded campaigns boosts pointValue rewards cart levels levelsBy actions birthday pending expiry markets looks join',
    campaign: 'name from until markets tiers firstOrder minSpend lines times by bonus',
  });
  // What the extension of before `campaigns` reads.
  expect(told.boosts).toEqual([{ from: 0, until: 1_000_000_000_000, markets: null }]);
});

it('tells how markets look, and nothing of one that is gone', () => {
  const markets = [{ handle: 'jp', countries: ['JP'], currency: 'JPY', locale: 'ja' }];
  const program = ProgramSchema.parse({
    ...version().program,
    markets,
    looks: { jp: { radius: 4 }, gone: { radius: 4 } },
  });
  expect(Object.keys(storefrontProgram({ ...version(), program }, shop).looks)).toEqual(['jp']);
});

it('gives what a point is worth in hundredths, with the smallest amount that can be shown', () => {
  const pointValue = [
    { currency: 'USD', amount: '0.01' },
    { currency: 'JPY', amount: '1.4' },
    { currency: 'KWD', amount: '0.003' },
  ];
  expect(storefrontProgram(version({}, { pointValue }), shop).pointValue).toEqual({
    USD: { n: 1, d: 1, unit: 1 },
    JPY: { n: 140, d: 1, unit: 100 },
    KWD: { n: 3, d: 10, unit: 1 },
  });
});

it('lists active rewards from the cheapest up, with amounts in hundredths and their markets', () => {
  const reward = { name: { en: '{amount} off' }, kind: 'amountOff' };
  const rewards = [
    {
      ...reward,
      id: 'ten',
      points: 900,
      description: { en: 'With free delivery' },
      conditions: {
        minSpend: [
          { currency: 'USD', amount: '50.00' },
          { currency: 'JPY', amount: '0' },
        ],
      },
      values: [{ currency: 'USD', amount: '10.00' }],
    },
    {
      ...reward,
      id: 'five',
      points: 500,
      for: { markets: ['us', 'jp'] },
      values: [
        { currency: 'USD', amount: '5.00' },
        { currency: 'JPY', amount: '700' },
        { currency: 'KWD', amount: '1.505' },
      ],
    },
    {
      ...reward,
      id: 'credited',
      kind: 'storeCredit',
      points: 100,
      values: [{ currency: 'USD', amount: '1.00' }],
    },
    { ...reward, id: 'gone', points: 100, active: false, values: [{ currency: 'USD', amount: '1.00' }] },
  ];
  const markets = ['JPY', 'KWD'].map((currency) => ({
    handle: currency.toLowerCase(),
    countries: [],
    currency,
    locale: 'en',
  }));
  const program = storefrontProgram(
    version({}, { rewards: rewards.map((each) => RewardSchema.parse(each)), markets }),
    shop,
  );
  const told = program.rewards.map(({ id, currencies, amount }) => ({ id, currencies, amount }));
  expect(program.rewards.map((one) => one.markets)).toEqual([['us', 'jp'], null]);
  expect(told).toEqual([
    { id: 'five', currencies: ['USD', 'JPY'], amount: { USD: 500, JPY: 70_000 } },
    { id: 'ten', currencies: ['USD'], amount: { USD: 1000 } },
  ]);
  expect(program.rewards.map(({ description, minSpend }) => ({ description, minSpend }))).toEqual([
    { description: {}, minSpend: {} },
    { description: { en: 'With free delivery' }, minSpend: { USD: 5000 } },
  ]);
});

it('tells what earns nothing, tags without case', () => {
  const program = storefrontProgram(
    version(
      { exclusions: { productTags: [' Sale '], productIds: ['7'] } },
      {
        enrolment: {
          mode: 'automatic',
          excludedCustomerTags: ['Staff'],
          businessOrders: false,
          backdateDays: 0,
          terms: null,
        },
      },
    ),
    shop,
  );
  expect(program.excluded).toEqual({
    products: ['7'],
    collections: [],
    tags: ['sale'],
    vendors: [],
    customerTags: ['staff'],
    giftCards: true,
    business: true,
    online: false,
  });
});

it('that is too large for a metafield of Shopify is a fault, a large one is none', () => {
  const products = (count: number) =>
    version({
      exclusions: {
        productIds: Array.from({ length: count }, (_, index) => String(8_401_220_000_000 + index)),
      },
    });
  expect(storefrontFaults(products(7_000))).toEqual([]);
  expect(storefrontFaults(products(9_000))).toMatchObject([
    { path: '', reason: expect.stringContaining(`of ${STOREFRONT_BYTES_MAX} that Shopify takes`) },
  ]);
  // Rewards in a currency that no market has are the shop's own.
  const rewards = Array.from({ length: 100 }, (_, index) => ({
    ...{ id: `reward-${index}`, kind: 'amountOff', points: 100, name: { en: 'Off' } },
    ...{ values: [{ currency: 'USD', amount: '5.00' }], description: { en: 'x'.repeat(1_500) } },
  }));
  const program = ProgramSchema.parse({ ...version().program, rewards, markets: [] });
  expect(storefrontFaults({ ...version(), program })).toHaveLength(1);
});

it('is plain JSON: what is stored is what is read', () => {
  const program = storefrontProgram(version(), shop);
  expect(JSON.parse(JSON.stringify(program))).toEqual(program);
});
