/**
 * The inbox: accepted deliveries, durable before they are acknowledged. A row keeps what a delivery tells (news), not its body;
 * it is pending until `processed_at` or `refused` is set.
 */
import type { JsonValue } from '../domain/ledger.ts';
import type { ShopId } from '../domain/ids.ts';
import { answering, type Db, type Tx } from './transaction.ts';

export type Delivery = {
  shop: ShopId;
  topic: string;
  webhookId: string;
  /** Hex HMAC-SHA256 of the raw body, as it was verified: two bodies under one webhook id are two deliveries. */
  digest: string;
  eventId: string | null;
  triggeredAt: string | null;
  receivedAt: string;
  news: JsonValue;
  /** Why nothing can be done with it; it is kept for the operator. */
  refused: string | null;
};

export type PendingDelivery = { shop: ShopId; id: string; topic: string; news: unknown; attempts: number };

/**
 * One statement for many rows; a delivery that is already there adds nothing. Returns how many were new.
 * Rows are inserted in the order of their key: two statements with the same deliveries in opposite orders would wait for each other
 * (measured with two receivers: 1,800 of 8,000 acknowledgements lost to deadlocks, none since).
 */
export async function insertDeliveries(db: Db, given: readonly Delivery[]): Promise<number> {
  const deliveries = [...given].sort((a, b) => (deliveryKey(a) < deliveryKey(b) ? -1 : 1));
  const statement = answering({
    // Prepared: planning it would cost a fifth of the database's time for a commit of some ten rows (decision 0021).
    name: 'insert-deliveries',
    text: `
     INSERT INTO inbox (shop, topic, webhook_id, digest, event_id, triggered_at, received_at, due_at, news, refused)
     SELECT shop, topic, webhook_id, decode(digest, 'hex'), event_id, triggered_at, received_at, received_at, news::json, refused
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[],
            string_to_array($8, chr(30), ''), $9::text[])
       AS delivery(shop, topic, webhook_id, digest, event_id, triggered_at, received_at, news, refused)
     ON CONFLICT (shop, webhook_id, topic, digest) DO NOTHING`,
    values: [
      deliveries.map((one) => one.shop),
      deliveries.map((one) => one.topic),
      deliveries.map((one) => one.webhookId),
      deliveries.map((one) => one.digest),
      deliveries.map((one) => one.eventId),
      deliveries.map((one) => one.triggeredAt),
      deliveries.map((one) => one.receivedAt),
      // JSON has no raw control characters. As an array's elements these texts, all quotation marks, would be escaped and read again one by one.
      deliveries.map((one) => (one.news === null ? '' : JSON.stringify(one.news))).join(SEPARATOR),
      deliveries.map((one) => one.refused),
    ],
  });
  const result = await db.query(statement);
  return result.rowCount ?? 0;
}

/** U+001E, as in the statement. */
const SEPARATOR = '\x1e';

function deliveryKey({ shop, webhookId, topic, digest }: Delivery): string {
  return [shop, webhookId, topic, digest].join('\n');
}

/** As it is stored, compressed; what it is in memory is some 20 times as much. 500 ordinary orders have half of it. */
const BATCH_BYTES = 2_000_000;

/** What is known of the order of `due` that these topics tell little of; the news of the others are as large as what they change. */
const stateBytes = `CASE WHEN topic IN ('meridian/resettle', 'refunds/create', 'orders/delete')
    AND news #>> '{news,orderId}' ~ '^[0-9]{1,18}$' THEN (
  SELECT pg_column_size(state) FROM order_facts
  WHERE order_facts.shop = due.shop AND order_id = (news #>> '{news,orderId}')::bigint) END`;

/**
 * Takes up to `limit` due rows for this transaction, deliveries before what is settled again, oldest first, and fewer where they or their orders are
 * large; rows that another worker holds are passed over. `isFull`: there may be more.
 */
export async function takePending(
  tx: Tx,
  limit: number,
  now: string,
): Promise<{ rows: PendingDelivery[]; isFull: boolean }> {
  const { rows } = await tx.query<PendingDelivery & { found: string }>(
    `WITH due AS (
       SELECT shop, id, topic, news, attempts, priority, due_at FROM inbox
       WHERE processed_at IS NULL AND refused IS NULL AND due_at <= $2
       ORDER BY priority, due_at, id LIMIT $1 FOR UPDATE SKIP LOCKED
     ), sized AS (
       SELECT *, count(*) OVER () AS found,
              sum(pg_column_size(news) + coalesce(${stateBytes}, 0))
                OVER (ORDER BY priority, due_at, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
       FROM due
     )
     SELECT shop, id, topic, news, attempts, found FROM sized WHERE before IS NULL OR before < $3 ORDER BY priority, due_at, id`,
    [limit, now, BATCH_BYTES],
  );
  const found = Number(rows[0]?.found ?? 0);
  return {
    rows: rows.map(({ shop, id, topic, news, attempts }) => ({ shop, id, topic, news, attempts })),
    isFull: found === limit || found > rows.length,
  };
}

/**
 * The same rows again, one by one or in halves, after their batch failed; not those that another worker, who took them in between, has put off.
 */
export async function takeThese(
  tx: Tx,
  deliveries: readonly PendingDelivery[],
  now: string,
): Promise<PendingDelivery[]> {
  const { rows } = await tx.query<PendingDelivery>(
    `SELECT inbox.shop, inbox.id, topic, news, attempts FROM inbox
     JOIN unnest($1::text[], $2::bigint[]) AS wanted(shop, id) ON inbox.shop = wanted.shop AND inbox.id = wanted.id
     WHERE processed_at IS NULL AND refused IS NULL AND due_at <= $3
     ORDER BY inbox.id FOR UPDATE OF inbox SKIP LOCKED`,
    [deliveries.map((one) => one.shop), deliveries.map((one) => one.id), now],
  );
  return rows;
}

/** Marks rows done and lets go of their news: it is merged into the order's facts by then. */
export async function markProcessed(
  tx: Tx,
  deliveries: readonly PendingDelivery[],
  now: string,
): Promise<void> {
  await tx.query(
    `UPDATE inbox SET processed_at = $3, news = NULL
     FROM unnest($1::text[], $2::bigint[]) AS done(shop, id) WHERE inbox.shop = done.shop AND inbox.id = done.id`,
    [deliveries.map((one) => one.shop), deliveries.map((one) => one.id), now],
  );
}

/**
 * After a failed attempt: due again at `dueAt`, or, with `refused`, parked with its reason and its news for the operator. False where nothing is
 * recorded, since another worker came upon the same fault at the same time: it is one attempt.
 */
export async function recordFailure(
  db: Db,
  delivery: PendingDelivery,
  outcome: { dueAt: string; refused: string | null },
): Promise<boolean> {
  const result = await db.query(
    `UPDATE inbox SET attempts = attempts + 1, due_at = $3, refused = $4
     WHERE shop = $1 AND id = $2 AND processed_at IS NULL AND refused IS NULL AND attempts = $5`,
    [delivery.shop, delivery.id, outcome.dueAt, outcome.refused, delivery.attempts],
  );
  return result.rowCount === 1;
}

/** News of an order that tell nothing: it is settled again by what is known. */
const nothingNew = (orderId: string) => `json_build_object('kind', 'order', 'news', json_build_object(
  'orderId', ${orderId}::text, 'order', NULL, 'refunds', '[]'::json, 'fulfilledAt', NULL, 'deleted', false))`;

/**
 * Lets every order that was processed since `since` be settled again, in the background, in the caller's transaction. Deliveries of all
 * shops go first: a large shop's publication delays nobody's new orders.
 */
export async function enqueueResettling(
  tx: Tx,
  shop: ShopId,
  reason: string,
  since: string,
  now: string,
): Promise<number> {
  const result = await tx.query(
    `INSERT INTO inbox (shop, topic, webhook_id, digest, received_at, due_at, priority, news)
     SELECT shop, 'meridian/resettle', $2 || ':' || order_id, sha256(convert_to($2, 'UTF8')), $4, $4, 1,
            ${nothingNew('order_id')}
     FROM order_facts WHERE shop = $1 AND processed_at >= $3 ORDER BY customer_id, processed_at, order_id
     ON CONFLICT (shop, webhook_id, topic, digest) DO NOTHING`,
    [shop, reason, since, now],
  );
  return result.rowCount ?? 0;
}

/** Lets the orders be settled again, as soon as a delivery would be. `reason` says which occasion it is: the same one twice adds nothing. */
export async function resettleOrders(
  tx: Tx,
  shop: ShopId,
  reason: string,
  orderIds: readonly string[],
  now: string,
): Promise<void> {
  await tx.query(
    `INSERT INTO inbox (shop, topic, webhook_id, digest, received_at, due_at, news)
     SELECT $1, 'meridian/resettle', $2 || ':' || id, sha256(convert_to($2, 'UTF8')), $4, $4, ${nothingNew('id')}
     FROM unnest($3::text[]) AS id
     ON CONFLICT (shop, webhook_id, topic, digest) DO NOTHING`,
    [shop, reason, orderIds, now],
  );
}

/**
 * Lets the orders be settled again after the deliveries of all shops, in the order given; those that wait for that already are not entered twice.
 * The caller holds their members: whoever works on such a row meanwhile has that before them. `once` makes the rows unique.
 */
export async function resettleInBackground(
  tx: Tx,
  shop: ShopId,
  once: string,
  orderIds: readonly string[],
  now: string,
): Promise<void> {
  if (orderIds.length === 0) return;
  await tx.query(
    `INSERT INTO inbox (shop, topic, webhook_id, digest, received_at, due_at, priority, news)
     SELECT $1, 'meridian/resettle', $2 || ':' || id, sha256(convert_to($2, 'UTF8')), $4, $4, 1, ${nothingNew('id')}
     FROM unnest($3::text[]) WITH ORDINALITY AS later(id, number) WHERE id NOT IN (
       SELECT split_part(webhook_id, ':', -1) FROM inbox
       WHERE shop = $1 AND topic = 'meridian/resettle' AND processed_at IS NULL AND refused IS NULL)
     ORDER BY number`,
    [shop, `tiers-${once}`, orderIds, now],
  );
}

/**
 * Lets every order of these customers be settled again, in the caller's transaction. The caller holds the shop's programme exclusively: no
 * batch is then judging an order of theirs by what was known before.
 */
export async function enqueueOrdersOf(
  tx: Tx,
  shop: ShopId,
  customerIds: readonly string[],
  reason: string,
  now: string,
): Promise<void> {
  await tx.query(
    `INSERT INTO inbox (shop, topic, webhook_id, digest, received_at, due_at, priority, news)
     SELECT shop, 'meridian/resettle', $2 || ':' || order_id, sha256(convert_to($2, 'UTF8')), $4, $4, 1,
            ${nothingNew('order_id')}
     FROM order_facts WHERE shop = $1 AND customer_id = ANY($3::bigint[]) ORDER BY processed_at, order_id
     ON CONFLICT (shop, webhook_id, topic, digest) DO NOTHING`,
    [shop, reason, customerIds, now],
  );
}

/**
 * Notes that these customers' membership changed: a worker then enqueues their orders, after it has waited for the batches that did not know
 * of it. `reason` makes the row unique.
 */
export async function enqueueMembershipChanges(
  tx: Tx,
  shop: ShopId,
  changes: readonly { customerId: string; reason: string }[],
  now: string,
): Promise<void> {
  if (changes.length === 0) return;
  await tx.query(
    `INSERT INTO inbox (shop, topic, webhook_id, digest, received_at, due_at, news)
     SELECT $1, 'meridian/membership', customer_id || ':' || reason, sha256(convert_to(reason, 'UTF8')), $4, $4,
            json_build_object('kind', 'membership', 'customerId', customer_id, 'reason', reason)
     FROM unnest($2::text[], $3::text[]) AS new(customer_id, reason)
     ON CONFLICT (shop, webhook_id, topic, digest) DO NOTHING`,
    [shop, changes.map((one) => one.customerId), changes.map((one) => one.reason), now],
  );
}

export type InboxFigures = { unprocessed: number; oldestAt: Date | null; refused: number };

export async function inboxFigures(db: Db, shop: ShopId): Promise<InboxFigures> {
  const { rows } = await db.query<{ unprocessed: string; oldest_at: Date | null; refused: string }>(
    `SELECT count(*) FILTER (WHERE refused IS NULL) AS unprocessed, min(received_at) FILTER (WHERE refused IS NULL) AS oldest_at,
            count(*) FILTER (WHERE refused IS NOT NULL) AS refused
     FROM inbox WHERE shop = $1 AND processed_at IS NULL`,
    [shop],
  );
  const [row] = rows;
  return {
    unprocessed: Number(row?.unprocessed ?? 0),
    oldestAt: row?.oldest_at ?? null,
    refused: Number(row?.refused ?? 0),
  };
}

/** Deletes up to `limit` rows that were processed before `before`. Settling is idempotent, so forgetting them is safe at any age. */
export async function deleteProcessed(db: Db, before: string, limit: number): Promise<number> {
  const result = await db.query(
    `DELETE FROM inbox USING (SELECT shop, id FROM inbox WHERE processed_at < $1 LIMIT $2) AS old
     WHERE inbox.shop = old.shop AND inbox.id = old.id`,
    [before, limit],
  );
  return result.rowCount ?? 0;
}
