/** A member's redemptions for the admin, newest first. */
import type { GrantOrigin } from '../domain/grant.ts';
import type { ShopId } from '../domain/ids.ts';
import { memberId } from '../domain/ids.ts';
import { redeemedTerms, type RedemptionFault, type RedemptionStatus } from '../domain/redemption.ts';
import { USE_NOTICED } from '../domain/reward-kinds/kind.ts';
import type { OfferTerms } from '../domain/reward-offer.ts';
import { redemptionsOfMember } from '../storage/redemptions.ts';
import type { Db } from '../storage/transaction.ts';

const SHOWN = 20;

export type MemberRedemption = {
  id: string;
  /** Per language; `{amount}` in it stands for the terms'. */
  name: Record<string, string>;
  terms: OfferTerms;
  points: bigint;
  /** Why it was given; null: points bought it. */
  origin: GrantOrigin | null;
  status: RedemptionStatus;
  ending: 'cancelled' | 'expired' | null;
  /** null for what has none, and for a gift card's, which is as good as money. */
  code: string | null;
  createdAt: Date;
  expiresAt: Date | null;
  usedAt: Date | null;
  usedOrderId: string | null;
  fault: RedemptionFault | null;
  /** Whether the shop may end it and give the points back. */
  cancellable: boolean;
};

export async function memberRedemptions(db: Db, shop: ShopId, member: string): Promise<MemberRedemption[]> {
  const redemptions = await redemptionsOfMember(db, shop, memberId(member), { limit: SHOWN, except: null });
  return redemptions.map((one) => ({
    id: one.id,
    name: one.reward.name,
    terms: redeemedTerms(one),
    points: one.points,
    origin: one.grant?.origin ?? null,
    status: one.status,
    ending: one.ending,
    code: USE_NOTICED[one.carrier] === 'order' ? one.code : null,
    createdAt: new Date(one.createdAt),
    expiresAt: one.expiresAt === null ? null : new Date(one.expiresAt),
    usedAt: one.usedAt === null ? null : new Date(one.usedAt),
    usedOrderId: one.usedOrderId,
    fault: one.refusal,
    // What was given has no points to give back.
    cancellable:
      one.grant === null && one.ending === null && (one.status === 'issued' || one.status === 'needs_review'),
  }));
}
