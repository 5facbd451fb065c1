import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CartPointsSchema, cartMost, cartReward, heldAmounts, holdEnd } from './cart-points.ts';
import { parseProgram } from './parse-program.ts';
import { benefitIn } from './reward-offer.ts';
import { RewardSchema } from './reward.ts';
import { startingProgram } from './starting-program.ts';

const offer = {
  step: 100,
  name: { en: '{amount} off' },
  values: [
    { currency: 'USD', amount: '1.00' },
    { currency: 'JPY', amount: '140' },
    { currency: 'KWD', amount: '0.305' },
    { currency: 'EUR', amount: '0.005' },
  ],
};
const cartOf = (changes: object = {}) => CartPointsSchema.parse({ ...offer, ...changes });
const most = (points: number | null, percent: number | null) => ({ maximum: { points, percent } });

describe('the most points that a cart takes', () => {
  it.each<[string, object, bigint, bigint, string, [bigint, bigint, string]]>([
    ['whole steps of what there is', {}, 1_240n, 10_000n, 'USD', [1_200n, 1_200n, 'points']],
    ['exactly all', {}, 1_200n, 1_200n, 'USD', [1_200n, 1_200n, 'points']],
    ['never more than the goods', {}, 5_000n, 1_299n, 'USD', [1_200n, 1_200n, 'cart']],
    ['yen', {}, 5_000n, 1_399n, 'JPY', [900n, 1_260n, 'cart']],
    ['thousandths of a dinar', {}, 5_000n, 3_355n, 'KWD', [1_100n, 3_355n, 'cart']],
    ['the maximum of one cart', most(250, null), 5_000n, 10_000n, 'USD', [200n, 200n, 'maximum']],
    ['half of the cart', most(null, 50), 5_000n, 1_401n, 'JPY', [500n, 700n, 'cart']],
    ['a third, rounded down once', most(null, 33), 5_000n, 1_273n, 'JPY', [300n, 420n, 'cart']],
    ['less than a step', {}, 99n, 10_000n, 'USD', [0n, 0n, 'points']],
    ['an empty cart', {}, 500n, 0n, 'USD', [0n, 0n, 'cart']],
    ['debt', {}, -300n, 10_000n, 'USD', [0n, 0n, 'points']],
  ])('%s', (_, changes, available, subtotal, currency, [points, minorUnits, bound]) => {
    expect(cartMost(cartOf(changes), { available, subtotal, currency })).toEqual({
      points,
      minorUnits,
      bound,
    });
  });

  it.each(['GBP', 'EUR'])('is nothing in %s, for which no amount can be paid', (currency) => {
    expect(cartMost(cartOf(), { available: 500n, subtotal: 500n, currency })).toBeNull();
  });

  it('is the greatest number of steps that there are points for, and that the cart and the merchant allow', () => {
    const numbers = fc.record({
      step: fc.integer({ min: 1, max: 1_000 }),
      value: fc.integer({ min: 1, max: 5_000 }),
      available: fc.bigInt({ min: -100n, max: 100_000n }),
      subtotal: fc.bigInt({ min: 0n, max: 1_000_000n }),
      percent: fc.option(fc.integer({ min: 1, max: 100 })),
      extra: fc.option(fc.nat(10_000)),
    });
    fc.assert(
      fc.property(numbers, ({ step, value, available, subtotal, percent, extra }) => {
        const points = extra === null ? null : step + extra;
        const values = [{ currency: 'JPY', amount: String(value) }];
        const cart = cartOf({ step, values, ...most(points, percent) });
        const found = cartMost(cart, { available, subtotal, currency: 'JPY' });
        const fits = (steps: bigint) =>
          steps === 0n ||
          (steps * BigInt(step) <= available &&
            steps * BigInt(value) * 100n <= subtotal * BigInt(percent ?? 100) &&
            (points === null || steps * BigInt(step) <= BigInt(points)));
        const steps = (found?.points ?? 0n) / BigInt(step);
        expect(found).toMatchObject({ points: steps * BigInt(step), minorUnits: steps * BigInt(value) });
        expect([fits(steps), fits(steps + 1n)]).toEqual([true, false]);
      }),
    );
  });
});

describe('what a choice is redeemed as', () => {
  it('is worth its steps in every currency that can be paid', () => {
    const reward = cartReward(cartOf(), 1_300);
    expect(reward).toMatchObject({ kind: 'amountOff', points: 1_300, unused: 'return' });
    expect(reward && heldAmounts(reward)).toEqual([
      { currency: 'USD', amount: '13.00' },
      { currency: 'JPY', amount: '1820' },
      { currency: 'KWD', amount: '3.965' },
    ]);
    expect(RewardSchema.parse(JSON.parse(JSON.stringify(reward)))).toEqual(reward);
  });

  it('is, with a share of the cart as its maximum, that share with the amounts as a ceiling', () => {
    const reward = cartReward(cartOf(most(null, 50)), 1_000);
    expect(reward).toMatchObject({ kind: 'percentOff', percent: '50', name: { en: '{ceiling} off' } });
    expect(reward && benefitIn(reward, 'JPY')).toEqual({ kind: 'percent', percent: '50', ceiling: '1400' });
    expect(RewardSchema.parse(JSON.parse(JSON.stringify(reward)))).toEqual(reward);
  });

  it.each<[string, object, number]>([
    ['no points', {}, 0],
    ['a part of a step', {}, 150],
    ['more than the maximum', most(500, null), 600],
    ['points that are worth nothing', { values: [{ currency: 'JPY', amount: '0.5' }] }, 100],
  ])('is nothing for %s', (_, changes, points) => {
    expect(cartReward(cartOf(changes), points)).toBeNull();
  });

  it('is held for a day, or as long as the merchant says', () => {
    expect(holdEnd(cartOf(), '2026-11-22T10:00:00.000Z')).toBe('2026-11-23T10:00:00.000Z');
    expect(holdEnd(cartOf({ holdHours: 2 }), '2026-11-22T10:00:00.000Z')).toBe('2026-11-22T12:00:00.000Z');
  });
});

it('leaves its id to no reward of the programme, offered or not: their codes would be taken for points that a cart holds', () => {
  const named = (id: string) => ({ id, kind: 'amountOff', points: 500, name: { en: '{amount} off' } });
  const rewards = (id: string) => [{ ...named(id), values: [{ currency: 'USD', amount: '5.00' }] }];
  expect(parseProgram({ ...startingProgram, rewards: rewards('five-off') })).toMatchObject({ ok: true });
  expect(parseProgram({ ...startingProgram, rewards: rewards('cart-points') })).toMatchObject({
    faults: [{ path: 'rewards[0].id', reason: 'is the name of points in the cart' }],
  });
});
