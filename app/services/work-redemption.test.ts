import { describe, expect, test } from 'vitest';
import { retryDelay } from './work-redemption.ts';

/** Whose numbers are all 0, or all as high as they can be. */
const random = (byte: number) => ({
  random: { uuid: () => '', bytes: (size: number) => Buffer.alloc(size, byte) },
});
const delays = (attempts: number) => {
  const all = Array.from({ length: 256 }, (_, byte) => retryDelay(random(byte), attempts));
  return { least: Math.min(...all), most: Math.max(...all), different: new Set(all).size };
};

describe('the wait for another attempt', () => {
  test.each([
    [1, 500],
    [2, 1_000],
    [5, 8_000],
    [10, 256_000],
    [11, 300_000],
    [600, 300_000],
  ])('after %i is between half and all of %i ms', (attempts, whole) => {
    const { least, most } = delays(attempts);
    expect(least).toBeGreaterThanOrEqual(whole / 2);
    expect(most).toBeLessThanOrEqual(whole);
  });

  test('differs, so that what failed together does not come back together', () => {
    expect(delays(1).different).toBeGreaterThan(100);
  });
});
