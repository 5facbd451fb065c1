/** How often a reward was redeemed, against its limits, and points in the cart, of which a member has one hold. What gave its points back does not count. */
import { CART_REWARD_ID } from '../domain/cart-points.ts';
import { memberId, type MemberId, type ShopId } from '../domain/ids.ts';
import { limitPeriod } from '../domain/limit-period.ts';
import type { Limit } from '../domain/reward-parts.ts';
import type { Reward } from '../domain/reward.ts';
import { stampOf } from '../domain/stamp.ts';
import type { ShopRow } from './shops.ts';
import type { Db, Tx } from './transaction.ts';

/** Programme before rewards, in their order, before members: a reward's total is counted by one transaction at a time. */
export async function holdRewards(tx: Tx, shop: ShopId, rewardIds: readonly string[]): Promise<void> {
  for (const rewardId of [...new Set(rewardIds)].sort())
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 11))', [`${shop} ${rewardId}`]);
}

// Word for word the condition of the indexes redemption_of_member and redemption_of_reward, which hold nothing else.
const COUNTS = `status NOT IN ('failed', 'cancelled') AND NOT (status = 'expired' AND reward->>'unused' = 'return')`;

/** How often the reward is being redeemed by what is not written down yet: by the member, and by all. */
export type Unwritten = { byMember: number; byAll: number };
const nothing: Unwritten = { byMember: 0, byAll: 0 };

/** What the reward's limits leave: `stock` is 0 where as many were had as there are, else it is not counted. */
export type Room = { withinLimits: boolean; stock: number | null };

/** Whether there is room for one more. To rely on it, hold the reward (`total`) and lock the member (`perMember`). */
export async function roomOf(
  db: Db,
  shop: Pick<ShopRow, 'shop' | 'timeZone'>,
  reward: Reward,
  memberId: MemberId,
  now: string,
  unwritten: Unwritten = nothing,
): Promise<Room> {
  const { perMember, total } = reward.limits;
  if (perMember !== null) {
    const left = perMember.times - unwritten.byMember;
    const of = { rewardId: reward.id, memberId, times: left, per: perMember.per };
    if (left <= 0 || (await isUsedByMember(db, shop, of, now))) return { withinLimits: false, stock: null };
  }
  if (total === null) return { withinLimits: true, stock: null };
  const left = total - unwritten.byAll;
  const isGone = left <= 0 || (await isUsedByAll(db, shop.shop, reward.id, left));
  return { withinLimits: true, stock: isGone ? 0 : null };
}

/** How often each of the rewards was given out and kept, by its id; for the admin, which counts all of them. */
export async function givenCounts(
  db: Db,
  shop: ShopId,
  rewardIds: readonly string[],
): Promise<Record<string, number>> {
  if (rewardIds.length === 0) return {};
  const { rows } = await db.query<{ reward_id: string; given: string }>(
    `SELECT reward_id, count(*) AS given FROM redemption WHERE shop = $1 AND reward_id = ANY($2) AND ${COUNTS} GROUP BY reward_id`,
    [shop, rewardIds],
  );
  return Object.fromEntries(rows.map((row) => [row.reward_id, Number(row.given)]));
}

/** Of each limit no more rows are read than it allows: whether there is a last one is all that is asked. */
async function isUsedByMember(
  db: Db,
  shop: Pick<ShopRow, 'shop' | 'timeZone'>,
  of: { rewardId: string; memberId: MemberId; times: number; per: Limit['per'] },
  now: string,
): Promise<boolean> {
  const period = limitPeriod(stampOf(now), of.per, shop.timeZone);
  const { rows } = await db.query(
    `SELECT FROM redemption WHERE shop = $1 AND member_id = $2 AND reward_id = $3 AND ${COUNTS}
       AND ($4::timestamptz IS NULL OR created_at >= $4) OFFSET $5 LIMIT 1`,
    [shop.shop, of.memberId, of.rewardId, period?.from ?? null, of.times - 1],
  );
  return rows.length > 0;
}

async function isUsedByAll(db: Db, shop: ShopId, rewardId: string, total: number): Promise<boolean> {
  const { rows } = await db.query(
    `SELECT FROM redemption WHERE shop = $1 AND reward_id = $2 AND ${COUNTS} OFFSET $3 LIMIT 1`,
    [shop, rewardId, total - 1],
  );
  return rows.length > 0;
}

export type CartHold = { id: string; points: bigint };

/** The points that members hold for a cart, until their time is over or they are on their way back. The members are locked. */
export async function cartHolds(
  tx: Tx,
  shop: ShopId,
  members: readonly MemberId[],
  now: string,
): Promise<Map<MemberId, CartHold>> {
  const { rows } = await tx.query<{ member_id: string; id: string; points: string }>(
    `SELECT member_id, redemption_id AS id, points FROM redemption
     WHERE shop = $1 AND member_id = ANY($2::bigint[]) AND reward_id = $3 AND ${COUNTS}
       AND status IN ('reserved', 'issued') AND ending IS NULL AND expires_at > $4`,
    [shop, members, CART_REWARD_ID, now],
  );
  return new Map(rows.map((row) => [memberId(row.member_id), { id: row.id, points: BigInt(row.points) }]));
}
