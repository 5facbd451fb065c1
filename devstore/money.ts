/** An amount of one order in both of its currencies, in minor units (ISO 4217 exponents: JPY 0, KWD 3). */
export type MoneyBag = { shop: bigint; presentment: bigint };

export const noMoney: MoneyBag = { shop: 0n, presentment: 0n };

/** The currencies that the shop's markets present, with the number of decimals of each. */
const exponents = { USD: 2, EUR: 2, JPY: 0, KWD: 3 } as const;

export type Currency = keyof typeof exponents;

/** The decimals of a currency's minor unit: 2 for USD, 0 for JPY, 3 for KWD. */
export function exponentOf(currency: Currency): number {
  return exponents[currency];
}

/** Minor units as Liquid holds them: hundredths for every currency, so that a third decimal is cut off. */
export function hundredths(amount: bigint, currency: Currency): number {
  return Number((amount * 100n) / 10n ** BigInt(exponentOf(currency)));
}

/** Minor units as the decimal string that Shopify's payloads carry: `1999n` USD is `"19.99"`, `700n` JPY is `"700"`. */
export function decimal(amount: bigint, currency: Currency): string {
  const places = exponents[currency];
  if (places === 0) return amount.toString();
  const digits = (amount < 0n ? -amount : amount).toString().padStart(places + 1, '0');
  const sign = amount < 0n ? '-' : '';
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** A decimal string in minor units, or null where it is not one or is finer than the currency's minor unit. */
export function parseDecimal(text: string, currency: Currency): bigint | null {
  const match = /^(-?)(\d{1,15})(?:\.(\d+))?$/.exec(text.trim());
  if (!match) return null;
  const places = exponents[currency];
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > places) return null;
  const amount = BigInt(`${match[2]}${fraction.padEnd(places, '0')}`);
  return match[1] === '-' ? -amount : amount;
}

/** `amount * numerator / denominator`, rounded half away from zero. The denominator is above 0. */
export function scaled(amount: bigint, numerator: bigint, denominator: bigint): bigint {
  if (denominator <= 0n) throw new RangeError('scaled() needs a denominator above 0');
  const product = amount * numerator;
  const magnitude = ((product < 0n ? -product : product) * 2n + denominator) / (denominator * 2n);
  return product < 0n ? -magnitude : magnitude;
}

/**
 * Splits an amount over weights so that the parts add up to it exactly: each part is its floor, and what is left goes,
 * one minor unit each, to the largest remainders (the earlier of two equal ones). Weights are not negative; when all
 * are 0 every part is 0.
 */
export function allocate(amount: bigint, weights: readonly bigint[]): bigint[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total === 0n) return weights.map(() => 0n);
  const parts = weights.map((weight, index) => ({
    index,
    share: (amount * weight) / total,
    remainder: (amount * weight) % total,
  }));
  let left = amount - parts.reduce((sum, part) => sum + part.share, 0n);
  const byRemainder = [...parts].sort((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
  );
  for (const part of byRemainder) {
    if (left === 0n) break;
    part.share += 1n;
    left -= 1n;
  }
  return parts.map((part) => part.share);
}

/** The share `part / whole` of a bag, each currency rounded on its own; all of it where the two are equal. */
export function shareOf(bag: MoneyBag, part: bigint, whole: bigint): MoneyBag {
  return { shop: scaled(bag.shop, part, whole), presentment: scaled(bag.presentment, part, whole) };
}

/** The sum of two bags. */
export function plus(a: MoneyBag, b: MoneyBag): MoneyBag {
  return { shop: a.shop + b.shop, presentment: a.presentment + b.presentment };
}

/** `a` less `b`. */
export function minus(a: MoneyBag, b: MoneyBag): MoneyBag {
  return { shop: a.shop - b.shop, presentment: a.presentment - b.presentment };
}

/** The bag with both signs turned. */
export function negative(bag: MoneyBag): MoneyBag {
  return { shop: -bag.shop, presentment: -bag.presentment };
}

/** The sum of bags. */
export function total(bags: Iterable<MoneyBag>): MoneyBag {
  let sum = noMoney;
  for (const bag of bags) sum = plus(sum, bag);
  return sum;
}

/** A bag times a whole number. */
export function times(bag: MoneyBag, quantity: number): MoneyBag {
  return { shop: bag.shop * BigInt(quantity), presentment: bag.presentment * BigInt(quantity) };
}
