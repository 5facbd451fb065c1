import { z } from 'zod';
import { minorUnitDigits } from './currency.ts';
import { type Fraction, fraction, parseFraction, round, scaledText } from './fraction.ts';

/** An amount as text: "12345", "3.500", "-5.00". */
export type Decimal = string;

/** More digits than this is no amount of money, and would only make the arithmetic slow. */
const MAX_DIGITS = 40;
// No exponents, no plus sign, no leading zeros, no bare point.
const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

// Most are short enough whatever they hold.
const hasSaneLength = (text: string): boolean =>
  text.length <= MAX_DIGITS ||
  (text.length <= MAX_DIGITS + 2 && text.replace(/[-.]/g, '').length <= MAX_DIGITS);

export const isDecimal = (text: string): boolean => hasSaneLength(text) && DECIMAL.test(text);

/** Those that were read last: zeros, rates and a shop's prices come in every order, and each several times. */
const read = new Map<string, Fraction>();
const READ_MAX = 2_000;

/** The exact value of an amount. Throws a SyntaxError for a text that is no decimal: check at the edge with `DecimalSchema`. */
export function decimal(text: Decimal): Fraction {
  const known = read.get(text);
  if (known) return known;
  if (!isDecimal(text)) throw new SyntaxError(`not a decimal: ${text.slice(0, 60)}`);
  const value = parseFraction(text);
  if (read.size >= READ_MAX) read.clear();
  read.set(text, value);
  return value;
}

export const DecimalSchema = z
  .string()
  .refine(isDecimal, 'is not a decimal number')
  .meta({ pattern: DECIMAL.source });

export const NonNegativeDecimalSchema = DecimalSchema.refine(
  (text) => !isDecimal(text) || decimal(text).n >= 0n,
  'is below 0',
);

export const PositiveDecimalSchema = DecimalSchema.refine(
  (text) => !isDecimal(text) || decimal(text).n > 0n,
  'is not above 0',
);

/** An amount in whole minor units (USD "19.99" is 1999n), or null for an unknown currency or an amount with a part of a minor unit. */
export function minorUnits(amount: Decimal, currency: string): bigint | null {
  const digits = minorUnitDigits(currency);
  if (digits === null) return null;
  const units = { n: decimal(amount).n * 10n ** BigInt(digits), d: decimal(amount).d };
  return units.n % units.d === 0n ? units.n / units.d : null;
}

/** Minor units as an amount with the currency's digits: 3500n KWD is "3.500". Throws a RangeError for an unknown currency. */
export function decimalOfMinorUnits(units: bigint, currency: string): Decimal {
  return scaledText(units, digitsOf(currency));
}

/** For display only: the value to the currency's digits, halves up. Throws a RangeError for an unknown currency. */
export function displayedAmount(value: Fraction, currency: string): Decimal {
  const digits = digitsOf(currency);
  return scaledText(round(fraction(value.n * 10n ** BigInt(digits), value.d), 'halfUp'), digits);
}

function digitsOf(currency: string): number {
  const digits = minorUnitDigits(currency);
  if (digits === null) throw new RangeError(`unknown currency ${currency.slice(0, 10)}`);
  return digits;
}
