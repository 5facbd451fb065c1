// Exact arithmetic of the naive model, as plain as can be: nothing is reduced, nothing is shared with app/domain.

export type Ratio = { top: bigint; bottom: bigint };

export const ZERO: Ratio = { top: 0n, bottom: 1n };
export const ONE: Ratio = { top: 1n, bottom: 1n };

/** The exact value of a decimal text such as "-19.99". */
export function ratioOf(text: string): Ratio {
  const [whole = '', decimals = ''] = text.split('.');
  return { top: BigInt(whole + decimals), bottom: 10n ** BigInt(decimals.length) };
}

export const whole = (value: bigint | number): Ratio => ({ top: BigInt(value), bottom: 1n });

export const plus = (a: Ratio, b: Ratio): Ratio => ({
  top: a.top * b.bottom + b.top * a.bottom,
  bottom: a.bottom * b.bottom,
});

export const minus = (a: Ratio, b: Ratio): Ratio => plus(a, { top: -b.top, bottom: b.bottom });

export const times = (a: Ratio, b: Ratio): Ratio => ({ top: a.top * b.top, bottom: a.bottom * b.bottom });

export function over(a: Ratio, b: Ratio): Ratio {
  const [top, bottom] = [a.top * b.bottom, a.bottom * b.top];
  return bottom < 0n ? { top: -top, bottom: -bottom } : { top, bottom };
}

export const isAtLeast = (a: Ratio, b: Ratio): boolean => a.top * b.bottom >= b.top * a.bottom;
export const isPositive = (a: Ratio): boolean => a.top > 0n;
export const notBelowZero = (a: Ratio): Ratio => (isPositive(a) ? a : ZERO);
export const greater = (a: Ratio, b: Ratio): Ratio => (isAtLeast(a, b) ? a : b);
export const lesser = (a: Ratio, b: Ratio): Ratio => (isAtLeast(a, b) ? b : a);
export const total = (parts: readonly Ratio[]): Ratio => parts.reduce(plus, ZERO);

/** The whole part of a value that is not negative. */
export const floor = (a: Ratio): bigint => a.top / a.bottom;

export function rounded(a: Ratio, how: 'down' | 'halfUp' | 'up'): bigint {
  if (how === 'down') return floor(a);
  if (how === 'up') return floor(a) + (a.top % a.bottom === 0n ? 0n : 1n);
  return floor(plus(a, { top: 1n, bottom: 2n }));
}

/** For messages of tests: the value in lowest terms. */
export function ratioText({ top, bottom }: Ratio): string {
  let [a, b] = [top < 0n ? -top : top, bottom];
  while (b !== 0n) [a, b] = [b, a % b];
  return bottom === a ? String(top / a) : `${top / a}/${bottom / a}`;
}
