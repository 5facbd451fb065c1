/** Levels that members have reached, and whose reward waits for the points of the orders that brought them (rewards.md, tier perks). The members are locked. */
import { memberId, type MemberId, type ShopId } from '../domain/ids.ts';
import type { Tx } from './transaction.ts';

/** `since`: when the level was reached; points of later orders are not waited for. */
export type EntryWait = { memberId: MemberId; levelId: string; since: string };

export async function entryWaitsOf(tx: Tx, shop: ShopId, members: readonly MemberId[]): Promise<EntryWait[]> {
  const { rows } = await tx.query<{ member_id: string; level_id: string; since: Date }>(
    'SELECT member_id, level_id, since FROM entry_wait WHERE shop = $1 AND member_id = ANY($2::bigint[]) ORDER BY since, level_id',
    [shop, members],
  );
  return rows.map((row) => ({
    memberId: memberId(row.member_id),
    levelId: row.level_id,
    since: row.since.toISOString(),
  }));
}

/** Until when points of the orders that were there by then are pending; `at` null: until a fulfilment that is still to come. */
export type PendingUntil = { at: string | null };

/** null where none are (any more). In the order that is asked. */
export async function pendingPointsOf(
  tx: Tx,
  shop: ShopId,
  waits: readonly EntryWait[],
  now: string,
): Promise<(PendingUntil | null)[]> {
  if (waits.length === 0) return [];
  const { rows } = await tx.query<{ n: string; open: boolean; at: Date | null }>(
    `SELECT n, bool_or(available_at IS NULL) AS open, max(available_at) AS at
     FROM unnest($2::bigint[], $3::timestamptz[]) WITH ORDINALITY AS waiting(member_id, since, n)
     JOIN lot ON lot.shop = $1 AND lot.member_id = waiting.member_id AND remaining > 0 AND source_kind = 'order'
       AND (available_at IS NULL OR available_at > $4)
     JOIN order_facts ON order_facts.shop = $1 AND order_id = source_id::bigint AND processed_at <= since
     GROUP BY n`,
    [shop, waits.map((one) => one.memberId), waits.map((one) => one.since), now],
  );
  const found = new Map(rows.map((row) => [Number(row.n), row]));
  return waits.map((_, index) => {
    const row = found.get(index + 1);
    return row ? { at: row.open ? null : (row.at?.toISOString() ?? null) } : null;
  });
}

/** Who waits already goes on. */
export async function keepEntryWaits(tx: Tx, shop: ShopId, waits: readonly EntryWait[]): Promise<void> {
  if (waits.length === 0) return;
  await tx.query(
    `INSERT INTO entry_wait (shop, member_id, level_id, since) SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::timestamptz[])
     ON CONFLICT (shop, member_id, level_id) DO NOTHING`,
    [shop, waits.map((one) => one.memberId), waits.map((one) => one.levelId), waits.map((one) => one.since)],
  );
}

export async function endEntryWaits(tx: Tx, shop: ShopId, waits: readonly EntryWait[]): Promise<void> {
  if (waits.length === 0) return;
  await tx.query(
    `DELETE FROM entry_wait USING unnest($2::bigint[], $3::text[]) AS ended(member_id, level_id)
     WHERE shop = $1 AND entry_wait.member_id = ended.member_id AND entry_wait.level_id = ended.level_id`,
    [shop, waits.map((one) => one.memberId), waits.map((one) => one.levelId)],
  );
}

/** What `from` waits for, `into` does. Both are locked. */
export async function moveEntryWaits(tx: Tx, shop: ShopId, from: MemberId, into: MemberId): Promise<void> {
  await tx.query(
    `WITH gone AS (DELETE FROM entry_wait WHERE shop = $1 AND member_id = $2 RETURNING level_id, since)
     INSERT INTO entry_wait (shop, member_id, level_id, since) SELECT $1, $3, level_id, since FROM gone
     ON CONFLICT (shop, member_id, level_id) DO NOTHING`,
    [shop, from, into],
  );
}

/** Those of the members who wait are looked at now: their orders' points may be available, or another day. */
export async function lookAtWaiting(
  tx: Tx,
  shop: ShopId,
  members: readonly MemberId[],
  now: string,
): Promise<void> {
  await tx.query(
    `UPDATE perk_mark SET due_at = $3 WHERE shop = $1 AND member_id = ANY($2::bigint[]) AND due_at > $3
       AND EXISTS (SELECT FROM entry_wait WHERE entry_wait.shop = $1 AND entry_wait.member_id = perk_mark.member_id)`,
    [shop, members, now],
  );
}
