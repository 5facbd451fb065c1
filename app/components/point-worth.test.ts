import { expect, it } from 'vitest';
import { pointWorth } from './point-worth.ts';

const values = [
  { currency: 'USD', amount: '0.01' },
  { currency: 'JPY', amount: '1.4' },
  { currency: 'KWD', amount: '0.003' },
];

it.each([
  [18_982n, 'USD', '189.82'],
  [1_240n, 'JPY', '1736'],
  [7n, 'KWD', '0.021'],
  [-100n, 'USD', '-1.00'],
  [90_071_992_547_409_931n, 'USD', '900719925474099.31'],
])('%s points in %s are worth %s', (points, currency, worth) => {
  expect(pointWorth(points, values, currency)).toBe(worth);
});

it('is unknown without a value in the currency', () => {
  expect(pointWorth(5n, values, 'EUR')).toBeNull();
  expect(pointWorth(5n, values, null)).toBeNull();
});
