/** A member's redemptions for the admin, newest first. */
import type { ShopId } from '../domain/ids.ts';
import { memberId } from '../domain/ids.ts';
import { redeemedAmount, type RedemptionFault, type RedemptionStatus } from '../domain/redemption.ts';
import { redemptionsOfMember } from '../storage/redemptions.ts';
import type { Db } from '../storage/transaction.ts';

const SHOWN = 20;

export type MemberRedemption = {
  id: string;
  /** Per language; `{amount}` in it stands for the amount. */
  name: Record<string, string>;
  amount: string;
  currency: string;
  points: bigint;
  status: RedemptionStatus;
  ending: 'cancelled' | 'expired' | null;
  code: string;
  createdAt: Date;
  expiresAt: Date | null;
  usedAt: Date | null;
  usedOrderId: string | null;
  fault: RedemptionFault | null;
  /** Whether the shop may end it and give the points back. */
  cancellable: boolean;
};

export async function memberRedemptions(db: Db, shop: ShopId, member: string): Promise<MemberRedemption[]> {
  const redemptions = await redemptionsOfMember(db, shop, memberId(member), SHOWN);
  return redemptions.map((one) => ({
    id: one.id,
    name: one.reward.name,
    amount: redeemedAmount(one),
    currency: one.currency,
    points: one.points,
    status: one.status,
    ending: one.ending,
    code: one.code,
    createdAt: new Date(one.createdAt),
    expiresAt: one.expiresAt === null ? null : new Date(one.expiresAt),
    usedAt: one.usedAt === null ? null : new Date(one.usedAt),
    usedOrderId: one.usedOrderId,
    fault: one.refusal,
    cancellable: one.ending === null && (one.status === 'issued' || one.status === 'needs_review'),
  }));
}
