/**
 * Leases on redemptions. Whoever works on one extends its lease every two seconds; one that stays away (a killed process) is taken over.
 * The number of attempts is the lease's number: what a former holder still wants to write no longer fits it.
 */
import type { MemberId, ShopId } from '../domain/ids.ts';
import type { Reward } from '../domain/reward.ts';
import type { ShopRow } from './shops.ts';
import type { Db, Tx } from './transaction.ts';

export type Claim = { shop: ShopId; id: string; attempts: number };

/** Claims up to `limit` redemptions whose time has come and that nobody holds. A shop without a session waits for its next one. */
export async function claimRedemptions(
  db: Db,
  limit: number,
  now: string,
  leaseUntil: string,
): Promise<Claim[]> {
  const { rows } = await db.query<Claim>(
    `UPDATE redemption SET attempts = redemption.attempts + 1, lease_until = $3
     FROM (SELECT shop, redemption_id FROM redemption
           WHERE due_at <= $2 AND (lease_until IS NULL OR lease_until <= $2)
             AND EXISTS (SELECT FROM session WHERE session.shop = redemption.shop)
           ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED) AS due
     WHERE redemption.shop = due.shop AND redemption.redemption_id = due.redemption_id
     RETURNING redemption.shop, redemption.redemption_id AS id, redemption.attempts`,
    [limit, now, leaseUntil],
  );
  return rows;
}

export async function extendLease(db: Db, claim: Claim, leaseUntil: string): Promise<void> {
  await db.query(
    'UPDATE redemption SET lease_until = $4 WHERE shop = $1 AND redemption_id = $2 AND attempts = $3 AND lease_until IS NOT NULL',
    [claim.shop, claim.id, claim.attempts, leaseUntil],
  );
}

/** Gives the redemption back, due at `dueAt`. Does nothing where another holds it by now. */
export async function releaseLease(db: Db, claim: Claim, dueAt: string): Promise<void> {
  await db.query(
    `UPDATE redemption SET lease_until = NULL, due_at = $4
     WHERE shop = $1 AND redemption_id = $2 AND attempts = $3 AND lease_until IS NOT NULL`,
    [claim.shop, claim.id, claim.attempts, dueAt],
  );
}

type RewardUse = { byMember: number; inAll: number };

/** Programme before reward before member: a reward's total is counted by one transaction at a time. */
export async function holdReward(tx: Tx, shop: ShopId, rewardId: string): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 11))', [`${shop} ${rewardId}`]);
}

const PERIODS = { day: 'day', week: 'week', month: 'month', year: 'year', ever: null } as const;

/** How often a reward was redeemed: by a member since the period began in the shop's time zone, and by all for ever. Returned ones do not count. */
async function rewardUse(
  db: Db,
  of: { shop: ShopId; rewardId: string; memberId: string; per: keyof typeof PERIODS; timeZone: string },
  now: string,
): Promise<RewardUse> {
  const { rows } = await db.query<{ by_member: string; in_all: string }>(
    `SELECT count(*) FILTER (WHERE member_id = $3 AND ($4::text IS NULL OR created_at >= date_trunc($4, $5::timestamptz, $6))) AS by_member,
            count(*) AS in_all
     FROM redemption
     WHERE shop = $1 AND reward_id = $2 AND status NOT IN ('failed', 'cancelled')
       AND NOT (status = 'expired' AND reward->>'unused' = 'return')`,
    [of.shop, of.rewardId, of.memberId, PERIODS[of.per], now, of.timeZone],
  );
  return { byMember: Number(rows[0]?.by_member ?? 0), inAll: Number(rows[0]?.in_all ?? 0) };
}

/** Whether the reward's limits leave room for one more. To rely on it, hold the reward (`total`) and lock the member (`perMember`). */
export async function isWithinLimits(
  db: Db,
  shop: Pick<ShopRow, 'shop' | 'timeZone'>,
  reward: Reward,
  memberId: MemberId,
  now: string,
): Promise<boolean> {
  const { perMember, total } = reward.limits;
  if (perMember === null && total === null) return true;
  const per = perMember?.per ?? 'ever';
  const of = { shop: shop.shop, rewardId: reward.id, memberId, per, timeZone: shop.timeZone ?? 'UTC' };
  const use = await rewardUse(db, of, now);
  return (perMember === null || use.byMember < perMember.times) && (total === null || use.inAll < total);
}
