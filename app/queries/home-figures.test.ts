import { describe, expect, it } from 'vitest';
import { changeOf, periodOf } from './home-figures.ts';

describe('changeOf', () => {
  it.each([
    [150n, 100n, { direction: 'up', percent: 50n }],
    [1n, 3n, { direction: 'down', percent: 67n }],
    [1005n, 1000n, { direction: 'up', percent: 1n }],
    [1004n, 1000n, { direction: 'same', percent: 0n }],
    [0n, 7n, { direction: 'down', percent: 100n }],
    [7n, 7n, { direction: 'same', percent: 0n }],
  ])('%s after %s', (current, before, change) => {
    expect(changeOf({ current, before })).toEqual(change);
  });

  it('compares nothing with nothing', () => {
    expect(changeOf({ current: 5n, before: 0n })).toBeNull();
  });
});

it('looks back 30 days where the address names no period', () => {
  expect(['90', '365', '30', '31', 'x', '', null].map(periodOf)).toEqual([90, 365, 30, 30, 30, 30, 30]);
});
