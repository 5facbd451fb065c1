import { fraction, mul } from '../domain/fraction.ts';
import { decimal, displayedAmount } from '../domain/money.ts';

type PointValue = readonly { currency: string; amount: string }[];

/** What points are worth in a currency, as a decimal in its minor units; null where the programme says no value in it. */
export function pointWorth(points: bigint, values: PointValue, currency: string | null): string | null {
  const value = values.find((one) => one.currency === currency);
  return value ? displayedAmount(mul(fraction(points), decimal(value.amount)), value.currency) : null;
}
