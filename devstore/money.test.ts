import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate, decimal, parseDecimal, scaled } from './money.ts';

const amounts = fc.bigInt({ min: 0n, max: 10_000_000n });

describe('allocate', () => {
  it.each([
    { amount: 500n, weights: [1999n, 1999n], parts: [250n, 250n] },
    { amount: 500n, weights: [1n, 1n, 1n], parts: [167n, 167n, 166n] },
    { amount: 700n, weights: [12_345n, 0n, 2_160n], parts: [596n, 0n, 104n] },
    { amount: 1500n, weights: [3500n], parts: [1500n] },
    { amount: 1n, weights: [2n, 3n], parts: [0n, 1n] },
    { amount: 10n, weights: [0n, 0n], parts: [0n, 0n] },
    { amount: 10n, weights: [], parts: [] },
  ])('splits $amount over $weights by the largest remainder', ({ amount, weights, parts }) => {
    expect(allocate(amount, weights)).toEqual(parts);
  });

  it('gives parts that add up, none further than one minor unit from its exact share', () => {
    fc.assert(
      fc.property(amounts, fc.array(amounts, { minLength: 1, maxLength: 30 }), (amount, weights) => {
        const whole = weights.reduce((sum, weight) => sum + weight, 0n);
        fc.pre(whole > 0n);
        const parts = allocate(amount, weights);
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(amount);
        parts.forEach((part, index) => {
          const exact = amount * (weights[index] ?? 0n);
          expect(part * whole).toBeLessThan(exact + whole);
          expect(part * whole).toBeGreaterThan(exact - whole);
        });
      }),
    );
  });

  it('takes no more from a line than the line has, where the amount is not above the whole', () => {
    fc.assert(
      fc.property(
        fc.array(amounts, { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (weights, share) => {
          const whole = weights.reduce((sum, weight) => sum + weight, 0n);
          const amount = (whole * BigInt(Math.floor(share * 1000))) / 1000n;
          allocate(amount, weights).forEach((part, index) => {
            expect(part).toBeLessThanOrEqual(weights[index] ?? 0n);
          });
        },
      ),
    );
  });
});

describe('decimals', () => {
  it.each([
    { text: '19.99', currency: 'USD', amount: 1999n },
    { text: '5', currency: 'EUR', amount: 500n },
    { text: '12345', currency: 'JPY', amount: 12_345n },
    { text: '3.500', currency: 'KWD', amount: 3500n },
    { text: '-0.05', currency: 'USD', amount: -5n },
    { text: '1.50000', currency: 'USD', amount: 150n },
  ] as const)('reads $text $currency', ({ text, currency, amount }) => {
    expect(parseDecimal(text, currency)).toBe(amount);
  });

  it.each([
    { text: '19.999', currency: 'USD' },
    { text: '0.5', currency: 'JPY' },
    { text: '1e3', currency: 'USD' },
    { text: '', currency: 'USD' },
    { text: '1,50', currency: 'EUR' },
  ] as const)('refuses $text $currency', ({ text, currency }) => {
    expect(parseDecimal(text, currency)).toBeNull();
  });

  it('writes what it reads', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
        fc.constantFrom('USD', 'JPY', 'KWD'),
        (amount, currency) => {
          expect(parseDecimal(decimal(amount, currency), currency)).toBe(amount);
        },
      ),
    );
  });
});

it.each([
  { amount: 5n, numerator: 1n, denominator: 2n, result: 3n },
  { amount: -5n, numerator: 1n, denominator: 2n, result: -3n },
  { amount: 12_345n, numerator: 100n, denominator: 150n, result: 8230n },
  { amount: 8400n, numerator: 108n, denominator: 100n, result: 9072n },
])(
  'rounds $amount * $numerator / $denominator half away from zero',
  ({ amount, numerator, denominator, result }) => {
    expect(scaled(amount, numerator, denominator)).toBe(result);
  },
);
