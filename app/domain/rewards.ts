/** Why redeeming is refused, what points are worth, and in what currency. Whether a reward can be had is `availability`. */
import type { Unavailable } from './availability.ts';
import { minorUnitDigits } from './currency.ts';
import { floor, fraction, isPositive, mul } from './fraction.ts';
import { decimal } from './money.ts';
import type { Program } from './program.ts';
import type { Reward } from './reward.ts';

export const REFUSAL_REASONS = [
  'insufficient_points',
  'unknown_reward',
  'inactive_reward',
  'price_changed',
  'not_in_market',
  'not_in_currency',
  'not_in_tier',
  'limit_reached',
  'out_of_stock',
  'in_debt',
  'unsupported_reward',
  'idempotency_conflict',
  'not_a_member',
  'shopify_refused',
  'shop_unavailable',
  // Of points in the cart:
  'offer_changed',
  'cart_too_small',
  'already_held',
  'held_points_expired',
  // Of cancelling:
  'unknown_redemption',
  'already_used',
  'not_cancellable',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export type Refusal =
  | { reason: 'insufficient_points'; missing: number }
  | { reason: 'price_changed'; points: number }
  /** Of one cart after the other: `redemptionId` holds them for the last. */
  | { reason: 'already_held'; redemptionId: string }
  | { reason: Exclude<RefusalReason, 'insufficient_points' | 'price_changed' | 'already_held'> };

/** What stands in the way, as redeeming tells it. */
export function refusalOf(why: Unavailable): Refusal {
  switch (why.reason) {
    case 'insufficient_points':
      return { reason: why.reason, missing: why.missing };
    case 'price_changed':
      return { reason: why.reason, points: why.points };
    default:
      return { reason: why.reason };
  }
}

export type Worth = { currency: string; minorUnits: bigint };

/** What points are worth in a currency by the programme's pointValue, to the whole minor unit below; null where none is set. */
export function worthOf(
  program: Pick<Program, 'pointValue'>,
  points: bigint,
  currency: string,
): Worth | null {
  const value = program.pointValue.find((one) => one.currency === currency);
  const digits = minorUnitDigits(currency);
  if (!value || digits === null) return null;
  const units = mul(decimal(value.amount), fraction(points * 10n ** BigInt(digits)));
  return { currency, minorUnits: floor(units) };
}

/** What the goods must come to for a reward's code to be taken; null without a minimum in that currency. */
export function leastSpend({ conditions }: Reward, currency: string): string | null {
  const least = conditions.minSpend?.find((one) => one.currency === currency);
  return least && isPositive(decimal(least.amount)) ? least.amount : null;
}

/** The currency of a market of the programme; the shop's where the market is not known. */
export function currencyOfMarket(program: Program, market: string | null, shopCurrency: string): string {
  return program.markets.find((one) => one.handle === market)?.currency ?? shopCurrency;
}
