import { expect, it } from 'vitest';
import { version } from './earning.fixture.ts';
import { ProgramSchema } from './program.ts';
import { RewardSchema } from './reward.ts';
import { storefrontProgram } from './storefront-rates.ts';
import { TiersSchema } from './tiers.ts';

const shop = {
  currency: 'USD',
  capabilities: { functions: true, storeCredit: false, giftCards: false },
};

it('tells what levels multiply by', () => {
  const levels = (multiplier: string) => ({
    basis: 'orders',
    period: { kind: 'lifetime' },
    levels: [{ id: 'one', name: { en: 'One' }, threshold: '0', multiplier }],
  });
  const held = (multiplier: string) =>
    storefrontProgram(version({}, { tiers: TiersSchema.parse(levels(multiplier)) }), shop).levels;
  expect(held('1.50')).toMatchObject([{ id: 'one', multiplier: '1.5', times: { n: 3, d: 2 } }]);
  expect(held('10')).toMatchObject([{ multiplier: '10', times: { n: 10, d: 1 } }]);
  expect(held('1.0')).toMatchObject([{ multiplier: '1', times: { n: 1, d: 1 } }]);
  expect(held('1.00000000000000000001')).toMatchObject([{ times: null }]);
});

it('tells what levels ask for, and what they give where', () => {
  const gift = {
    id: 'gift',
    kind: 'amountOff',
    points: 500,
    redeemable: false,
    name: { en: '{amount} off' },
  };
  const rewards = [RewardSchema.parse({ ...gift, values: [{ currency: 'USD', amount: '5.00' }] })];
  const levels = [
    { id: 'first', name: { en: 'First' }, threshold: '0', multiplier: '1' },
    {
      ...{ id: 'gold', name: { en: 'Gold' }, threshold: '500.50', multiplier: '1.50' },
      perks: {
        entryRewardId: 'gift',
        birthdayRewardId: null,
        shipping: { countries: ['JP'], ceiling: [{ currency: 'JPY', amount: '500' }] },
      },
    },
  ];
  const tiers = TiersSchema.parse({ basis: 'spend', period: { kind: 'rolling', months: 12 }, levels });
  const market = (handle: string, country: string) => ({
    ...{ handle, countries: [country], currency: 'USD', locale: 'en' },
  });
  const markets = [market('us', 'US'), market('jp', 'JP')];
  const told = storefrontProgram(version({}, { rewards, tiers, markets }), shop);
  expect(told.levelsBy).toEqual({ basis: 'spend', months: 12 });
  const { name } = gift;
  expect(told.levels).toMatchObject([
    { threshold: '0', multiplier: '1', shipping: null, entry: null, birthday: null },
    {
      ...{ threshold: '500.5', multiplier: '1.5', times: { n: 3, d: 2 }, birthday: null },
      shipping: { upTo: { JPY: 50_000 }, markets: ['jp'] },
      // Nobody buys it, so it is not among the rewards.
      entry: { name, currencies: ['USD'], amount: { USD: 500 }, percent: null },
    },
  ]);
  expect(told.rewards).toEqual([]);
});

it('asks for a birthday only where something comes on it', () => {
  const asked = (
    gift: object,
    { ofAction = null, points = null }: { ofAction?: string | null; points?: number | null },
    ofLevel: string | null = null,
  ) => {
    const reward = { id: 'gift', kind: 'amountOff', points: 500, name: { en: 'Gift' }, ...gift };
    const action = { id: 'day', kind: 'birthday', name: { en: 'Day' }, points, rewardId: ofAction };
    const level = { id: 'one', name: { en: 'One' }, threshold: '0', multiplier: '1' };
    const program = ProgramSchema.parse({
      ...version().program,
      rewards: [{ values: [{ currency: 'USD', amount: '5.00' }], ...reward }],
      actions: ofAction || points ? [action] : [],
      tiers: {
        ...{ basis: 'orders', period: { kind: 'lifetime' } },
        levels: [{ ...level, perks: { birthdayRewardId: ofLevel } }],
      },
    });
    return storefrontProgram({ ...version(), program }, shop).birthday;
  };
  const elsewhere = { values: [{ currency: 'CHF', amount: '5.00' }] };
  expect(asked({}, {})).toBe(false);
  expect(asked({}, { points: 100 })).toBe(true);
  for (const [ofAction, ofLevel] of [
    ['gift', null],
    [null, 'gift'],
  ] as const) {
    expect(asked({}, { ofAction }, ofLevel)).toBe(true);
    expect(asked({ active: false }, { ofAction }, ofLevel)).toBe(false);
    expect(asked(elsewhere, { ofAction }, ofLevel)).toBe(false);
  }
});
