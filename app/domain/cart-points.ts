/** Points as money in the cart (rewards.md, "use points"): what a merchant offers, what of it a cart takes, and the reward that a choice is redeemed as. */
import { z } from 'zod';
import { decimalOfMinorUnits, minorUnits } from './money.ts';
import { listOf, NameSchema, partOf, PointsSchema, rule } from './program-parts.ts';
import { AudienceSchema, ValuesSchema } from './reward-parts.ts';
import type { Amounts } from './reward-kinds/kind.ts';
import type { Reward } from './reward.ts';

/** The id of the reward that points in the cart are redeemed as. A programme that offers them has no other reward of this name. */
export const CART_REWARD_ID = 'cart-points';

/** Whether it is points that a cart holds, as `cartReward` makes them. */
export const isCartReward = ({ id }: Pick<Reward, 'id'>): boolean => id === CART_REWARD_ID;

const HOUR_IN_MILLISECONDS = 3_600_000;

const MaximumSchema = z
  .strictObject({
    points: PointsSchema.nullish().transform((points) => points ?? null),
    /** Of the goods before discounts. */
    percent: z
      .int()
      .min(1, 'is below 1')
      .max(100, 'is above 100')
      .nullish()
      .transform((percent) => percent ?? null),
  })
  .nullish()
  .transform((maximum) => maximum ?? { points: null, percent: null });

const holdsAStep = rule<unknown>((cart) => {
  const [step, most] = [partOf(cart, 'step'), partOf(partOf(cart, 'maximum'), 'points')];
  const isBelow = typeof step === 'number' && typeof most === 'number' && most < step;
  return isBelow ? [{ path: ['maximum', 'points'], message: 'is below one step' }] : [];
});

export const CartPointsSchema = z
  .strictObject({
    /** Points of one step of the slider. */
    step: PointsSchema,
    /** What one step is worth, as the merchant sets it per currency. A currency that is missing, or one with a part of a minor unit, is not offered. */
    values: ValuesSchema,
    maximum: MaximumSchema,
    /** Hours after which points that no order has used return. */
    holdHours: z.int().min(1, 'is below 1').max(720, 'is above 720').default(24),
    for: AudienceSchema,
    /** As entries and discounts are called: "{amount} off". */
    name: NameSchema,
    combinesWith: listOf(z.enum(['order', 'product', 'shipping'])),
  })
  .check(holdsAStep);
export type CartPoints = z.output<typeof CartPointsSchema>;

/** Minor units of the currency for one step; null where it is not offered in it. */
export function stepValue({ values }: Pick<CartPoints, 'values'>, currency: string): bigint | null {
  const found = values.find((one) => one.currency === currency);
  return found ? minorUnits(found.amount, currency) : null;
}

export type CartMost = {
  points: bigint;
  /** What they take off, in minor units of the cart's currency. */
  minorUnits: bigint;
  /** What there is least of: the member's points, what the merchant lets into one cart, or the cart. */
  bound: 'points' | 'maximum' | 'cart';
};

/**
 * The most of a member's available points that a cart takes: whole steps, and never more than its goods come to (`subtotal`, in minor units). null where it
 * is not offered in the currency.
 */
export function cartMost(
  cart: CartPoints,
  { available, subtotal, currency }: { available: bigint; subtotal: bigint; currency: string },
): CartMost | null {
  const value = stepValue(cart, currency);
  if (value === null) return null;
  const step = BigInt(cart.step);
  const { points, percent } = cart.maximum;
  const byCart = (atLeastZero(subtotal) * BigInt(percent ?? 100)) / (100n * value);
  const bounds = [
    { bound: 'points' as const, steps: atLeastZero(available) / step },
    ...(points === null ? [] : [{ bound: 'maximum' as const, steps: BigInt(points) / step }]),
    { bound: 'cart' as const, steps: byCart },
  ];
  const { bound, steps } = bounds.reduce((least, one) => (one.steps < least.steps ? one : least));
  return { points: steps * step, minorUnits: steps * value, bound };
}

const atLeastZero = (value: bigint): bigint => (value < 0n ? 0n : value);

/**
 * What so many points are redeemed as: worth exactly their steps in every currency that has a value. A share of the cart as its maximum is a percentage with
 * those amounts as its ceiling, so that Shopify holds it at the checkout too. null where they are no whole steps, above the maximum, or worth nothing.
 */
export function cartReward(cart: CartPoints, points: number): Reward | null {
  const [all, step] = [BigInt(points), BigInt(cart.step)];
  const most = cart.maximum.points;
  if (all < step || all % step !== 0n || (most !== null && points > most)) return null;
  const values = cart.values.flatMap(({ currency }) => {
    const value = stepValue(cart, currency);
    return value === null ? [] : [{ currency, amount: decimalOfMinorUnits(value * (all / step), currency) }];
  });
  if (values.length === 0) return null;
  const parts = {
    id: CART_REWARD_ID,
    points,
    description: {},
    for: cart.for,
    conditions: { minSpend: null, collectionIds: [], productIds: [], combinesWith: cart.combinesWith },
    limits: { perMember: null, total: null },
    validDays: null,
    unused: 'return' as const,
    active: true,
    redeemable: true,
  };
  const { percent } = cart.maximum;
  if (percent === null || percent === 100) return { ...parts, kind: 'amountOff', name: cart.name, values };
  // Of a percentage `{amount}` would be the percentage.
  const name = Object.fromEntries(
    Object.entries(cart.name).map(([language, text]) => [language, text.replaceAll('{amount}', '{ceiling}')]),
  );
  return { ...parts, kind: 'percentOff', name, percent: String(percent), ceiling: values };
}

/** When points that no order has used return. */
export function holdEnd({ holdHours }: Pick<CartPoints, 'holdHours'>, heldAt: string): string {
  return new Date(Date.parse(heldAt) + holdHours * HOUR_IN_MILLISECONDS).toISOString();
}

/** What a hold takes off by currency, as `cartReward` made it. */
export function heldAmounts(reward: Reward): Amounts {
  if (reward.kind === 'amountOff') return reward.values;
  return reward.kind === 'percentOff' ? reward.ceiling : [];
}
