/** The redemptions that wait for a person of the shop, oldest first. */
import type { ShopId } from '../domain/ids.ts';
import { redeemedTerms, type RedemptionFault } from '../domain/redemption.ts';
import type { Carrier } from '../domain/reward-kinds/kind.ts';
import type { OfferTerms } from '../domain/reward-offer.ts';
import { RewardSchema } from '../domain/reward.ts';
import type { Db } from '../storage/transaction.ts';

const SHOWN = 50;

export type RedemptionInReview = {
  id: string;
  /** null after the customer was forgotten. */
  customerId: string | null;
  /** null where the stored reward cannot be read; `{amount}` in a name stands for the terms'. */
  offer: { name: Record<string, string>; terms: OfferTerms } | null;
  rewardId: string;
  points: bigint;
  code: string;
  since: Date;
  fault: RedemptionFault | null;
  /** Giving the points back is under way. */
  ending: boolean;
};

type Row = {
  redemption_id: string;
  customer_id: string | null;
  reward_id: string;
  reward: unknown;
  points: string;
  currency: string;
  carrier: Carrier;
  code: string;
  updated_at: Date;
  refusal: RedemptionFault | null;
  ending: string | null;
};

/** How many wait, and since when the oldest does. */
export async function reviewFigures(
  db: Db,
  shop: ShopId,
): Promise<{ waiting: number; oldestAt: Date | null }> {
  const { rows } = await db.query<{ waiting: string; oldest_at: Date | null }>(
    `SELECT count(*) AS waiting, min(updated_at) AS oldest_at FROM redemption WHERE shop = $1 AND status = 'needs_review'`,
    [shop],
  );
  return { waiting: Number(rows[0]?.waiting ?? 0), oldestAt: rows[0]?.oldest_at ?? null };
}

export async function redemptionsInReview(
  db: Db,
  shop: ShopId,
): Promise<{ shown: RedemptionInReview[]; more: boolean }> {
  const { rows } = await db.query<Row>(
    `SELECT redemption_id, m.customer_id, reward_id, reward, points, currency, carrier, code, updated_at, refusal, ending
     FROM redemption r JOIN member m USING (shop, member_id)
     WHERE r.shop = $1 AND status = 'needs_review' ORDER BY created_at, redemption_id LIMIT $2`,
    [shop, SHOWN + 1],
  );
  return { shown: rows.slice(0, SHOWN).map(inReview), more: rows.length > SHOWN };
}

function inReview(row: Row): RedemptionInReview {
  const reward = RewardSchema.safeParse(row.reward);
  return {
    id: row.redemption_id,
    customerId: row.customer_id,
    offer: reward.success
      ? {
          name: reward.data.name,
          terms: redeemedTerms({ ...row, reward: reward.data }),
        }
      : null,
    rewardId: row.reward_id,
    points: BigInt(row.points),
    code: row.code,
    since: row.updated_at,
    fault: row.refusal,
    ending: row.ending !== null,
  };
}
