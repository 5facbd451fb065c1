/** What storage does for a merge of two members: which of the entries are orders', and everything that names the one names the other then. */
import type { MemberId, ShopId } from '../domain/ids.ts';
import type { EntryKind } from '../domain/ledger.ts';
import { UNDONE } from './expired-lots.ts';
import { PLACED_UNTIL_NEXT } from './tier-standings.ts';
import type { Db, Tx } from './transaction.ts';

/** What belongs to an order besides its points: a write-off, an expiry's reversal. `availableAt` is its lots'; null while one waits for a fulfilment. */
export type OrderRest = { orderId: string; kind: EntryKind; points: bigint; availableAt: string | null };

/**
 * What a member's entries of orders come to: `points` those of kind `order`, `rests` what is left of the others, by order and kind. Points of an
 * order that have expired are a rest below 0: they are reversed at the one member, so that the order's reversal finds them, and stay gone at the other.
 */
export async function ordersOfMember(
  db: Db,
  shop: ShopId,
  member: MemberId,
): Promise<{ points: bigint; rests: OrderRest[] }> {
  const own = `FROM entry WHERE shop = $1 AND member_id = $2 AND source_kind = 'order'`;
  const sums = await db.query<{ points: string }>(
    `SELECT coalesce(sum(points), 0) AS points ${own} AND kind = 'order'`,
    [shop, member],
  );
  const rests = await db.query<{
    source_id: string;
    kind: EntryKind;
    points: string;
    available_at: Date | null;
  }>(
    `SELECT source_id, kind, sum(points) AS points, (
       SELECT nullif(max(coalesce(available_at, 'infinity')), 'infinity') FROM lot
       WHERE lot.shop = $1 AND lot.member_id = $2 AND lot.source_kind = 'order' AND lot.source_id = rest.source_id
     ) AS available_at FROM (
       SELECT source_id, kind, points ${own} AND kind <> 'order'
       UNION ALL
       SELECT l.source_id, 'expiry_reversal', -c.points FROM lot_consumption c
       JOIN lot l ON l.shop = c.shop AND l.member_id = c.member_id AND l.seq = c.lot_seq AND l.source_kind = 'order'
       JOIN entry taker ON taker.shop = c.shop AND taker.member_id = c.member_id AND taker.seq = c.entry_seq AND taker.kind = 'expiry'
       WHERE c.shop = $1 AND c.member_id = $2
       UNION ALL
       SELECT l.source_id, 'expiry_reversal', ${UNDONE} FROM lot l WHERE l.shop = $1 AND l.member_id = $2 AND l.source_kind = 'order'
     ) AS rest GROUP BY source_id, kind HAVING sum(points) <> 0 ORDER BY source_id, kind`,
    [shop, member],
  );
  return {
    points: BigInt(sums.rows[0]?.points ?? 0),
    rests: rests.rows.map((row) => ({
      orderId: row.source_id,
      kind: row.kind,
      points: BigInt(row.points),
      availableAt: row.available_at?.toISOString() ?? null,
    })),
  };
}

/** The members whose history is `member`'s since a merge. */
export async function membersMergedInto(db: Db, shop: ShopId, member: MemberId): Promise<MemberId[]> {
  const { rows } = await db.query<{ member_id: MemberId }>(
    'SELECT member_id FROM member WHERE shop = $1 AND merged_into = $2 ORDER BY member_id',
    [shop, member],
  );
  return rows.map((row) => row.member_id);
}

/** A member of the one customer is the other's, who had none. */
export async function giveMember(tx: Tx, shop: ShopId, member: MemberId, customerId: string): Promise<void> {
  await tx.query('UPDATE member SET customer_id = $3 WHERE shop = $1 AND member_id = $2', [
    shop,
    member,
    customerId,
  ]);
}

/**
 * `from` is nobody's any more; what it has besides entries is `into`'s. Both are locked. The entry that took a redemption's points stays where it
 * is, and so do the lots that it took from: what comes back opens a lot of its own. The key of a request that both had made keeps its meaning for `into`.
 * Levels given by hand are copied, as of when they were given and until they were ended; `placedSince` is the first of those moments.
 */
export async function moveMember(
  tx: Tx,
  shop: ShopId,
  from: MemberId,
  into: MemberId,
): Promise<{ placedSince: string | null }> {
  const both = [shop, from, into];
  await tx.query(
    `UPDATE member SET enrolled_at = least(member.enrolled_at, old.enrolled_at), joined_at = least(member.joined_at, old.joined_at),
       last_activity_at = greatest(member.last_activity_at, old.last_activity_at)
     FROM member AS old WHERE member.shop = $1 AND member.member_id = $3 AND old.shop = $1 AND old.member_id = $2`,
    both,
  );
  await tx.query(
    `UPDATE member SET merged_into = $3, customer_id = NULL, tier_due = NULL WHERE shop = $1 AND (member_id = $2 OR merged_into = $2)`,
    both,
  );
  // Each order comes over by being settled. Until then it is in nobody's tiers: nothing at `from` may settle it for `from` again.
  await tx.query('DELETE FROM tier_order WHERE shop = $1 AND member_id = $2', [shop, from]);
  await tx.query(
    `UPDATE redemption SET member_id = $3, key = CASE WHEN EXISTS (
         SELECT FROM redemption AS other WHERE other.shop = $1 AND other.member_id = $3 AND other.key = redemption.key
       ) THEN redemption.key || ' of member ' || $2::bigint ELSE redemption.key END
     WHERE shop = $1 AND redemption_id IN (
       SELECT redemption_id FROM redemption WHERE shop = $1 AND member_id = $2 ORDER BY redemption_id FOR UPDATE)`,
    both,
  );
  const placed = await tx.query<{ at: Date }>(
    `INSERT INTO tier_placement (shop, member_id, level, at, until, reason, actor, key, input_hash, origin_member, ended_at)
     SELECT shop, $3::bigint, level, at, until, reason, actor, key || ' of member ' || $2::bigint, input_hash, $2::bigint, ${PLACED_UNTIL_NEXT}
     FROM tier_placement AS placed WHERE shop = $1 AND member_id = $2 ORDER BY at, placement_id RETURNING at`,
    both,
  );
  return { placedSince: placed.rows[0]?.at.toISOString() ?? null };
}
