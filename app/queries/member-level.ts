/** The level on a member's page: what is held, the way to the next, how it came about, and what was given by hand. */
import type { Deps } from '../deps.server.ts';
import { memberId as parseMemberId, type ShopId } from '../domain/ids.ts';
import { PLACED_UNTIL_NEXT } from '../storage/tier-standings.ts';
import { memberTiers, TIER_COLUMNS, type MemberTier, type TierRow } from './member-tier.ts';

const CHANGES_SHOWN = 20;

export type LevelChange = {
  from: string | null;
  to: string | null;
  at: Date;
  reason: 'order' | 'placement' | 'version' | 'time' | 'member';
  orderId: string | null;
  orderName: string | null;
  /** Of a placement: it was ended by hand at that moment. */
  takenBack: boolean;
};

export type MemberLevel = {
  tier: MemberTier;
  /** Newest first. */
  changes: LevelChange[];
  /** Given by hand, and in force. */
  placement: { level: string; at: Date; until: Date | null; reason: string | null } | null;
};

/** null where the programme in force has no tiers. */
export async function memberLevel(
  { pool, clock }: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  memberId: string,
): Promise<MemberLevel | null> {
  const now = clock.now();
  const of = [shop, memberId];
  const [member, changes, placements] = await Promise.all([
    pool.query<TierRow & { member_id: string; enrolled_at: Date }>(
      `SELECT member_id, enrolled_at, ${TIER_COLUMNS} FROM member WHERE shop = $1 AND member_id = $2`,
      of,
    ),
    pool.query<LevelChange>(
      `SELECT from_level AS "from", to_level AS "to", effective_at AS at, reason, tier_change.order_id AS "orderId", name AS "orderName",
              EXISTS (SELECT FROM tier_placement AS ended WHERE ended.shop = $1 AND ended.member_id = $2 AND ended.level IS NULL
                      AND ended.at = effective_at) AS "takenBack"
       FROM tier_change LEFT JOIN order_facts USING (shop, order_id)
       WHERE shop = $1 AND tier_change.member_id = $2 ORDER BY change_id DESC LIMIT ${CHANGES_SHOWN}`,
      of,
    ),
    pool.query<NonNullable<MemberLevel['placement']>>(
      `SELECT level, at, until, reason FROM tier_placement AS placed
       WHERE shop = $1 AND member_id = $2 AND level IS NOT NULL AND coalesce(least(until, ${PLACED_UNTIL_NEXT}) > $3, true)
       ORDER BY at DESC, placement_id DESC LIMIT 1`,
      [...of, now],
    ),
  ]);
  const tier = (await memberTiers(pool, shop, member.rows, now.toISOString())).get(parseMemberId(memberId));
  if (!tier) return null;
  return {
    tier,
    changes: changes.rows,
    placement: placements.rows[0] ?? null,
  };
}
