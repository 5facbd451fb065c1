/**
 * When members were last active, as points expire by it (points.md 6, `activityOf` in lot-expiry.ts): orders as they were processed, rewards as they were
 * redeemed. `member.last_activity_at` repeats it, so that a list can sort and filter by it.
 */
import { memberId, type MemberId, type ShopId } from '../domain/ids.ts';
import type { Db, Tx } from './transaction.ts';
import type { Write } from './writes.ts';

/** Of a row `m`. $1 is the shop. */
const LAST_ACTIVITY = `greatest(
  (SELECT max(processed_at) FROM order_facts AS o WHERE o.shop = $1 AND o.member_id = m.member_id),
  (SELECT max(created_at) FROM redemption AS r WHERE r.shop = $1 AND r.member_id = m.member_id AND r.fact IS NULL))`;

const RAISE = `UPDATE member SET last_activity_at = new.at FROM unnest($2::bigint[], $3::timestamptz[]) AS new(member_id, at)
  WHERE member.shop = $1 AND member.member_id = ANY($2) AND member.member_id = new.member_id
    AND (last_activity_at IS NULL OR last_activity_at < new.at)`;

/** ISO 8601, by member. Never brings one back. The members are locked. */
export function raisedActivity(activity: ReadonlyMap<MemberId, string>): Write[] {
  if (activity.size === 0) return [];
  return [{ name: 'raised', text: RAISE, values: [[...activity.keys()], [...activity.values()]] }];
}

/** Up to `limit` members behind `after`, by number; `astray` are those whose row tells something else than their orders and redemptions. */
export async function compareLastActivity(
  db: Db,
  shop: ShopId,
  after: MemberId | null,
  limit: number,
): Promise<{ last: MemberId | null; astray: MemberId[] }> {
  const { rows } = await db.query<{ member_id: string; astray: boolean }>(
    `SELECT member_id, last_activity_at IS DISTINCT FROM ${LAST_ACTIVITY} AS astray
     FROM (SELECT member_id, last_activity_at FROM member
           WHERE shop = $1 AND member_id > $2 AND merged_into IS NULL ORDER BY member_id LIMIT $3) AS m ORDER BY member_id`,
    [shop, after ?? 0, limit],
  );
  const last = rows.at(-1)?.member_id;
  return {
    last: last === undefined ? null : memberId(last),
    astray: rows.flatMap((row) => (row.astray ? memberId(row.member_id) : [])),
  };
}

/** Reads what the rows of these members should tell under their locks, and writes it. */
export async function correctLastActivity(tx: Tx, shop: ShopId, members: readonly MemberId[]): Promise<void> {
  await tx.query(
    'SELECT FROM member WHERE shop = $1 AND member_id = ANY($2::bigint[]) ORDER BY member_id FOR UPDATE',
    [shop, members],
  );
  // A statement of its own: it sees what those who held the locks before have written.
  await tx.query(
    `UPDATE member AS m SET last_activity_at = ${LAST_ACTIVITY} WHERE shop = $1 AND member_id = ANY($2::bigint[])`,
    [shop, members],
  );
}
