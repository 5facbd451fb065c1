import { describe, expect, it } from 'vitest';
import { changeOf, comparePeriods, PERIOD_DAYS } from './home-figures.ts';

describe('comparePeriods', () => {
  it('sums the last 30 days and the 30 before, to the point', () => {
    const days = Array.from({ length: 2 * PERIOD_DAYS }, (_, index) => ({
      day: `day ${index}`,
      issued: index < PERIOD_DAYS ? 1n : 2n,
      takenBack: index === 59 ? 9_007_199_254_740_993n : 0n,
    }));
    expect(comparePeriods(days)).toEqual({
      issued: { current: 60n, before: 30n },
      takenBack: { current: 9_007_199_254_740_993n, before: 0n },
    });
  });
});

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
