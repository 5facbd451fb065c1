import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  compare,
  div,
  floor,
  fraction,
  fractionText,
  mul,
  parseFraction,
  round,
  sub,
} from './fraction.ts';

const fractions = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.bigInt({ min: 1n, max: 10n ** 12n }))
  .map(([n, d]) => fraction(n, d));

describe('fraction', () => {
  it.each([
    [6n, 4n, '1.5'],
    [6n, -4n, '-1.5'],
    [10n, 3n, '10/3'],
    [-10n, 3n, '-10/3'],
    [0n, -7n, '0'],
    [1n, 8n, '0.125'],
    [-1n, 20n, '-0.05'],
    [34_980n, 1000n, '34.98'],
    [1_000n, 1n, '1000'],
  ])('%s / %s is %s', (n, d, text) => {
    expect(fractionText(fraction(n, d))).toBe(text);
  });

  it.each([
    ['123.45', 'down', 123n],
    ['123.5', 'halfUp', 124n],
    ['123.49', 'halfUp', 123n],
    ['123.01', 'up', 124n],
    ['123', 'up', 123n],
    ['-0.5', 'down', -1n],
    ['-0.5', 'halfUp', 0n],
    ['-0.5', 'up', 0n],
    ['1/3', 'up', 1n],
  ] as const)('%s rounded %s is %s', (text, mode, rounded) => {
    expect(round(parseFraction(text), mode)).toBe(rounded);
  });

  it.each(['', '1.', '.5', '1/0', '1e3', '1 ', '+1', '1/-2', 'NaN'])('refuses the text "%s"', (text) => {
    expect(() => parseFraction(text)).toThrow(SyntaxError);
  });

  it('refuses a denominator of 0, and to divide by 0', () => {
    expect(() => fraction(1n, 0n)).toThrow(RangeError);
    expect(() => div(fraction(1n), fraction(0n))).toThrow(RangeError);
  });

  it('reads back what it writes, with one text for each value', () => {
    fc.assert(
      fc.property(fractions, (value) => {
        expect(parseFraction(fractionText(value))).toEqual(value);
      }),
    );
  });

  it('is exact: what was added or multiplied can be taken back', () => {
    fc.assert(
      fc.property(fractions, fractions, (a, b) => {
        expect(sub(add(a, b), b)).toEqual(a);
        if (b.n !== 0n) expect(div(mul(a, b), b)).toEqual(a);
        expect(compare(a, b)).toBe(-compare(b, a) + 0);
        expect(compare(fraction(floor(a)), a)).toBeLessThanOrEqual(0);
      }),
    );
  });
});
