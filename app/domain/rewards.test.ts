import { describe, expect, it } from 'vitest';
import { version } from './earning.fixture.ts';
import { RewardSchema } from './reward.ts';
import type { Unavailable } from './availability.ts';
import { currencyOfMarket, leastSpend, refusalOf, worthOf } from './rewards.ts';

const reward = (rest: object = {}) =>
  RewardSchema.parse({
    id: 'five-off',
    kind: 'amountOff',
    points: 500,
    name: { en: '{amount} off' },
    values: [{ currency: 'USD', amount: '5.00' }],
    ...rest,
  });

describe('refusalOf', () => {
  it.each([
    [
      { reason: 'price_changed', points: 500 },
      { reason: 'price_changed', points: 500 },
    ],
    [
      { reason: 'insufficient_points', missing: 1 },
      { reason: 'insufficient_points', missing: 1 },
    ],
    [{ reason: 'not_in_tier', levels: ['gold'], andAbove: true }, { reason: 'not_in_tier' }],
    [{ reason: 'in_debt', missing: 9 }, { reason: 'in_debt' }],
    [{ reason: 'unsupported_reward', because: 'functions' }, { reason: 'unsupported_reward' }],
    [{ reason: 'not_in_currency', currency: 'EUR' }, { reason: 'not_in_currency' }],
  ] as const)('%j', (why, refusal) => {
    expect(refusalOf(why as Unavailable)).toEqual(refusal);
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
