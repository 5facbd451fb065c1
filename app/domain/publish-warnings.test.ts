import { expect, test } from 'vitest';
import { parseFraction } from './fraction.ts';
import { unsupportedParts } from './program-changes.ts';
import { ProgramSchema } from './program.ts';
import { goneLevels, marketShares, publishWarnings } from './publish-warnings.ts';
import { startingProgram } from './starting-program.ts';

const shop = {
  currency: 'USD',
  capabilities: { functions: false, storeCredit: false, giftCards: false },
};
const markets = [
  { handle: 'us', countries: ['US'], currency: 'USD', locale: 'en' },
  { handle: 'jp', countries: ['JP'], currency: 'JPY', locale: 'ja' },
  { handle: 'gulf', countries: ['KW'], currency: 'KWD', locale: 'ar' },
];
const programOf = (parts: object) =>
  ProgramSchema.parse({
    ...startingProgram,
    rewards: [],
    markets,
    earning: {
      ...startingProgram.earning,
      rates: [
        { currency: 'USD', spend: '1.00', points: 1 },
        { currency: 'JPY', spend: '100', points: 1 },
      ],
    },
    ...parts,
  });

test('a market that gets over a tenth more than the one that gets least is named, with both shares', () => {
  const pointValue = (yen: string) => [
    { currency: 'USD', amount: '0.01' },
    { currency: 'JPY', amount: yen },
  ];
  expect(publishWarnings(programOf({ pointValue: pointValue('1.1') }), shop)).toEqual([
    { kind: 'marketWithoutRate', market: 'gulf', currency: 'KWD' },
  ]);
  expect(publishWarnings(programOf({ pointValue: pointValue('1.4') }), shop)[0]).toEqual({
    ...{ kind: 'marketAhead', market: 'jp', share: '1.40' },
    ...{ behind: 'us', least: '1.00', more: '40.00' },
  });
});

test('without a value of points or a rate nothing is known of what a market gets', () => {
  const shares = marketShares(programOf({ pointValue: [{ currency: 'USD', amount: '0.01' }] }));
  expect(shares.map(({ market, share }) => [market, share])).toEqual([
    ['us', parseFraction('0.01')],
    ['jp', null],
    ['gulf', null],
  ]);
});

test('points that expire untold, and a reward that this shop cannot issue, are warned of; one that is asleep is not', () => {
  const reward = { name: { en: 'Credit' }, kind: 'storeCredit', points: 500 };
  const values = [{ currency: 'USD', amount: '5.00' }];
  const program = programOf({
    markets: [],
    pointValue: null,
    expiry: { kind: 'afterEarning', months: 12 },
    rewards: [
      { ...reward, id: 'credit', values },
      { ...reward, id: 'asleep', values, active: false },
    ],
  });
  expect(publishWarnings(program, shop)).toEqual([
    { kind: 'expiryUntold' },
    {
      kind: 'reward',
      rewardId: 'credit',
      warning: { kind: 'impossible', because: 'storeCredit', instead: null },
    },
  ]);
});

test('an amount of thousandths for a step of the cart, which themes cannot hold, is warned of', () => {
  const program = (fils: string) => {
    const values = [
      { currency: 'USD', amount: '1.00' },
      { currency: 'KWD', amount: fils },
    ];
    return programOf({ cartPoints: { step: 100, name: { en: '{amount} off' }, values } });
  };
  const unshown = (fils: string) =>
    publishWarnings(program(fils), shop).filter(({ kind }) => kind === 'cartUnshown');
  expect(unshown('0.305')).toEqual([{ kind: 'cartUnshown', currency: 'KWD', amount: '0.305' }]);
  expect(unshown('0.300')).toEqual([]);
});

test('text that is hard to read on its background is warned of, with its contrast', () => {
  const looks = (text: string) => ({ jp: { text, background: '#ffffff' }, us: { accent: '#ffffff' } });
  const warned = (text: string) =>
    publishWarnings(programOf({ looks: looks(text) }), shop).filter(({ kind }) => kind === 'lookContrast');
  expect(warned('#777777')).toEqual([
    { kind: 'lookContrast', market: 'jp', text: '#777777', background: '#ffffff', ratio: '4.47' },
  ]);
  expect(warned('#767676')).toEqual([]);
});

test("an accent that does not stand out from its background is warned of; on the theme's own nothing is known", () => {
  const warned = (look: object) =>
    publishWarnings(programOf({ looks: { jp: look } }), shop).filter(({ kind }) => kind === 'accentContrast');
  const paper = { text: '#000000', background: '#ffffff' };
  expect(warned({ ...paper, accent: '#959595' })).toEqual([
    { kind: 'accentContrast', market: 'jp', accent: '#959595', background: '#ffffff', ratio: '2.99' },
  ]);
  expect(warned({ ...paper, accent: '#949494' })).toEqual([]);
  expect(warned({ accent: '#ffffff' })).toEqual([]);
});

test('what levels and actions give and nobody gets, and points in the cart that come to no amount, are warned of, and told as parts of the document', () => {
  const mug = { id: 'mug', name: { en: 'Mug' }, kind: 'amountOff', points: 5, active: false };
  const level = { id: 'a', name: { en: 'A' }, threshold: '0', multiplier: '1' };
  const program = programOf({
    rewards: [{ ...mug, values: [{ currency: 'USD', amount: '5.00' }] }],
    cartPoints: { step: 100, values: [{ currency: 'JPY', amount: '0.5' }], name: { en: 'Points' } },
    actions: [{ id: 'photo', kind: 'custom', name: { en: 'Photo' }, rewardId: 'mug' }],
    tiers: {
      basis: 'points',
      period: { kind: 'lifetime' },
      levels: [
        { ...level, perks: { birthdayRewardId: 'mug' } },
        {
          ...{ ...level, id: 'b', threshold: '9' },
          perks: { entryRewardId: 'mug', shipping: { ceiling: [{ currency: 'USD', amount: '5' }] } },
        },
      ],
    },
  });
  const ofParts = publishWarnings(program, shop).filter(({ kind }) => /perk|cart|action/.test(kind));
  expect(ofParts).toEqual([
    { kind: 'cartUnpayable' },
    { kind: 'perkAsleep', level: 'a', perk: 'birthdayRewardId', rewardId: 'mug' },
    { kind: 'perkAsleep', level: 'b', perk: 'entryRewardId', rewardId: 'mug' },
    { kind: 'perkShipping', level: 'b', because: 'functions' },
    { kind: 'actionAsleep', action: 'photo', rewardId: 'mug' },
  ]);
  expect(unsupportedParts(program, shop).map(({ path }) => path)).toEqual([
    'cartPoints.values',
    'tiers.levels[0].perks.birthdayRewardId',
    'tiers.levels[1].perks.entryRewardId',
    'tiers.levels[1].perks.shipping',
    'actions[0].rewardId',
  ]);
});

test('of a reward at the entry of a level that is money at once, it is told that a returned order does not take it back', () => {
  const reward = { kind: 'storeCredit', points: 5, values: [{ currency: 'USD', amount: '5.00' }] };
  const level = (id: string, threshold: string, entryRewardId: string | null) => ({
    ...{ id, threshold, name: { en: id }, multiplier: '1' },
    perks: { entryRewardId },
  });
  const program = programOf({
    rewards: [
      { ...reward, id: 'credit', name: { en: 'Credit' } },
      { ...reward, id: 'card', name: { en: 'Card' }, kind: 'giftCard' },
      { ...reward, id: 'code', name: { en: 'Code' }, kind: 'amountOff' },
    ],
    tiers: {
      basis: 'points',
      period: { kind: 'lifetime' },
      levels: [
        level('a', '0', null),
        level('b', '1', 'credit'),
        level('c', '2', 'card'),
        level('d', '3', 'code'),
      ],
    },
  });
  const told = publishWarnings(program, shop).filter(({ kind }) => kind === 'entryMoney');
  expect(told).toEqual([
    { kind: 'entryMoney', level: 'b', rewardId: 'credit', money: 'storeCredit' },
    { kind: 'entryMoney', level: 'c', rewardId: 'card', money: 'giftCard' },
  ]);
  expect(unsupportedParts(program, shop).map(({ path }) => path)).not.toContainEqual(
    expect.stringContaining('entryRewardId'),
  );
});

test('what is for deleted levels alone is for nobody; with another level, or switched off, nothing is said', () => {
  const tiers = {
    basis: 'points',
    period: { kind: 'lifetime' },
    levels: [{ id: 'a', name: { en: 'A' }, threshold: '0', multiplier: '1' }],
  };
  const reward = (id: string, levels: string[], active = true) => ({
    ...{ id, kind: 'percentOff', points: 10, percent: '5', name: { en: id }, active },
    for: { tiers: levels },
  });
  const campaign = {
    name: { en: 'Days' },
    startsAt: '2026-01-01T00:00:00Z',
    endsAt: null,
    effect: { kind: 'multiply', by: '2' },
  };
  const program = ProgramSchema.parse({
    ...startingProgram,
    tiers,
    rewards: [reward('kept', ['gone', 'a']), reward('lost', ['gone']), reward('off', ['gone'], false)],
    campaigns: [
      { id: 'all', ...campaign },
      { id: 'lost', ...campaign, when: { tiers: ['gone', 'other'] } },
    ],
  });
  expect(goneLevels(program)).toEqual([
    { kind: 'levelGone', of: 'reward', id: 'lost' },
    { kind: 'levelGone', of: 'campaign', id: 'lost' },
  ]);
  const paths = unsupportedParts(program, shop).map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(['rewards[1].for.tiers', 'campaigns[1].when.tiers']));
  expect(goneLevels({ ...program, tiers: null })).toHaveLength(3);
});

test('what is for removed markets alone is for nobody, points in the cart too; their look is seen by nobody', () => {
  const reward = (id: string, named: string[], active = true) => ({
    ...{ id, kind: 'percentOff', points: 10, percent: '5', name: { en: id }, active },
    for: { markets: named },
  });
  const audience = { markets: ['gone'], tiers: ['gone'] };
  const program = programOf({
    rewards: [reward('kept', ['gone', 'jp']), reward('lost', ['gone']), reward('off', ['gone'], false)],
    campaigns: [
      {
        ...{ id: 'days', name: { en: 'Days' }, startsAt: null, endsAt: null },
        ...{ effect: { kind: 'multiply', by: '2' }, when: { markets: ['gone'] } },
      },
    ],
    cartPoints: {
      ...{ step: 100, values: [{ currency: 'USD', amount: '1' }], name: { en: 'Points' } },
      for: audience,
    },
    looks: { gone: { text: '#777777', background: '#ffffff' } },
  });
  expect(publishWarnings(program, shop).filter(({ kind }) => /Gone|look/.test(kind))).toEqual([
    { kind: 'levelGone', of: 'cart' },
    { kind: 'marketGone', of: 'reward', id: 'lost' },
    { kind: 'marketGone', of: 'campaign', id: 'days' },
    { kind: 'marketGone', of: 'cart' },
  ]);
  expect(unsupportedParts(program, shop).map(({ path }) => path)).toEqual(
    expect.arrayContaining([
      'rewards[1].for.markets',
      'campaigns[0].when.markets',
      'cartPoints.for.markets',
      'cartPoints.for.tiers',
    ]),
  );
});
