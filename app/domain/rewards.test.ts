import { describe, expect, it } from 'vitest';
import { version } from './earning.fixture.ts';
import { RewardSchema } from './reward.ts';
import {
  currencyOfMarket,
  isListed,
  leastSpend,
  nativeOffer,
  redeemRefusal,
  rewardWorth,
  worthOf,
  type Redeemer,
} from './rewards.ts';

const reward = (rest: object = {}) =>
  RewardSchema.parse({
    id: 'five-off',
    kind: 'amountOff',
    points: 500,
    name: { en: '{amount} off' },
    values: [{ currency: 'USD', amount: '5.00' }],
    ...rest,
  });

const redeemer: Redeemer = {
  shopCurrency: 'USD',
  market: 'us',
  balance: 600n,
  available: 600n,
  tier: null,
  withinLimits: true,
};
const levels = ['member', 'gold'].map((id, index) => ({
  id,
  name: { en: id },
  threshold: index === 0 ? '0' : '1000',
  multiplier: '1',
}));
const tiers = { basis: 'points', period: { kind: 'lifetime' }, levels } as const;
const { program } = version({}, { tiers });

describe('redeemRefusal', () => {
  it.each([
    ['nothing', {}, {}, null, null],
    ['the price seen', {}, {}, 500, null],
    ['another price', {}, {}, 400, { reason: 'price_changed', points: 500 }],
    ['an inactive reward', { active: false }, {}, null, { reason: 'inactive_reward' }],
    ['another market', { for: { markets: ['jp'] } }, {}, null, { reason: 'not_in_market' }],
    ['an unknown market', { for: { markets: ['us'] } }, { market: null }, null, { reason: 'not_in_market' }],
    ['its own market', { for: { markets: ['us'] } }, {}, null, null],
    ['a higher level', { for: { tiers: ['gold'] } }, {}, null, { reason: 'not_in_tier' }],
    ['the level held', { for: { tiers: ['gold'] } }, { tier: 'gold' }, null, null],
    [
      'a level left behind',
      { for: { tiers: ['member'] } },
      { tier: 'gold' },
      null,
      { reason: 'not_in_tier' },
    ],
    ["everybody's level", { for: { tiers: ['member'] } }, {}, null, null],
    ['a limit', {}, { withinLimits: false }, null, { reason: 'limit_reached' }],
    ['a debt', {}, { balance: -1n, available: -1n }, null, { reason: 'in_debt' }],
    ['too few points', {}, { available: 499n }, null, { reason: 'insufficient_points', missing: 1 }],
    [
      'another currency',
      { values: [{ currency: 'EUR', amount: '5.00' }] },
      {},
      null,
      { reason: 'unsupported_reward' },
    ],
  ])('%s', (_title, change, facts, seen, refusal) => {
    expect(redeemRefusal(program, reward(change), { ...redeemer, ...facts }, seen)).toEqual(refusal);
  });
});

describe('nativeOffer', () => {
  it('gives the amount in the shop currency', () => {
    expect(nativeOffer(reward(), 'USD')?.amount).toBe('5.00');
  });

  it.each([
    ['products and collections at once', { conditions: { productIds: ['1'], collectionIds: ['2'] } }],
    [
      'a minimum in other currencies only',
      { conditions: { minSpend: [{ currency: 'EUR', amount: '30.00' }] } },
    ],
    ['another kind', { kind: 'storeCredit' }],
  ])('is none for %s', (_title, change) => {
    expect(nativeOffer(reward(change), 'USD')).toBeNull();
  });
});

describe('isListed', () => {
  it('shows what a member cannot have yet, and hides what does not exist for them', () => {
    const poor = { ...redeemer, available: 0n, withinLimits: false };
    expect(isListed(program, reward(), poor)).toBe(true);
    expect(isListed(program, reward({ for: { tiers: ['gold'] } }), poor)).toBe(true);
    expect(isListed(program, reward({ active: false }), poor)).toBe(false);
    expect(isListed(program, reward({ for: { markets: ['jp'] } }), poor)).toBe(false);
  });
});

describe('worthOf', () => {
  const pointValue = [
    { currency: 'JPY', amount: '1.4' },
    { currency: 'KWD', amount: '0.0035' },
  ];
  const valued = version({}, { pointValue }).program;

  it('is exact, to the whole minor unit below', () => {
    expect(worthOf(valued, 500n, 'JPY')).toEqual({ currency: 'JPY', minorUnits: 700n });
    expect(worthOf(valued, 3n, 'JPY')?.minorUnits).toBe(4n);
    expect(worthOf(valued, 501n, 'KWD')?.minorUnits).toBe(1753n);
  });

  it('is unknown where the merchant set none', () => {
    expect(worthOf(valued, 500n, 'USD')).toBeNull();
  });

  it('asks for the currency of the market, and of the shop where that is not known', () => {
    expect(currencyOfMarket(valued, 'nowhere', 'USD')).toBe('USD');
  });
});

describe('rewardWorth', () => {
  const pointValue = [
    { currency: 'USD', amount: '0.01' },
    { currency: 'EUR', amount: '0.009' },
    { currency: 'JPY', amount: '1.4' },
    { currency: 'KWD', amount: '0.0035' },
  ];
  const { program: valued } = version({}, { pointValue });

  it.each([
    ['12.00', 'USD', 'JPY', 1680n],
    ['12.00', 'USD', 'EUR', 1080n],
    ['12.00', 'USD', 'KWD', 4200n],
    ['1000', 'JPY', 'USD', 714n],
    ['1', 'JPY', 'USD', 1n],
    ['0.01', 'USD', 'JPY', 1n],
    ['0.05', 'EUR', 'USD', 6n],
    ['0.01', 'EUR', 'JPY', 2n],
    ['5.00', 'USD', 'USD', null],
    ['5.00', 'USD', 'GBP', null],
    ['5.00', 'GBP', 'USD', null],
  ])('%s %s in %s', (amount, currency, shown, minorUnits) => {
    expect(rewardWorth(valued, { amount, currency }, shown)?.minorUnits ?? null).toBe(minorUnits);
  });
});

describe('leastSpend', () => {
  const least = [
    { currency: 'USD', amount: '50.00' },
    { currency: 'EUR', amount: '0.00' },
  ];
  it.each([
    ['USD', '50.00'],
    ['EUR', null],
    ['JPY', null],
  ])('in %s', (currency, amount) => {
    expect(leastSpend(reward({ conditions: { minSpend: least } }), currency)).toBe(amount);
    expect(leastSpend(reward(), currency)).toBeNull();
  });
});
