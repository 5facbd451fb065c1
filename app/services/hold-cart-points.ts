/** Using points in the cart: one hold per member, and another choice takes the place of the last. */
import type { Deps } from '../deps.server.ts';
import { CART_REWARD_ID } from '../domain/cart-points.ts';
import type { ShopId } from '../domain/ids.ts';
import type { CartChoice } from './choose-reward.ts';
import { cancelRedemption, redeemReward, type Outcome } from './redeem-reward.ts';
import type { AdminOf } from './work-redemption.ts';

/** A merge of customers may leave two holds, and another window may be quicker once. */
const TURNS = 3;

type Own = Pick<Deps, 'pool' | 'clock' | 'random' | 'env' | 'log'>;

export type CartRequest = {
  customerId: string;
  market: string | null;
  choice: CartChoice;
  /** Unique per member; begins with the door that it came through. */
  key: string;
};

/** `replaced`: the codes of earlier choices, which are void now (or as soon as Shopify answers), and their points back, whatever came of this one. */
export type Held = Outcome & { replaced: string[] };

/**
 * Holds the points until the cart is paid, or until they return. An earlier choice is ended first, as by its member: in Shopify, then its points return.
 * What was used by an order meanwhile is `already_used`; what another window is at work on is `already_held`. The same key again is the same hold.
 */
export async function holdCartPoints(
  deps: Own,
  adminOf: AdminOf,
  shop: ShopId,
  { customerId, market, choice, key }: CartRequest,
): Promise<Held> {
  const of = { rewardId: CART_REWARD_ID, points: choice.points, cart: choice };
  const request = { ...of, customerId, market, currency: choice.currency, key };
  const replaced: string[] = [];
  for (let turn = 1; ; turn += 1) {
    const outcome = await redeemReward(deps, adminOf, shop, request);
    if (outcome.ok || outcome.refusal.reason !== 'already_held' || turn > TURNS)
      return { ...outcome, replaced };
    const { redemptionId } = outcome.refusal;
    const ended = await cancelRedemption(deps, adminOf, shop, { by: 'member', customerId, redemptionId });
    if (!ended.ok && ended.refusal.reason === 'already_used') return { ...ended, replaced };
    if (!ended.ok) return { ...outcome, replaced };
    replaced.push(ended.redemption.code);
    // Shopify has not answered yet: its points are on their way back.
    if (ended.redemption.status !== 'cancelled') return { ...outcome, replaced };
  }
}
