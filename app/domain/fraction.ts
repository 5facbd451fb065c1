/** An exact rational number: reduced, with a positive denominator. Money and points are reckoned in these and rounded once, at the end. */
export type Fraction = { readonly n: bigint; readonly d: bigint };

export type RoundingMode = 'down' | 'halfUp' | 'up';

export const zero: Fraction = { n: 0n, d: 1n };
export const one: Fraction = { n: 1n, d: 1n };

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** n/d, reduced. Throws a RangeError when d is zero. */
export function fraction(n: bigint, d = 1n): Fraction {
  if (d === 0n) throw new RangeError('a fraction with the denominator 0');
  const divisor = greatestCommonDivisor(n, d) * (d < 0n ? -1n : 1n);
  return { n: n / divisor, d: d / divisor };
}

export const add = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d + b.n * a.d, a.d * b.d);
export const sub = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d - b.n * a.d, a.d * b.d);
export const mul = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.n, a.d * b.d);
/** a/b. Throws a RangeError when b is zero. */
export const div = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d, a.d * b.n);

export function compare(a: Fraction, b: Fraction): -1 | 0 | 1 {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export const max = (a: Fraction, b: Fraction): Fraction => (compare(a, b) < 0 ? b : a);
export const min = (a: Fraction, b: Fraction): Fraction => (compare(a, b) > 0 ? b : a);
export const isPositive = (a: Fraction): boolean => a.n > 0n;

export function sum(values: Iterable<Fraction>): Fraction {
  let total = zero;
  for (const value of values) total = add(total, value);
  return total;
}

/** The greatest integer that is not above the value (bigint division truncates towards zero, so negatives need a step). */
export function floor(a: Fraction): bigint {
  const truncated = a.n / a.d;
  return a.n % a.d !== 0n && a.n < 0n ? truncated - 1n : truncated;
}

/** To an integer: `down` is the floor, `up` the ceiling, `halfUp` the nearest with halves going up. */
export function round(a: Fraction, mode: RoundingMode): bigint {
  if (mode === 'down') return floor(a);
  if (mode === 'up') return -floor({ n: -a.n, d: a.d });
  return floor(add(a, { n: 1n, d: 2n }));
}

function fractionDigits(d: bigint): number | null {
  let [rest, twos, fives] = [d, 0, 0];
  for (; rest % 2n === 0n; rest /= 2n) twos += 1;
  for (; rest % 5n === 0n; rest /= 5n) fives += 1;
  return rest === 1n ? Math.max(twos, fives) : null;
}

/** Writes n / 10^digits as a plain decimal with exactly that many digits after the point. */
export function scaledText(n: bigint, digits: number): string {
  const figures = (n < 0n ? -n : n).toString().padStart(digits + 1, '0');
  const whole = figures.slice(0, figures.length - digits);
  const decimals = digits === 0 ? '' : `.${figures.slice(figures.length - digits)}`;
  return `${n < 0n ? '-' : ''}${whole}${decimals}`;
}

/** Canonical text: a decimal without trailing zeros where one terminates ("17.49"), else "n/d" ("10/3"). Equal values have equal texts. */
export function fractionText(a: Fraction): string {
  const digits = fractionDigits(a.d);
  return digits === null ? `${a.n}/${a.d}` : scaledText((a.n * 10n ** BigInt(digits)) / a.d, digits);
}

const FRACTION_TEXT = /^(-?\d+)(?:\.(\d+)|\/([1-9]\d*))?$/;

/** Reads what `fractionText` writes. Throws a SyntaxError for any other text. */
export function parseFraction(text: string): Fraction {
  const match = FRACTION_TEXT.exec(text);
  if (!match) throw new SyntaxError(`not a fraction: ${text.slice(0, 60)}`);
  const [, whole = '0', decimals, denominator] = match;
  if (denominator !== undefined) return fraction(BigInt(whole), BigInt(denominator));
  return decimals === undefined
    ? fraction(BigInt(whole))
    : fraction(BigInt(whole + decimals), 10n ** BigInt(decimals.length));
}
