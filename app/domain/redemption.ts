/** A reward on its way to a member (spec/rewards.md, "Redeeming is a saga"). */
import type { Grant } from './grant.ts';
import type { MemberId, ShopId } from './ids.ts';
import { DAY_IN_MILLISECONDS } from './instant.ts';
import type { Carrier } from './reward-kinds/kind.ts';
import { benefitIn, offerTerms, type Offer, type OfferTerms } from './reward-offer.ts';
import type { Reward } from './reward.ts';

export const REDEMPTION_STATUSES = [
  'reserved',
  'issued',
  'failed',
  'used',
  'expired',
  'cancelled',
  'needs_review',
] as const;
export type RedemptionStatus = (typeof REDEMPTION_STATUSES)[number];

/** What a redemption is on its way to while its code is being deactivated. */
export type Ending = 'cancelled' | 'expired';

/** Why Shopify would not have it, or what a person has to look at. Codes of the platform, never its messages: those quote what was sent. */
export type RedemptionFault = {
  reason:
    | 'shopify_refused'
    | 'unavailable'
    | 'foreign_code'
    /** It was sent, and whether it was done cannot be told: it carries no reference of ours. */
    | 'unknown_outcome'
    /** What was stored of the reward is not to be understood by this version. */
    | 'unreadable_reward';
  codes: string[];
};

export type Redemption = {
  shop: ShopId;
  id: string;
  memberId: MemberId;
  /** Shopify's number; null after the customer was forgotten. */
  customerId: string | null;
  rewardId: string;
  /** The reward as it was when it was redeemed. */
  reward: Reward;
  points: bigint;
  currency: string;
  /** As the shop could carry it when it was redeemed: what it can do changes. */
  carrier: Carrier;
  /** The shop's own. */
  home: { currency: string; timeZone: string };
  status: RedemptionStatus;
  code: string;
  /** Why it was given; null: it was bought with points. */
  grant: Grant | null;
  /** Of the entry that took the points; null where it was given. */
  entrySeq: number | null;
  createdAt: string;
  expiresAt: string | null;
  usedAt: string | null;
  usedOrderId: string | null;
  ending: Ending | null;
  /** Of what was made in Shopify: a discount, a gift card, a credit. */
  discountId: string | null;
  /** Since when it may have been sent, where sending it again might do it twice. */
  sentAt: string | null;
  refusal: RedemptionFault | null;
  dueAt: string | null;
  leaseUntil: string | null;
  attempts: number;
};

/** What the member got, in the redemption's currency. Throws where the reward has nothing for it: redeeming refuses that. */
export function redeemedOffer({
  reward,
  currency,
  carrier,
}: Pick<Redemption, 'reward' | 'currency' | 'carrier'>): Offer {
  const benefit = benefitIn(reward, currency);
  if (!benefit) throw new Error(`the reward ${reward.id} has nothing in ${currency}`);
  return { currency, benefit, carrier };
}

/** The same in figures. */
export function redeemedTerms(redemption: Pick<Redemption, 'reward' | 'currency' | 'carrier'>): OfferTerms {
  return offerTerms(redeemedOffer(redemption));
}

/** A day is 24 hours, as in the ledger's pending days. null: never. */
export function expiryOf(reward: Reward, createdAt: string): string | null {
  if (reward.validDays === null) return null;
  return new Date(Date.parse(createdAt) + reward.validDays * DAY_IN_MILLISECONDS).toISOString();
}

/** Whether an end without use gives the points back: what a member cancels does, what expires as the reward says. */
export function returnsPoints(
  redemption: Pick<Redemption, 'reward' | 'points'>,
  end: Ending | 'failed',
): boolean {
  // What was given cost none.
  if (redemption.points === 0n) return false;
  return end !== 'expired' || redemption.reward.unused === 'return';
}

/** Whether the member may be shown the code as one to use. */
export function isOpen(redemption: Pick<Redemption, 'status' | 'ending'>): boolean {
  return redemption.status === 'issued' && redemption.ending === null;
}

/** Whether it has given the points back: the code is then void, and an order with it has to pay for it after all. */
export function hasReturnedPoints(redemption: Redemption): boolean {
  const { status } = redemption;
  if (redemption.points === 0n) return false;
  if (status === 'failed' || status === 'cancelled') return true;
  return status === 'expired' && returnsPoints(redemption, 'expired');
}
