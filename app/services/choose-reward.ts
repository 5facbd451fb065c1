/** What a request to redeem is for: a reward of the programme, or so many points as money in the cart, which are a reward of their own for a short time. */
import { cartMost, cartReward, holdEnd } from '../domain/cart-points.ts';
import { compare } from '../domain/fraction.ts';
import { decimal, minorUnits } from '../domain/money.ts';
import type { Program } from '../domain/program.ts';
import { expiryOf } from '../domain/redemption.ts';
import { offerTerms, type Offer } from '../domain/reward-offer.ts';
import type { Reward } from '../domain/reward.ts';
import type { Refusal } from '../domain/rewards.ts';

/** Points in the cart, as the member's page told them: decimals in the currency of the cart. */
export type CartChoice = {
  points: number;
  /** The cart's, which need not be its market's: a market of several countries has several. The code has amounts in all. */
  currency: string;
  /** What they take off. */
  amount: string;
  /** What the goods of the cart come to. */
  subtotal: string;
};

export type RedeemRequest = {
  customerId: string;
  rewardId: string;
  /** The price that the member saw; null where the client was told none. */
  points: number | null;
  /** Of points in the cart. */
  cart?: CartChoice;
  /** The currency asked for; null: the market's. */
  currency: string | null;
  /** The market's handle, where it is known. */
  market: string | null;
  /** Unique per member; begins with the door that it came through. */
  key: string;
  /** Whether the shop has a session, so that Shopify can be asked for the code. */
  issuable: boolean;
};

export type ChosenReward =
  { ok: true; reward: Reward; expiresAt: string | null } | { ok: false; refusal: Refusal };

export function chosenReward(program: Program, { rewardId, cart }: RedeemRequest, now: string): ChosenReward {
  if (!cart) {
    const reward = program.rewards.find((one) => one.id === rewardId);
    if (!reward) return { ok: false, refusal: { reason: 'unknown_reward' } };
    return { ok: true, reward, expiresAt: expiryOf(reward, now) };
  }
  if (!program.cartPoints) return { ok: false, refusal: { reason: 'unknown_reward' } };
  const reward = cartReward(program.cartPoints, cart.points);
  // Another step or maximum than the page knew.
  if (!reward) return { ok: false, refusal: { reason: 'offer_changed' } };
  return { ok: true, reward, expiresAt: holdEnd(program.cartPoints, now) };
}

/** Why the points that were chosen are not taken for this cart; null where they are. What only the checkout knows for certain, our Function holds there. */
export function cartRefusal(program: Program, offer: Offer, cart: CartChoice): Refusal | null {
  const { currency, amount, ceiling } = offerTerms(offer);
  const worth = amount ?? ceiling;
  if (worth === undefined || compare(decimal(worth), decimal(cart.amount)) !== 0)
    return { reason: 'offer_changed' };
  const subtotal = minorUnits(cart.subtotal, currency);
  const points = BigInt(cart.points);
  const most =
    program.cartPoints &&
    subtotal !== null &&
    cartMost(program.cartPoints, { available: points, subtotal, currency });
  return most && most.points >= points ? null : { reason: 'cart_too_small' };
}
