/** Money and ratios as Liquid can reckon with them: integers, and every currency in hundredths. */
import { type Fraction, fraction, mul } from './fraction.ts';
import { decimal } from './money.ts';

/** A ratio of two integers: all that Liquid can reckon with exactly. */
export type LiquidRatio = { n: number; d: number };

export const HUNDREDTHS = fraction(100n);

/** null where an integer of it is beyond what JSON and LiquidJS hold exactly. */
export function liquidRatio(value: Fraction): LiquidRatio | null {
  const [n, d] = [Number(value.n), Number(value.d)];
  return Number.isSafeInteger(n) && Number.isSafeInteger(d) ? { n, d } : null;
}

/** An amount in whole hundredths; null for one with a part of a hundredth (KWD 0.505), which Liquid cannot hold. */
export function hundredths({ amount }: { amount: string }): number | null {
  const ratio = liquidRatio(mul(decimal(amount), HUNDREDTHS));
  return ratio?.d === 1 ? ratio.n : null;
}

/** The entries of what can be said of each currency; a currency of which it cannot be said is left out, and the page then says nothing. */
export function byCurrency<Item extends { currency: string }, Said>(
  items: readonly Item[],
  said: (item: Item) => Said | null,
): Record<string, Said> {
  const entries: [string, Said][] = [];
  for (const item of items) {
    const value = said(item);
    if (value !== null) entries.push([item.currency, value]);
  }
  return Object.fromEntries(entries);
}

/** A decimal without zeros that say nothing: "1.50" is "1.5". */
export const shortMultiplier = (multiplier: string): string =>
  multiplier.includes('.') ? multiplier.replace(/\.?0+$/, '') : multiplier;
