/** Rows of expiry: whose lots have to be looked at, when members were active, what has expired and when the rest does. */
import type { LotPast } from '../domain/expiry.ts';
import { memberId, type MemberId, type ShopId } from '../domain/ids.ts';
import type { Db, Tx } from './transaction.ts';

const IS_DUE = 'member.expiry_due <= $1 AND (member.expiry_retry_at IS NULL OR member.expiry_retry_at <= $1)';

/** The shops with members whose lots are due. One probe of an index for each shop there is. */
export async function shopsWithDueExpiry(db: Db, now: string): Promise<ShopId[]> {
  const { rows } = await db.query<{ shop: ShopId }>(
    `SELECT shop FROM shop WHERE EXISTS (SELECT FROM member WHERE member.shop = shop.shop AND ${IS_DUE}) ORDER BY shop`,
    [now],
  );
  return rows.map((row) => row.shop);
}

/** Locks up to `limit` of them, of `only` where it is told; those whom somebody else holds are passed over. */
export async function lockDueForExpiry(
  tx: Tx,
  shop: ShopId,
  now: string,
  limit: number,
  only: readonly MemberId[] | null,
): Promise<MemberId[]> {
  const { rows } = await tx.query<{ member_id: string }>(
    `SELECT member_id FROM member WHERE ${IS_DUE} AND shop = $2 AND ($4::bigint[] IS NULL OR member_id = ANY($4))
     ORDER BY expiry_due LIMIT $3 FOR UPDATE SKIP LOCKED`,
    [now, shop, limit, only],
  );
  return rows.map((row) => memberId(row.member_id));
}

/** Looking at the member's lots failed: they stay due, but the worker does not come back before `at`. */
export async function postponeExpiry(db: Db, shop: ShopId, member: MemberId, at: string): Promise<void> {
  await db.query('UPDATE member SET expiry_retry_at = $3 WHERE shop = $1 AND member_id = $2', [
    shop,
    member,
    at,
  ]);
}

/** Those of the members, who are locked, whose lots are due, postponed or not: nobody spends what nobody could date. */
export async function membersDueForExpiry(
  tx: Tx,
  shop: ShopId,
  members: readonly MemberId[],
  now: string,
): Promise<MemberId[]> {
  const { rows } = await tx.query<{ member_id: string }>(
    'SELECT member_id FROM member WHERE shop = $1 AND member_id = ANY($2::bigint[]) AND expiry_due <= $3 ORDER BY member_id',
    [shop, members, now],
  );
  return rows.map((row) => memberId(row.member_id));
}

/** Since when the members' lots are due: nothing was written to their ledgers after that, since whoever writes looks at them first. */
export async function dueSince(
  tx: Tx,
  shop: ShopId,
  members: readonly MemberId[],
): Promise<Map<MemberId, string>> {
  const { rows } = await tx.query<{ member_id: string; expiry_due: Date }>(
    'SELECT member_id, expiry_due FROM member WHERE shop = $1 AND member_id = ANY($2::bigint[]) AND expiry_due IS NOT NULL',
    [shop, members],
  );
  return new Map(rows.map((row) => [memberId(row.member_id), row.expiry_due.toISOString()]));
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
    `UPDATE member SET expiry_due = new.due, expiry_retry_at = NULL
     FROM unnest($2::bigint[], $3::timestamptz[]) AS new(member_id, due)
     WHERE shop = $1 AND member.member_id = new.member_id`,
    [shop, dues.map((one) => one.memberId), dues.map((one) => one.due)],
  );
}

/**
 * When members were active since `from`, and the last time before it: orders as they were processed, rewards as they were redeemed (what was given is nothing
 * that they did). Orders of whoever was
 * merged into them are theirs before settling moves them. Sorted, in UTC with milliseconds.
 */
export async function activityOf(
  tx: Tx,
  shop: ShopId,
  from: ReadonlyMap<MemberId, string>,
): Promise<Map<MemberId, string[]>> {
  const { rows } = await tx.query<{ member_id: string; at: Date }>(
    `SELECT asked.member_id, active.at FROM unnest($2::bigint[], $3::timestamptz[]) AS asked(member_id, since)
     CROSS JOIN LATERAL (
       SELECT asked.member_id || ARRAY(SELECT old.member_id FROM member AS old WHERE old.shop = $1 AND old.merged_into = asked.member_id) AS ids
     ) AS whole
     CROSS JOIN LATERAL (
       SELECT processed_at AS at FROM order_facts WHERE shop = $1 AND order_facts.member_id = ANY(whole.ids) AND processed_at >= since
       UNION ALL
       SELECT max(processed_at) FROM order_facts WHERE shop = $1 AND order_facts.member_id = ANY(whole.ids) AND processed_at < since
       UNION ALL
       SELECT created_at FROM redemption WHERE shop = $1 AND redemption.member_id = asked.member_id AND fact IS NULL AND created_at >= since
       UNION ALL
       SELECT max(created_at) FROM redemption WHERE shop = $1 AND redemption.member_id = asked.member_id AND fact IS NULL AND created_at < since
     ) AS active WHERE active.at IS NOT NULL ORDER BY active.at`,
    [shop, [...from.keys()], [...from.values()]],
  );
  const byMember = Map.groupBy(rows, (row) => memberId(row.member_id));
  return new Map([...byMember].map(([id, own]) => [id, own.map((row) => row.at.toISOString())]));
}

export type LotOf = { memberId: MemberId; seq: number };

/**
 * What the lots' dates hang on (domain/expiry `dateLot`), by member and number. A period of its own is its order's: points that the order brings there
 * again, or takes along to whom its member is merged into, keep it.
 */
export async function lotPasts(
  db: Db,
  shop: ShopId,
  lots: readonly LotOf[],
): Promise<Map<MemberId, Map<number, LotPast>>> {
  if (lots.length === 0) return new Map();
  const { rows } = await db.query<{ member_id: string; seq: number; earned_at: Date | null; own: boolean }>(
    `SELECT lot.member_id, lot.seq, facts.processed_at AS earned_at, lot.own_period OR (lot.source_kind = 'order' AND EXISTS (
       SELECT FROM entry AS opened
       JOIN lot AS other ON other.shop = $1 AND other.member_id = opened.member_id AND other.seq = opened.seq AND other.own_period
       JOIN member ON member.shop = $1 AND member.member_id = opened.member_id
       WHERE opened.shop = $1 AND opened.source_kind = 'order' AND opened.source_id = lot.source_id
         AND lot.member_id IN (member.member_id, member.merged_into)
     )) AS own
     FROM unnest($2::bigint[], $3::int[]) AS asked(member_id, seq)
     JOIN lot ON lot.shop = $1 AND lot.member_id = asked.member_id AND lot.seq = asked.seq
     LEFT JOIN order_facts AS facts ON facts.shop = $1
       AND facts.order_id = CASE WHEN lot.source_kind = 'order' THEN lot.source_id::bigint END`,
    [shop, lots.map((one) => one.memberId), lots.map((one) => one.seq)],
  );
  const byMember = Map.groupBy(rows, (row) => memberId(row.member_id));
  const pastOf = (row: (typeof rows)[number]): LotPast => ({
    earnedAt: row.earned_at?.toISOString() ?? null,
    hadOwn: row.own,
  });
  return new Map([...byMember].map(([id, own]) => [id, new Map(own.map((row) => [row.seq, pastOf(row)]))]));
}

/** From now on the lots keep a period of their own. The members are locked. */
export async function giveOwnPeriods(tx: Tx, shop: ShopId, lots: readonly LotOf[]): Promise<void> {
  if (lots.length === 0) return;
  await tx.query(
    `UPDATE lot SET own_period = true FROM unnest($2::bigint[], $3::int[]) AS own(member_id, seq)
     WHERE lot.shop = $1 AND lot.member_id = own.member_id AND lot.seq = own.seq AND NOT own_period`,
    [shop, lots.map((one) => one.memberId), lots.map((one) => one.seq)],
  );
}

export type LotDate = LotOf & { at: string | null };

/** A projection: entries keep what they were told. The members are locked. */
export async function saveLotDates(tx: Tx, shop: ShopId, dates: readonly LotDate[]): Promise<void> {
  if (dates.length === 0) return;
  await tx.query(
    `UPDATE lot SET expires_at = new.at FROM unnest($2::bigint[], $3::int[], $4::timestamptz[]) AS new(member_id, seq, at)
     WHERE lot.shop = $1 AND lot.member_id = new.member_id AND lot.seq = new.seq`,
    [shop, dates.map((one) => one.memberId), dates.map((one) => one.seq), dates.map((one) => one.at)],
  );
}
