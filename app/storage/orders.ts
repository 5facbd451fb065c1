/** Order facts: one row per order with everything known of it, merged, and the target that it should carry. */
import { OrderStateSchema, type OrderState } from '../domain/order-facts.ts';
import { emptyOrderState } from '../domain/order-state.ts';
import { memberId, type MemberId, type ShopId } from '../domain/ids.ts';
import type { JsonValue } from '../domain/ledger.ts';
import type { Db, Tx } from './transaction.ts';

/**
 * Locks the orders' rows, in sorted order, after inserting those that are not there: FOR UPDATE on a row that does not exist locks
 * nothing. Every transaction locks members before orders, so that two of them never wait for each other.
 */
export async function lockOrders(
  tx: Tx,
  shop: ShopId,
  orderIds: readonly string[],
): Promise<Map<string, OrderState>> {
  const sorted = [...new Set(orderIds)].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  await tx.query(
    `INSERT INTO order_facts (shop, order_id, state) SELECT $1, id, $3::jsonb FROM unnest($2::bigint[]) AS id
     ON CONFLICT (shop, order_id) DO NOTHING`,
    [shop, sorted, JSON.stringify(emptyOrderState)],
  );
  const { rows } = await tx.query<{ order_id: string; state: unknown }>(
    `SELECT order_id, state FROM order_facts WHERE shop = $1 AND order_id = ANY($2::bigint[]) ORDER BY order_id FOR UPDATE`,
    [shop, sorted],
  );
  return new Map(rows.map((row) => [row.order_id, OrderStateSchema.parse(row.state)]));
}

/** Locks those of the orders that nobody else holds at the moment: never waits. */
export async function lockFreeOrders(
  tx: Tx,
  shop: ShopId,
  orderIds: readonly string[],
): Promise<Map<string, OrderState>> {
  const { rows } = await tx.query<{ order_id: string; state: unknown }>(
    `SELECT order_id, state FROM order_facts WHERE shop = $1 AND order_id = ANY($2::bigint[]) ORDER BY order_id FOR UPDATE SKIP LOCKED`,
    [shop, orderIds],
  );
  return new Map(rows.map((row) => [row.order_id, OrderStateSchema.parse(row.state)]));
}

/** Whose orders are, who has their points and which codes they came with, as far as is known before they are locked. */
export type OrderOwner = { memberIds: MemberId[]; customerId: string | null; codes: string[] };

export async function ownersOfOrders(
  tx: Tx,
  shop: ShopId,
  orderIds: readonly string[],
): Promise<OrderOwner[]> {
  const { rows } = await tx.query<{
    member_ids: (string | null)[];
    customer_id: string | null;
    codes: string[] | null;
  }>(
    `SELECT customer_id, state #> '{order,facts,discountCodes}' AS codes, array_append(ARRAY(
       SELECT entry.member_id FROM entry WHERE entry.shop = $1 AND source_kind = 'order' AND source_id = order_id::text AND kind = 'order'
       GROUP BY entry.member_id HAVING sum(points) <> 0), member_id) AS member_ids
     FROM order_facts WHERE shop = $1 AND order_id = ANY($2::bigint[])`,
    [shop, orderIds],
  );
  return rows.map((row) => ({
    memberIds: row.member_ids.flatMap((id) => (id === null ? [] : memberId(id))),
    customerId: row.customer_id,
    codes: row.codes ?? [],
  }));
}

/** What is known of the orders; those of which nothing is known are not in it. */
export async function readOrders(
  db: Db,
  shop: ShopId,
  orderIds: readonly string[],
): Promise<Map<string, OrderState>> {
  const { rows } = await db.query<{ order_id: string; state: unknown }>(
    'SELECT order_id, state FROM order_facts WHERE shop = $1 AND order_id = ANY($2::bigint[])',
    [shop, orderIds],
  );
  return new Map(rows.map((row) => [row.order_id, OrderStateSchema.parse(row.state)]));
}

/** Keeps what is known of orders that cannot be settled yet: their targets stay. The orders are locked by the caller. */
export async function saveStates(
  tx: Tx,
  shop: ShopId,
  states: ReadonlyMap<string, OrderState>,
): Promise<void> {
  if (states.size === 0) return;
  const facts = [...states.values()].map((state) => state.order?.facts ?? null);
  await tx.query(
    `UPDATE order_facts SET state = new.state, name = new.name, customer_id = new.customer_id, processed_at = new.processed_at
     FROM unnest($2::bigint[], $3::jsonb[], $4::text[], $5::bigint[], $6::timestamptz[])
       AS new(order_id, state, name, customer_id, processed_at)
     WHERE order_facts.shop = $1 AND order_facts.order_id = new.order_id`,
    [
      shop,
      [...states.keys()],
      [...states.values()].map((state) => JSON.stringify(state)),
      facts.map((one) => one?.name ?? null),
      facts.map((one) => one?.customerId ?? null),
      facts.map((one) => one?.processedAt ?? null),
    ],
  );
}

export type SettledOrder = {
  orderId: string;
  state: OrderState;
  memberId: MemberId | null;
  market: string | null;
  currency: string | null;
  target: bigint;
  programNumber: number | null;
  explanation: JsonValue;
};

export async function saveOrders(
  tx: Tx,
  shop: ShopId,
  orders: readonly SettledOrder[],
  settledAt: string,
): Promise<void> {
  const facts = orders.map((order) => order.state.order?.facts ?? null);
  await tx.query(
    `UPDATE order_facts SET state = new.state, name = new.name, customer_id = new.customer_id, member_id = new.member_id,
       processed_at = new.processed_at, market = new.market, currency = new.currency, target = new.target,
       program_number = new.program_number, explanation = new.explanation, settled_at = $12
     FROM unnest($2::bigint[], $3::jsonb[], $4::text[], $5::bigint[], $6::bigint[], $7::timestamptz[], $8::text[], $9::text[],
                 $10::bigint[], $11::int[], $13::jsonb[])
       AS new(order_id, state, name, customer_id, member_id, processed_at, market, currency, target, program_number, explanation)
     WHERE order_facts.shop = $1 AND order_facts.order_id = new.order_id`,
    [
      shop,
      orders.map((order) => order.orderId),
      orders.map((order) => JSON.stringify(order.state)),
      facts.map((one) => one?.name ?? null),
      facts.map((one) => one?.customerId ?? null),
      orders.map((order) => order.memberId),
      facts.map((one) => one?.processedAt ?? null),
      orders.map((order) => order.market),
      orders.map((order) => order.currency),
      orders.map((order) => order.target.toString()),
      orders.map((order) => order.programNumber),
      settledAt,
      orders.map((order) => JSON.stringify(order.explanation)),
    ],
  );
}
