// The baseline of `settle`: the rows that Meridian wrote for a round's orders, written again on a database of their own by one statement for
// each order. It is told the values: nothing is reckoned, hashed or looked up, so it is the floor of a statement per order.
import type pg from 'pg';
import { mustEqual } from './bench-shop.ts';
import type { BenchDatabase } from './cluster.ts';
import { columnsOf, copyRows, readRows, type Column, type Row } from './rows.ts';

/** One row of each for an order: what the statement inserts. */
const TABLES = ['order_facts', 'entry', 'lot', 'tier_order'] as const;
type OrderRows = Record<(typeof TABLES)[number], Row>;

/** What both start from: members who are there already, and all that they have. */
export async function copyBooks(from: pg.Pool, to: pg.Pool): Promise<void> {
  for (const table of ['shop', 'member', ...TABLES]) await copyRows(from, to, table, 'true');
}

/** The rows that settling the orders of these webhooks wrote. Throws where an order has not exactly one of each. */
export async function settledRows(pool: pg.Pool, orderIds: readonly string[]): Promise<OrderRows[]> {
  const facts = await readRows(pool, 'order_facts', 'order_id = ANY($1::bigint[])', [orderIds]);
  const ofOrders = `source_kind = 'order' AND source_id = ANY($1::text[])`;
  const entries = await readRows(pool, 'entry', ofOrders, [orderIds]);
  const lots = await readRows(pool, 'lot', ofOrders, [orderIds]);
  const tiers = await readRows(pool, 'tier_order', 'order_id = ANY($1::bigint[])', [orderIds]);
  mustEqual(
    'rows of settled orders',
    [facts.length, entries.length, lots.length, tiers.length],
    Array(4).fill(orderIds.length),
  );
  const by = (column: string, rows: Row[]) => new Map(rows.map((row) => [row[column], row]));
  const [entryOf, lotOf, tierOf] = [by('source_id', entries), by('source_id', lots), by('order_id', tiers)];
  return facts.map((order_facts) => {
    const { order_id: id = '' } = order_facts;
    const [entry, lot, tier_order] = [entryOf.get(id), lotOf.get(id), tierOf.get(id)];
    if (!entry || !lot || !tier_order) throw new Error(`order ${id} has no entry, no lot or no place`);
    return { order_facts, entry, lot, tier_order };
  });
}

/** Writes them, `inFlight` statements at a time, each a transaction of its own. Returns the seconds. */
export async function settleByHand(
  { pool }: BenchDatabase,
  orders: readonly OrderRows[],
  webhookOf: (orderId: string) => string,
  inFlight: number,
): Promise<number> {
  const columns = Object.fromEntries(
    await Promise.all(TABLES.map(async (table) => [table, await columnsOf(pool, table)] as const)),
  ) as Record<(typeof TABLES)[number], Column[]>;
  const text = statement(columns);
  const values = orders.map((rows) => {
    const { entry, order_facts } = rows;
    const inserted = TABLES.flatMap((table) => columns[table].map(({ name }) => rows[table][name]));
    const { shop, member_id, points, seq, hash } = entry;
    return [...inserted, shop, member_id, points, seq, hash, webhookOf(order_facts.order_id ?? '')];
  });
  let next = 0;
  const started = performance.now();
  const lane = async () => {
    const client = await pool.connect();
    try {
      while (next < values.length) await client.query({ name: 'settle', text, values: values[next++] ?? [] });
    } finally {
      client.release();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return (performance.now() - started) / 1000;
}

function statement(columns: Record<(typeof TABLES)[number], Column[]>): string {
  let number = 0;
  const next = (type: string) => `$${++number}::${type}`;
  const inserts = TABLES.map((table) => {
    const names = columns[table].map(({ name }) => `"${name}"`).join(', ');
    const values = columns[table].map(({ type }) => next(type)).join(', ');
    return `of_${table} AS (INSERT INTO ${table} (${names}) VALUES (${values}))`;
  });
  const [shop, member, points, seq, hash] = ['text', 'bigint', 'bigint', 'integer', 'bytea'].map(next);
  const webhook = next('text');
  return `WITH ${inserts.join(', ')},
    of_member AS (UPDATE member SET balance = balance + ${points}, lifetime_earned = lifetime_earned + ${points},
      last_seq = greatest(last_seq, ${seq}), head_hash = ${hash} WHERE shop = ${shop} AND member_id = ${member}),
    of_mark AS (INSERT INTO metafield_mark (shop, member_id, due_at) VALUES (${shop}, ${member}, now())
      ON CONFLICT (shop, member_id) DO UPDATE SET due_at = excluded.due_at, generation = metafield_mark.generation + 1)
    UPDATE inbox SET processed_at = now(), news = NULL WHERE shop = ${shop} AND webhook_id = ${webhook}`;
}
