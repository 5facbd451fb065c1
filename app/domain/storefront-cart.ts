/** Points in the cart as the theme's Liquid reads them. */
import { cartReward } from './cart-points.ts';
import type { Program } from './program.ts';
import type { ShopFacts } from './reward-kinds/kind.ts';
import { offerIn } from './reward-offer.ts';
import { hundredths } from './storefront-money.ts';

export type StorefrontCart = {
  /** Points. */
  step: number;
  /** What a step is worth in hundredths, by the currencies that it is offered in exactly. */
  values: Record<string, number>;
  /** The most points of one cart; null: as many as its goods come to. */
  most: number | null;
  /** Of the cart's goods, before discounts. */
  percent: number;
  /** After which points return that no order has used. */
  hours: number;
  /** Handles, and ids of levels; null: everywhere, everybody. */
  markets: string[] | null;
  tiers: string[] | null;
};

/** null where nobody can use points in the cart. */
export function storefrontCart({ cartPoints }: Program, shop: ShopFacts): StorefrontCart | null {
  const step = cartPoints && cartReward(cartPoints, cartPoints.step);
  if (!cartPoints || !step) return null;
  const values = cartPoints.values.flatMap((value): [string, number][] => {
    const worth = hundredths(value);
    return worth !== null && offerIn(step, value.currency, shop).ok ? [[value.currency, worth]] : [];
  });
  if (values.length === 0) return null;
  const { points, percent } = cartPoints.maximum;
  const { markets, tiers } = cartPoints.for;
  const limits = { most: points, percent: percent ?? 100, hours: cartPoints.holdHours };
  return { step: cartPoints.step, values: Object.fromEntries(values), ...limits, markets, tiers };
}
