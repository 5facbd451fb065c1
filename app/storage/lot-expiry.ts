/** Rows of expiry: whose lots have to be looked at, when members were active, what has expired and when the rest does. */
import { memberId, type MemberId, type ShopId } from '../domain/ids.ts';
import type { Lot } from '../domain/ledger.ts';
import { lotOf, type LotRow } from './members.ts';
import type { Db, Tx } from './transaction.ts';

/** The source of the entry that undoes a lot's expiry: it names the lot, since what of it paid a debt went back into none. */
export const undoneLot = (member: MemberId, seq: number): string => `${member}-${seq}`;

/** Points of a lot `l` that such entries gave back, whether into the lot or to a debt. */
export const UNDONE = `coalesce((
  SELECT sum(undone.points) FROM entry AS undone
  WHERE undone.shop = l.shop AND undone.source_kind = 'expiry' AND undone.source_id = l.member_id || '-' || l.seq
    AND undone.kind = 'expiry_reversal'), 0)`;

/** A shop with members whose lots are due, the one that has waited longest. */
export async function shopWithDueExpiry(db: Db, now: string): Promise<ShopId | null> {
  const { rows } = await db.query<{ shop: ShopId }>(
    'SELECT shop FROM member WHERE expiry_due <= $1 ORDER BY expiry_due LIMIT 1',
    [now],
  );
  return rows[0]?.shop ?? null;
}

/** Locks up to `limit` of them; those whom somebody else holds are passed over. */
export async function lockDueForExpiry(
  tx: Tx,
  shop: ShopId,
  now: string,
  limit: number,
): Promise<MemberId[]> {
  const { rows } = await tx.query<{ member_id: string }>(
    `SELECT member_id FROM member WHERE shop = $1 AND expiry_due <= $2 ORDER BY expiry_due LIMIT $3 FOR UPDATE SKIP LOCKED`,
    [shop, now, limit],
  );
  return rows.map((row) => memberId(row.member_id));
}

/** Whether the member, who is locked, is among them. */
export async function isDueForExpiry(tx: Tx, shop: ShopId, member: MemberId, now: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'SELECT FROM member WHERE shop = $1 AND member_id = $2 AND expiry_due <= $3',
    [shop, member, now],
  );
  return rowCount === 1;
}

/** Lets lots be looked at again. The members are locked. */
export async function dueForExpiry(
  tx: Tx,
  shop: ShopId,
  members: Iterable<MemberId>,
  at: string,
): Promise<void> {
  await tx.query(
    'UPDATE member SET expiry_due = least(expiry_due, $3) WHERE shop = $1 AND member_id = ANY($2::bigint[])',
    [shop, [...new Set(members)], at],
  );
}

/** From now on the shop's points expire, or may: everybody's lots are looked at. The caller holds the shop's programme exclusively. */
export async function dueForExpiryAll(tx: Tx, shop: ShopId, at: string): Promise<void> {
  await tx.query('UPDATE shop SET points_expire = true WHERE shop = $1', [shop]);
  await tx.query(
    `WITH held AS (SELECT member_id FROM member WHERE shop = $1 AND last_seq > 0 ORDER BY member_id FOR UPDATE)
     UPDATE member SET expiry_due = least(expiry_due, $2) FROM held WHERE shop = $1 AND member.member_id = held.member_id`,
    [shop, at],
  );
}

/** When to look at each member's lots next; null: never, as things stand. The members are locked. */
export async function setExpiryDue(
  tx: Tx,
  shop: ShopId,
  dues: readonly { memberId: MemberId; due: string | null }[],
): Promise<void> {
  await tx.query(
    `UPDATE member SET expiry_due = new.due FROM unnest($2::bigint[], $3::timestamptz[]) AS new(member_id, due)
     WHERE shop = $1 AND member.member_id = new.member_id`,
    [shop, dues.map((one) => one.memberId), dues.map((one) => one.due)],
  );
}

/**
 * When members were active since `from`, and the last time before it: orders as they were processed, rewards as they were redeemed. Sorted, in
 * UTC with milliseconds.
 */
export async function activityOf(
  tx: Tx,
  shop: ShopId,
  from: ReadonlyMap<MemberId, string>,
): Promise<Map<MemberId, string[]>> {
  const { rows } = await tx.query<{ member_id: string; at: Date }>(
    `SELECT asked.member_id, active.at FROM unnest($2::bigint[], $3::timestamptz[]) AS asked(member_id, since)
     CROSS JOIN LATERAL (
       SELECT processed_at AS at FROM order_facts WHERE shop = $1 AND order_facts.member_id = asked.member_id AND processed_at >= since
       UNION ALL
       SELECT max(processed_at) FROM order_facts WHERE shop = $1 AND order_facts.member_id = asked.member_id AND processed_at < since
       UNION ALL
       SELECT created_at FROM redemption WHERE shop = $1 AND redemption.member_id = asked.member_id AND created_at >= since
       UNION ALL
       SELECT max(created_at) FROM redemption WHERE shop = $1 AND redemption.member_id = asked.member_id AND created_at < since
     ) AS active WHERE active.at IS NOT NULL ORDER BY active.at`,
    [shop, [...from.keys()], [...from.values()]],
  );
  const activity = new Map<MemberId, string[]>();
  for (const row of rows) {
    const id = memberId(row.member_id);
    activity.set(id, [...(activity.get(id) ?? []), row.at.toISOString()]);
  }
  return activity;
}

/** Lots with points that have expired and are gone still, of members who are somebody's: what a merged one had went to the survivor. */
export async function expiredLots(
  tx: Tx,
  shop: ShopId,
  members: readonly MemberId[],
): Promise<{ memberId: MemberId; lot: Lot; points: bigint }[]> {
  const { rows } = await tx.query<LotRow & { points: string }>(
    `SELECT * FROM (
       SELECT l.member_id, l.seq, l.size, l.remaining, l.available_at, l.expires_at, l.source_kind, l.source_id,
              sum(c.points) FILTER (WHERE taker.kind = 'expiry' OR taker.source_kind = 'order') - ${UNDONE} AS points
       FROM entry taker
       JOIN member ON member.shop = taker.shop AND member.member_id = taker.member_id AND merged_into IS NULL
       JOIN lot_consumption c ON c.shop = taker.shop AND c.member_id = taker.member_id AND c.entry_seq = taker.seq
       JOIN lot l ON l.shop = c.shop AND l.member_id = c.member_id AND l.seq = c.lot_seq
       WHERE taker.shop = $1 AND taker.member_id = ANY($2::bigint[]) AND taker.kind IN ('expiry', 'expiry_reversal')
       GROUP BY l.shop, l.member_id, l.seq
     ) AS gone WHERE points > 0 ORDER BY member_id, seq`,
    [shop, members],
  );
  return rows.map((row) => ({
    memberId: memberId(row.member_id),
    lot: lotOf(row),
    points: BigInt(row.points),
  }));
}

export type LotDate = { memberId: MemberId; seq: number; at: string | null };

/** A projection: entries keep what they were told. The members are locked. */
export async function saveLotDates(tx: Tx, shop: ShopId, dates: readonly LotDate[]): Promise<void> {
  if (dates.length === 0) return;
  await tx.query(
    `UPDATE lot SET expires_at = new.at FROM unnest($2::bigint[], $3::int[], $4::timestamptz[]) AS new(member_id, seq, at)
     WHERE lot.shop = $1 AND lot.member_id = new.member_id AND lot.seq = new.seq`,
    [shop, dates.map((one) => one.memberId), dates.map((one) => one.seq), dates.map((one) => one.at)],
  );
}
