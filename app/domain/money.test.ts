import { describe, expect, it } from 'vitest';
import { minorUnitDigits } from './currency.ts';
import { parseFraction } from './fraction.ts';
import {
  decimal,
  decimalOfMinorUnits,
  DecimalSchema,
  displayedAmount,
  minorUnits,
  NonNegativeDecimalSchema,
} from './money.ts';

describe('decimals', () => {
  it.each(['0', '12345', '3.500', '-5.00', '0.01', '-0.00', '9'.repeat(40)])('takes "%s"', (text) => {
    expect(DecimalSchema.safeParse(text).success).toBe(true);
  });

  it.each(
    [
      '',
      '1e3',
      '1E3',
      'NaN',
      'Infinity',
      '+1',
      '1.',
      '.5',
      '01',
      '00.5',
      '1,000',
      ' 1',
      '1\n',
      '١',
      '0x10',
      '--1',
    ].concat('9'.repeat(41), `0.${'0'.repeat(500)}1`),
  )('refuses "%s"', (text) => {
    expect(DecimalSchema.safeParse(text).success).toBe(false);
    expect(() => decimal(text)).toThrow(SyntaxError);
  });

  it('refuses amounts below 0 where there can be none, but not -0.00', () => {
    expect(NonNegativeDecimalSchema.safeParse('-0.01').success).toBe(false);
    expect(NonNegativeDecimalSchema.safeParse('-0.00').success).toBe(true);
  });
});

describe('minor units', () => {
  it.each([
    ['19.99', 'USD', 1999n],
    ['12345', 'JPY', 12345n],
    ['12345.00', 'JPY', 12345n],
    ['3.500', 'KWD', 3500n],
    ['-5.00', 'EUR', -500n],
    ['0.005', 'USD', null],
    ['0.5', 'JPY', null],
    ['1.00', 'ZZZ', null],
  ])('%s %s are %s', (amount, currency, units) => {
    expect(minorUnits(amount, currency)).toBe(units);
  });

  it.each([
    [3500n, 'KWD', '3.500'],
    [-5n, 'USD', '-0.05'],
    [12345n, 'JPY', '12345'],
    [0n, 'EUR', '0.00'],
  ])('%s of %s are %s', (units, currency, amount) => {
    expect(decimalOfMinorUnits(units, currency)).toBe(amount);
  });

  it.each([
    ['17.495', 'USD', '17.50'],
    ['10/3', 'JPY', '3'],
    ['10/3', 'KWD', '3.333'],
  ])('%s is shown in %s as %s', (value, currency, shown) => {
    expect(displayedAmount(parseFraction(value), currency)).toBe(shown);
  });

  it('has the digits of ISO 4217, and none for what is no currency', () => {
    expect(['JPY', 'USD', 'KWD', 'CLF', 'XAU', 'usd', '__proto__'].map(minorUnitDigits)).toEqual([
      0,
      2,
      3,
      4,
      null,
      null,
      null,
    ]);
  });
});
