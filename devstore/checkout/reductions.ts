import type { Currency } from '../money.ts';
import { decimal, scaled } from '../money.ts';

/** An exact share: 12.5 % is 125/1000. */
export type Rate = { numerator: bigint; denominator: bigint };

/** What is taken off: a share, or an amount in minor units of the cart's currency. */
export type ReductionValue = { rate: Rate } | { amount: bigint };

export type DiscountClass = 'ORDER' | 'PRODUCT' | 'SHIPPING';

/** A part of a line; `quantity` null: all of its pieces. */
export type ReducedLine = { lineId: number; quantity: number | null };

/** One thing that a discount does to a cart. `lines` null: all goods but gift cards and tips. */
export type Reduction =
  | { discountClass: 'ORDER' | 'PRODUCT'; lines: ReducedLine[] | null; value: ReductionValue }
  | { discountClass: 'SHIPPING'; value: ReductionValue };

/** A discount that a checkout takes; `code` null: an automatic one, which its title names. */
export type TakenDiscount = { code: string | null; title: string; reductions: Reduction[] };

/** A decimal such as "0.125" as an exact fraction, or null where it is none. */
export function parseRate(text: string): Rate | null {
  const match = /^(\d{1,12})(?:\.(\d{1,12}))?$/.exec(text);
  if (!match) return null;
  const fraction = match[2] ?? '';
  return { numerator: BigInt(`${match[1]}${fraction}`), denominator: 10n ** BigInt(fraction.length) };
}

/** A hundredth of a rate: what "12.5" percent is. */
export function ofHundred({ numerator, denominator }: Rate): Rate {
  return { numerator, denominator: denominator * 100n };
}

/** A rate in percent as payloads print it: 10/100 is "10.0", 125/1000 is "12.5". Denominators are powers of ten. */
export function percentText({ numerator, denominator }: Rate): string {
  const scale = 10n ** 10n;
  const units = ((numerator * 100n * scale) / denominator).toString().padStart(11, '0');
  const fraction = units.slice(-10).replace(/0+$/, '');
  return `${units.slice(0, -10)}.${fraction === '' ? '0' : fraction}`;
}

/** What a value takes off an amount of the cart's currency, never more than there is. */
export function takenOff(value: ReductionValue, whole: bigint): bigint {
  const wanted = 'rate' in value ? scaled(whole, value.rate.numerator, value.rate.denominator) : value.amount;
  return wanted < whole ? wanted : whole;
}

/** The value as a discount application shows it. */
export function valueTexts(
  value: ReductionValue,
  currency: Currency,
): { valueType: 'percentage' | 'fixed_amount'; value: string } {
  return 'rate' in value
    ? { valueType: 'percentage', value: percentText(value.rate) }
    : { valueType: 'fixed_amount', value: decimal(value.amount, currency) };
}
