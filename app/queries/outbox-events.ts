/** What a shop's other tools are to be told, for the REST API. */
import type { ShopId } from '../domain/ids.ts';
import type { Db } from '../storage/transaction.ts';

export type OutboxEvent = {
  id: string;
  kind: string;
  /** null: forgotten since. */
  customerId: string | null;
  createdAt: string;
  payload: unknown;
};

/** In the order in which they were written. One of a member who was merged since names the customer who is left. */
export async function eventsAfter(db: Db, shop: ShopId, id: string, limit: number): Promise<OutboxEvent[]> {
  const { rows } = await db.query<{
    event_id: string;
    kind: string;
    customer_id: string | null;
    created_at: Date;
    payload: unknown;
  }>(
    `SELECT event_id, kind, coalesce(member.customer_id, survivor.customer_id) AS customer_id, created_at, payload
     FROM outbox_event JOIN member USING (shop, member_id)
     LEFT JOIN member AS survivor ON survivor.shop = member.shop AND survivor.member_id = member.merged_into
     WHERE outbox_event.shop = $1 AND event_id > $2 ORDER BY event_id LIMIT $3`,
    [shop, id, limit],
  );
  return rows.map((row) => ({
    id: row.event_id,
    kind: row.kind,
    customerId: row.customer_id,
    createdAt: row.created_at.toISOString(),
    payload: row.payload,
  }));
}
