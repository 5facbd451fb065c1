import { expect, test } from 'vitest';
import { ProgramSchema } from './program.ts';
import { startingProgram } from './starting-program.ts';
import { worthByReward } from './worth-by-reward.ts';

const off = (id: string, points: number, values: Record<string, string>, part: object = {}) => ({
  ...{ id, points, kind: 'amountOff', name: { en: id }, ...part },
  values: Object.entries(values).map(([currency, amount]) => ({ currency, amount })),
});
const program = (part: object) => ProgramSchema.parse({ ...startingProgram, ...part });

test.each<[string, object, string, ReturnType<typeof worthByReward>]>([
  ['nothing that points buy', { rewards: [] }, 'USD', null],
  [
    'the reward that members reach first',
    { rewards: [off('a', 1000, { USD: '12.00' }), off('b', 500, { USD: '5.00', KWD: '1.500', JPY: '700' })] },
    'USD',
    { points: 500, amount: '5.00', worth: '0.01' },
  ],
  [
    'three decimals',
    { rewards: [off('b', 500, { KWD: '1.500' })] },
    'KWD',
    { points: 500, amount: '1.500', worth: '0.003' },
  ],
  ['none', { rewards: [off('b', 500, { JPY: '700' })] }, 'JPY', { points: 500, amount: '700', worth: '1.4' }],
  [
    'a whole yen',
    { rewards: [off('b', 500, { JPY: '1000' })] },
    'JPY',
    { points: 500, amount: '1000', worth: '2' },
  ],
  [
    'what does not end',
    { rewards: [off('b', 300, { USD: '5.00' })] },
    'USD',
    { points: 300, amount: '5.00', worth: '0.016667' },
  ],
  [
    'of two at one price the dearer',
    { rewards: [off('a', 100, { USD: '1' }), off('b', 100, { USD: '2' })] },
    'USD',
    { points: 100, amount: '2', worth: '0.02' },
  ],
  ['another currency', { rewards: [off('b', 500, { JPY: '700' })] }, 'EUR', null],
  [
    'one that is off, and one that is only given',
    {
      rewards: [
        off('a', 5, { USD: '1' }, { active: false }),
        off('b', 5, { USD: '1' }, { redeemable: false }),
      ],
    },
    'USD',
    null,
  ],
  [
    'points in the cart',
    {
      rewards: [off('a', 1000, { USD: '12.00' })],
      cartPoints: { name: { en: 'x' }, step: 100, values: [{ currency: 'USD', amount: '1.00' }] },
    },
    'USD',
    { points: 100, amount: '1.00', worth: '0.01' },
  ],
])('what a point is worth by %s', (_name, part, currency, worth) => {
  expect(worthByReward(program(part), currency)).toEqual(worth);
});

test('of a market, what is for its members counts', () => {
  const rewards = [
    off('a', 100, { USD: '1.00' }, { for: { markets: ['eu'] } }),
    off('b', 500, { USD: '10.00' }, { for: { markets: ['us'] } }),
  ];
  expect(worthByReward(program({ rewards }), 'USD', 'us')).toMatchObject({ points: 500, worth: '0.02' });
  expect(worthByReward(program({ rewards }), 'USD', 'jp')).toBeNull();
  expect(worthByReward(program({ rewards }), 'USD')).toMatchObject({ points: 100 });
});

test('what higher levels alone can have does not count', () => {
  const level = (id: string, threshold: string) => ({ id, name: { en: id }, threshold, multiplier: '1' });
  const tiers = {
    ...{ basis: 'points', period: { kind: 'lifetime' } },
    levels: [level('bronze', '0'), level('gold', '1000')],
  };
  const gold = off('gold', 100, { USD: '50.00' }, { for: { tiers: ['gold'] } });
  const cartPoints = {
    ...{ name: { en: 'x' }, step: 10, for: { tiers: ['gold'] } },
    values: [{ currency: 'USD', amount: '9.00' }],
  };
  const all = off('all', 500, { USD: '5.00' }, { for: { tiers: ['bronze', 'gold'] } });
  expect(worthByReward(program({ tiers, cartPoints, rewards: [gold, all] }), 'USD')).toMatchObject({
    points: 500,
    worth: '0.01',
  });
  expect(worthByReward(program({ tiers, cartPoints, rewards: [gold] }), 'USD')).toBeNull();
});
