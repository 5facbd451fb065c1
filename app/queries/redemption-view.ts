/** A redemption as the storefront and the REST API give it. */
import type { ShopId } from '../domain/ids.ts';
import { redeemedAmount, type Redemption, type RedemptionStatus } from '../domain/redemption.ts';
import { refusalText, rewardName } from '../locales/reward-text.ts';
import { findRedemption } from '../storage/redemptions.ts';
import type { Db } from '../storage/transaction.ts';
import { jsonNumber } from './member-points.ts';

export type RedemptionView = {
  id: string;
  rewardId: string;
  name: string;
  points: number;
  currency: string;
  amount: string;
  status: RedemptionStatus;
  /** What it is on its way to: its code must not be used any more. */
  ending: 'cancelled' | 'expired' | null;
  /** null before it is issued. */
  code: string | null;
  createdAt: string;
  expiresAt: string | null;
  usedAt: string | null;
  /** The order that used it, once it is known. */
  usedOrderId: string | null;
  refusal: { reason: string; text: string } | null;
};

const WITHOUT_CODE: ReadonlySet<RedemptionStatus> = new Set(['reserved', 'failed', 'needs_review']);

export function redemptionView(redemption: Redemption, locale: string): RedemptionView {
  const amount = redeemedAmount(redemption);
  const { status, currency } = redemption;
  return {
    id: redemption.id,
    rewardId: redemption.rewardId,
    name: rewardName({ name: redemption.reward.name, amount, currency }, locale),
    points: jsonNumber(redemption.points),
    currency,
    amount,
    status,
    ending: redemption.ending,
    code: WITHOUT_CODE.has(status) ? null : redemption.code,
    createdAt: redemption.createdAt,
    expiresAt: redemption.expiresAt,
    usedAt: redemption.usedAt,
    usedOrderId: redemption.usedOrderId,
    refusal:
      status === 'failed'
        ? { reason: 'shopify_refused', text: refusalText({ reason: 'shopify_refused' }, locale) }
        : null,
  };
}

/** null where it is not this customer's: another's is as unknown as none. */
export async function memberRedemption(
  db: Db,
  shop: ShopId,
  id: string,
  customerId: string | null,
): Promise<Redemption | null> {
  const redemption = await findRedemption(db, shop, id);
  return redemption !== null && customerId !== null && redemption.customerId === customerId
    ? redemption
    : null;
}

export async function shopRedemption(db: Db, shop: ShopId, id: string): Promise<Redemption | null> {
  return findRedemption(db, shop, id);
}
