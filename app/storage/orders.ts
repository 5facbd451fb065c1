/** Order facts: one row per order with everything known of it, merged, and the target that it should carry. */
import { OrderStateSchema, type OrderState } from '../domain/order-facts.ts';
import { emptyOrderState } from '../domain/order-state.ts';
import { memberId, type MemberId, type ShopId } from '../domain/ids.ts';
import type { JsonValue } from '../domain/ledger.ts';
import { namesOf, rowsFrom, valuesOf, type Column } from './rows.ts';
import type { Db, Tx } from './transaction.ts';

/**
 * Locks the orders' rows, in sorted order; those that are not there are not in it. FOR UPDATE on a row that does not exist locks nothing: whoever
 * writes such an order passes `locked` to saveOrders or saveStates, which refuse where another transaction was first. Every transaction locks
 * members before orders, so that two of them never wait for each other.
 */
export async function lockOrders(
  tx: Tx,
  shop: ShopId,
  orderIds: readonly string[],
): Promise<Map<string, OrderState>> {
  const { rows } = await tx.query<{ order_id: string; state: unknown }>(
    `SELECT order_id, state FROM order_facts WHERE shop = $1 AND order_id = ANY($2::bigint[]) ORDER BY order_id FOR UPDATE`,
    [shop, orderIds],
  );
  return new Map(rows.map((row) => [row.order_id, OrderStateSchema.parse(row.state)]));
}

/** Of states as they are stored, compressed: what is read of orders that no delivery told of is bounded as a batch of the inbox is. */
const FREE_BYTES = 2_000_000;

/** Locks those of the orders that nobody else holds at the moment, fewer where they are large: never waits. */
export async function lockFreeOrders(
  tx: Tx,
  shop: ShopId,
  orderIds: readonly string[],
): Promise<Map<string, OrderState>> {
  const { rows } = await tx.query<{ order_id: string; state: unknown }>(
    `WITH free AS (
       SELECT order_id, state FROM order_facts WHERE shop = $1 AND order_id = ANY($2::bigint[]) ORDER BY order_id FOR UPDATE SKIP LOCKED
     ), sized AS (
       SELECT *, sum(pg_column_size(state)) OVER (ORDER BY order_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM free
     )
     SELECT order_id, state FROM sized WHERE before IS NULL OR before < $3`,
    [shop, orderIds, FREE_BYTES],
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

/** Another transaction wrote an order first that was not there when this one looked: the transaction begins again. */
class OrderAppeared extends Error {
  /** As PostgreSQL says it: storage/transaction tries again at once. */
  readonly code = '40001';
}

/**
 * Puts empty rows, which are then locked, where lockOrders found none. For orders whose news name no member, so that nothing else keeps two transactions
 * that learn of one apart: the later waits here, before its work, and begins again.
 */
export async function insertEmptyOrders(tx: Tx, shop: ShopId, orderIds: readonly string[]): Promise<void> {
  if (orderIds.length === 0) return;
  const { rowCount } = await tx.query(
    `INSERT INTO order_facts (shop, order_id, state) SELECT $1, id, $3 FROM unnest($2::bigint[]) AS id ORDER BY id
     ON CONFLICT (shop, order_id) DO NOTHING`,
    [shop, orderIds, JSON.stringify(emptyOrderState)],
  );
  if (rowCount !== orderIds.length)
    throw new OrderAppeared('an order was written by another transaction meanwhile');
}

type StateRow = { orderId: string; state: OrderState };

/** What is kept of an order whether it is settled or not. */
const STATE_COLUMNS: readonly Column<StateRow>[] = [
  { name: 'order_id', type: 'bigint', of: ({ orderId }) => orderId },
  { name: 'name', type: 'text', of: ({ state }) => state.order?.facts.name ?? null },
  { name: 'customer_id', type: 'bigint', of: ({ state }) => state.order?.facts.customerId ?? null },
  { name: 'processed_at', type: 'timestamptz', of: ({ state }) => state.order?.facts.processedAt ?? null },
  { name: 'state', type: 'jsonb', of: ({ state }) => state },
];

/**
 * One statement that inserts each row or, where it is locked, updates it: a new order's row is written once. In sorted order, so that two
 * transactions that insert the same orders do not wait for each other.
 */
async function upsert<Row extends StateRow>(
  tx: Tx,
  shop: ShopId,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  locked: Iterable<string>,
): Promise<void> {
  if (rows.length === 0) return;
  const names = namesOf(columns);
  const content = columns.filter(({ name }) => name !== 'order_id');
  const { rowCount } = await tx.query(
    `INSERT INTO order_facts (shop, ${names})
     SELECT $1, * FROM ${rowsFrom(columns, 3)} AS new(${names}) ORDER BY order_id
     ON CONFLICT (shop, order_id) DO UPDATE SET ${content.map(({ name }) => `${name} = excluded.${name}`).join(', ')}
     WHERE order_facts.order_id = ANY($2::bigint[])`,
    [shop, [...locked], ...valuesOf(columns, rows)],
  );
  if (rowCount !== rows.length)
    throw new OrderAppeared('an order was written by another transaction meanwhile');
}

/** Keeps what is known of orders that cannot be settled yet: their targets stay. `locked`: those of them that lockOrders found. */
export async function saveStates(
  tx: Tx,
  shop: ShopId,
  states: ReadonlyMap<string, OrderState>,
  locked: Iterable<string>,
): Promise<void> {
  const rows = [...states].map(([orderId, state]) => ({ orderId, state }));
  await upsert(tx, shop, rows, STATE_COLUMNS, locked);
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

const SETTLED_COLUMNS: readonly Column<SettledOrder>[] = [
  ...STATE_COLUMNS,
  { name: 'member_id', type: 'bigint', of: (order) => order.memberId },
  { name: 'market', type: 'text', of: (order) => order.market },
  { name: 'currency', type: 'text', of: (order) => order.currency },
  { name: 'target', type: 'bigint', of: (order) => order.target.toString() },
  { name: 'program_number', type: 'int', of: (order) => order.programNumber },
  { name: 'explanation', type: 'jsonb', of: (order) => order.explanation },
];

/** `locked`: those of the orders that lockOrders or lockFreeOrders found. */
export async function saveOrders(
  tx: Tx,
  shop: ShopId,
  orders: readonly SettledOrder[],
  locked: Iterable<string>,
  settledAt: string,
): Promise<void> {
  const settled = { name: 'settled_at', type: 'timestamptz', of: () => settledAt };
  await upsert(tx, shop, orders, [...SETTLED_COLUMNS, settled], locked);
}
