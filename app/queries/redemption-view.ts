/** A redemption as the storefront and the REST API give it. */
import type { GrantKind } from '../domain/grant.ts';
import type { ShopId } from '../domain/ids.ts';
import { redeemedTerms, type Redemption, type RedemptionStatus } from '../domain/redemption.ts';
import { originText, redemptionName } from '../locales/grant-text.ts';
import { refusalText } from '../locales/reward-text.ts';
import { CARRIERS } from '../shopify/carriers/registry.ts';
import { findRedemption } from '../storage/redemptions.ts';
import type { Db } from '../storage/transaction.ts';
import { jsonNumber } from './member-points.ts';

export type RedemptionView = {
  id: string;
  rewardId: string;
  name: string;
  points: number;
  /** Why it was given; null: points bought it. */
  origin: { kind: GrantKind; text: string } | null;
  currency: string;
  /** null: it is no amount. */
  amount: string | null;
  percent: string | null;
  ceiling: string | null;
  status: RedemptionStatus;
  /** What it is on its way to: its code must not be used any more. */
  ending: 'cancelled' | 'expired' | null;
  /** null before it is issued, and for what has none. */
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
  const terms = redeemedTerms(redemption);
  const { status } = redemption;
  const origin = redemption.grant?.origin ?? null;
  return {
    id: redemption.id,
    rewardId: redemption.rewardId,
    name: redemptionName(redemption, locale),
    points: jsonNumber(redemption.points),
    origin: origin && { kind: origin.kind, text: originText(origin, locale) },
    currency: terms.currency,
    amount: terms.amount,
    percent: terms.percent ?? null,
    ceiling: terms.ceiling ?? null,
    status,
    ending: redemption.ending,
    code: WITHOUT_CODE.has(status) ? null : CARRIERS[redemption.carrier].shownCode(redemption.code),
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

/** Points that are held for a cart, as its block reads them: `code` is null until Shopify has it. */
export function cartHoldView(redemption: Redemption) {
  const { currency, amount, ceiling } = redeemedTerms(redemption);
  const { id, status, points, expiresAt } = redemption;
  const code = WITHOUT_CODE.has(status) ? null : redemption.code;
  return {
    id,
    status,
    points: jsonNumber(points),
    currency,
    amount: amount ?? ceiling,
    code,
    until: expiresAt,
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
