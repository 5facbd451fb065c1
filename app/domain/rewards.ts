/** Which rewards a member can have, what they are worth in a market, and why one is refused. Pure: storage tells the facts. */
import { availability, isShown, type Availability } from './availability.ts';
import { NATIVE_CODES_ONLY } from './capabilities.ts';
import { minorUnitDigits } from './currency.ts';
import { div, floor, fraction, isPositive, mul, round } from './fraction.ts';
import { decimal } from './money.ts';
import type { Program } from './program.ts';
import { offerIn } from './reward-offer.ts';
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
  // Of cancelling:
  'unknown_redemption',
  'already_used',
  'not_cancellable',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export type Refusal =
  | { reason: 'insufficient_points'; missing: number }
  | { reason: 'price_changed'; points: number }
  | { reason: Exclude<RefusalReason, 'insufficient_points' | 'price_changed'> };

export type AmountOff = Extract<Reward, { kind: 'amountOff' }>;

/**
 * The reward as a native code of Shopify can carry it out exactly: an amount in the shop's currency, for everything, some products or some
 * collections; without its other currencies. null: it takes more than a native code.
 */
export function nativeOffer(
  reward: Reward,
  shopCurrency: string,
): { reward: AmountOff; amount: string } | null {
  if (reward.kind !== 'amountOff') return null;
  const ofShop = ({ currency }: { currency: string }) => currency === shopCurrency;
  const { minSpend } = reward.conditions;
  const conditions = { ...reward.conditions, minSpend: minSpend?.filter(ofShop) ?? null };
  const native: AmountOff = { ...reward, values: reward.values.filter(ofShop), conditions };
  const offered = offerIn(native, shopCurrency, { currency: shopCurrency, capabilities: NATIVE_CODES_ONLY });
  return offered.ok && offered.offer.benefit.kind === 'amount'
    ? { reward: native, amount: offered.offer.benefit.amount }
    : null;
}

/** What redeeming hangs on, as one transaction sees it. */
export type Redeemer = {
  shopCurrency: string;
  /** The market's handle; null where it is not known. */
  market: string | null;
  balance: bigint;
  available: bigint;
  /** The id of the level held; null: none is kept, which is the first. */
  tier: string | null;
  /** Whether the reward's limits leave room for one more. */
  withinLimits: boolean;
};

/** Availability of what is issued as a native code: the saga issues nothing else yet. */
function nativeAvailability(
  program: Program,
  reward: Reward,
  { shopCurrency, market, ...member }: Redeemer,
  seen: number | null,
): Availability {
  const shop = { currency: shopCurrency, capabilities: NATIVE_CODES_ONLY };
  const native = nativeOffer(reward, shopCurrency);
  if (reward.active && !native)
    return { available: false, offer: null, why: { reason: 'unsupported_reward', because: 'kind' } };
  const reader = { currency: shopCurrency, market, member, stock: null };
  return availability({ program, reward: native?.reward ?? reward, reader, shop, seen });
}

/** Why a member cannot redeem it now; `seen` is the price that they saw, null where they were told none. */
export function redeemRefusal(
  program: Program,
  reward: Reward,
  redeemer: Redeemer,
  seen: number | null,
): Refusal | null {
  const found = nativeAvailability(program, reward, redeemer, seen);
  if (found.available) return null;
  const { why } = found;
  switch (why.reason) {
    case 'insufficient_points':
      return { reason: why.reason, missing: why.missing };
    case 'price_changed':
      return { reason: why.reason, points: why.points };
    default:
      return { reason: why.reason };
  }
}

/** Whether the reward exists for this reader at all; what they merely cannot afford yet does. */
export function isListed(program: Program, reward: Reward, redeemer: Redeemer): boolean {
  return isShown(nativeAvailability(program, reward, redeemer, null));
}

export type Worth = { currency: string; minorUnits: bigint };

/** What points are worth in a currency by the programme's pointValue, to the whole minor unit below; null where none is set. */
export function worthOf(program: Program, points: bigint, currency: string): Worth | null {
  const value = program.pointValue.find((one) => one.currency === currency);
  const digits = minorUnitDigits(currency);
  if (!value || digits === null) return null;
  const units = mul(decimal(value.amount), fraction(points * 10n ** BigInt(digits)));
  return { currency, minorUnits: floor(units) };
}

/**
 * About what an amount is worth in another currency: no exchange rate, but the ratio of what a point is worth in each, which the merchant set.
 * Rounded once, to the nearest minor unit. null where one of them is not set, and where there is nothing to translate.
 */
export function rewardWorth(
  { pointValue }: Program,
  { amount, currency }: { amount: string; currency: string },
  shown: string,
): Worth | null {
  const [from, to] = [currency, shown].map((each) => pointValue.find((one) => one.currency === each));
  const digits = minorUnitDigits(shown);
  if (currency === shown || !from || !to || digits === null) return null;
  const points = div(decimal(amount), decimal(from.amount));
  const units = mul(mul(points, decimal(to.amount)), fraction(10n ** BigInt(digits)));
  return { currency: shown, minorUnits: round(units, 'halfUp') };
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
