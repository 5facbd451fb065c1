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

/**
 * An order whose points are pending. `availableAt` null: from a fulfilment on, which the ledger has a date of only where it left a lot to date; what the order
 * itself says of it stands beside.
 */
export type PendingOrder = {
  availableAt: string | null;
  fulfilledAt: string | null;
  programNumber: number | null;
  market: string | null;
};

/**
 * The orders that each waits for, in the order that is asked: those of then whose points are pending, whatever has become of the points (a debt that they paid
 * leaves no lot). Orders of who was merged into the member count as well: they come over one by one.
 */
export async function pendingOrdersOf(
  tx: Tx,
  shop: ShopId,
  waits: readonly EntryWait[],
  now: string,
): Promise<PendingOrder[][]> {
  if (waits.length === 0) return [];
  const { rows } = await tx.query<{
    n: string;
    available_at: Date | null;
    fulfilled_at: string | null;
    program_number: number | null;
    market: string | null;
  }>(
    `SELECT n, coalesce(lot.available_at, entry.available_at) AS available_at, state->>'fulfilledAt' AS fulfilled_at, program_number, market
     FROM unnest($2::bigint[], $3::timestamptz[]) WITH ORDINALITY AS waiting(member_id, since, n)
     CROSS JOIN LATERAL (SELECT waiting.member_id UNION ALL
       SELECT member.member_id FROM member WHERE member.shop = $1 AND merged_into = waiting.member_id) AS holder(member_id)
     JOIN entry ON entry.shop = $1 AND entry.member_id = holder.member_id AND entry.kind = 'order' AND entry.points > 0
     LEFT JOIN lot ON lot.shop = $1 AND lot.member_id = entry.member_id AND lot.seq = entry.seq
     JOIN order_facts ON order_facts.shop = $1 AND processed_at <= since
       AND order_id = CASE WHEN entry.source_kind = 'order' THEN entry.source_id::bigint END
     WHERE coalesce(lot.available_at, entry.available_at, 'infinity') > $4 AND 0 < (
       SELECT sum(own.points) FROM entry AS own WHERE own.shop = $1 AND own.source_kind = 'order' AND own.source_id = entry.source_id
         AND own.member_id = entry.member_id AND own.kind = 'order')`,
    [shop, waits.map((one) => one.memberId), waits.map((one) => one.since), now],
  );
  const found = Map.groupBy(rows, (row) => Number(row.n) - 1);
  return waits.map((_, index) =>
    (found.get(index) ?? []).map((row) => ({
      availableAt: row.available_at?.toISOString() ?? null,
      fulfilledAt: row.fulfilled_at,
      programNumber: row.program_number,
      market: row.market,
    })),
  );
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
