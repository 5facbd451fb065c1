/** What others are to be told: events that a shop's other tools read page by page. */
import type { MemberId, ShopId } from '../domain/ids.ts';
import type { JsonValue } from '../domain/ledger.ts';
import type { Db, Tx } from './transaction.ts';

/** `payload` names no person. An event whose key is there already is written: it is told once. */
export type NewEvent = { memberId: MemberId; kind: 'points.expiring'; key: string; payload: JsonValue };

/**
 * Of members who are somebody's. Writers of one shop follow each other until they commit, so that numbers come into sight in their order, and
 * whoever reads on from the last that they saw misses none. Taken after members and before metafield marks, and only where something is new: each look at a
 * member shortly before an expiry comes with what was told long ago. The members are locked, so that nobody else writes the same meanwhile.
 */
export async function insertEvents(
  tx: Tx,
  shop: ShopId,
  events: readonly NewEvent[],
  now: string,
): Promise<void> {
  const fresh = await untold(tx, shop, events);
  if (fresh.length === 0) return;
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 9))', [shop]);
  await tx.query(
    `INSERT INTO outbox_event (shop, member_id, kind, key, payload, created_at)
     SELECT $1, new.member_id, new.kind, new.key, new.payload, $6
     FROM unnest($2::bigint[], $3::text[], $4::text[], $5::jsonb[]) WITH ORDINALITY AS new(member_id, kind, key, payload, place)
     JOIN member ON member.shop = $1 AND member.member_id = new.member_id AND customer_id IS NOT NULL
     ORDER BY place ON CONFLICT (shop, key) DO NOTHING`,
    [
      shop,
      fresh.map((one) => one.memberId),
      fresh.map((one) => one.kind),
      fresh.map((one) => one.key),
      fresh.map((one) => JSON.stringify(one.payload)),
      now,
    ],
  );
}

async function untold(tx: Tx, shop: ShopId, events: readonly NewEvent[]): Promise<readonly NewEvent[]> {
  if (events.length === 0) return [];
  const { rows } = await tx.query<{ key: string }>(
    'SELECT key FROM outbox_event WHERE shop = $1 AND key = ANY($2::text[])',
    [shop, events.map((one) => one.key)],
  );
  const told = new Set(rows.map((row) => row.key));
  return events.filter(({ key }) => !told.has(key));
}

/** Deletes up to `limit` events about dates before `before`. The oldest come first in the table, so that few others are read. */
export async function deletePastEvents(db: Db, before: string, limit: number): Promise<number> {
  const result = await db.query(
    `DELETE FROM outbox_event USING (
       SELECT shop, event_id FROM outbox_event WHERE kind = 'points.expiring' AND (payload ->> 'at')::timestamptz < $1 LIMIT $2
     ) AS old WHERE outbox_event.shop = old.shop AND outbox_event.event_id = old.event_id`,
    [before, limit],
  );
  return result.rowCount ?? 0;
}
