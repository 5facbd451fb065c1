/**
 * Orders that wait for what only Shopify knows (tags of products and customers, collections). A row comes and goes in a transaction that holds
 * its order; in between, whoever works on it holds a lease. What a former holder still brings is harmless: look-ups that are there stay.
 */
import type { ShopId } from '../domain/ids.ts';
import type { Db, Tx } from './transaction.ts';

/** The orders are locked by the caller. One that waits already keeps its turn. */
export async function requestLookups(
  tx: Tx,
  shop: ShopId,
  orderIds: readonly string[],
  now: string,
): Promise<void> {
  if (orderIds.length === 0) return;
  await tx.query(
    `INSERT INTO order_lookup (shop, order_id, requested_at, due_at) SELECT $1, id, $3, $3 FROM unnest($2::bigint[]) AS id
     ON CONFLICT (shop, order_id) DO NOTHING`,
    [shop, orderIds, now],
  );
}

export type LookupClaim = { orderId: string; attempts: number };

/** Takes up to `limit` due orders of one shop, the one that has waited longest. Shops without a session wait for their next one. */
export async function claimLookups(
  db: Db,
  limit: number,
  now: string,
  leaseUntil: string,
): Promise<{ shop: ShopId; claims: LookupClaim[] } | null> {
  const { rows } = await db.query<{ shop: ShopId; order_id: string; attempts: number }>(
    `WITH oldest AS (
       SELECT shop FROM order_lookup
       WHERE due_at <= $2 AND (lease_until IS NULL OR lease_until <= $2)
         AND EXISTS (SELECT FROM session WHERE session.shop = order_lookup.shop)
       ORDER BY due_at LIMIT 1
     ), due AS (
       SELECT shop, order_id FROM order_lookup
       WHERE shop = (SELECT shop FROM oldest) AND due_at <= $2 AND (lease_until IS NULL OR lease_until <= $2)
       ORDER BY due_at, order_id LIMIT $1 FOR UPDATE SKIP LOCKED
     )
     UPDATE order_lookup AS waiting SET lease_until = $3, attempts = waiting.attempts + 1
     FROM due WHERE waiting.shop = due.shop AND waiting.order_id = due.order_id
     RETURNING waiting.shop, waiting.order_id, waiting.attempts`,
    [limit, now, leaseUntil],
  );
  const [first] = rows;
  if (!first) return null;
  const claims = rows.map((row) => ({ orderId: row.order_id, attempts: row.attempts }));
  return { shop: first.shop, claims };
}

/** The rows that are still held by these claims. */
const HELD = `FROM unnest($2::bigint[], $3::int[]) AS held(order_id, attempts)
  WHERE waiting.shop = $1 AND waiting.order_id = held.order_id AND waiting.attempts = held.attempts AND waiting.lease_until IS NOT NULL`;

const keysOf = (claims: readonly LookupClaim[]) => [
  claims.map((one) => one.orderId),
  claims.map((one) => one.attempts),
];

export async function extendLookups(
  db: Db,
  shop: ShopId,
  claims: readonly LookupClaim[],
  leaseUntil: string,
): Promise<void> {
  await db.query(`UPDATE order_lookup AS waiting SET lease_until = $4 ${HELD}`, [
    shop,
    ...keysOf(claims),
    leaseUntil,
  ]);
}

/** Gives the orders back, due at `dueAt`. Does nothing to those that another holds by now. */
export async function postponeLookups(
  db: Db,
  shop: ShopId,
  claims: readonly LookupClaim[],
  dueAt: string,
  codes: readonly string[],
): Promise<void> {
  await db.query(`UPDATE order_lookup AS waiting SET lease_until = NULL, due_at = $4, codes = $5 ${HELD}`, [
    shop,
    ...keysOf(claims),
    dueAt,
    codes,
  ]);
}

/** The orders are locked by the caller, who has stored what was found, whoever holds the rows. */
export async function endLookups(tx: Tx, shop: ShopId, orderIds: readonly string[]): Promise<void> {
  await tx.query('DELETE FROM order_lookup WHERE shop = $1 AND order_id = ANY($2::bigint[])', [
    shop,
    orderIds,
  ]);
}

/** After the merchant's visit: a permission that was missing may be there now. */
export async function hastenLookups(db: Db, shop: ShopId, now: string): Promise<void> {
  await db.query(
    'UPDATE order_lookup SET due_at = $2 WHERE shop = $1 AND lease_until IS NULL AND due_at > $2',
    [shop, now],
  );
}

export type LookupFigures = { waiting: number; oldestAt: Date | null; codes: string[] };

/** `codes`: why the latest attempt at the one that waits longest failed. */
export async function lookupFigures(db: Db, shop: ShopId): Promise<LookupFigures> {
  const { rows } = await db.query<{ waiting: string; oldest_at: Date | null; codes: string[] | null }>(
    `SELECT count(*) AS waiting, min(requested_at) AS oldest_at,
            (SELECT codes FROM order_lookup WHERE shop = $1 ORDER BY requested_at, order_id LIMIT 1) AS codes
     FROM order_lookup WHERE shop = $1`,
    [shop],
  );
  const [row] = rows;
  return {
    waiting: Number(row?.waiting ?? 0),
    oldestAt: row?.oldest_at ?? null,
    codes: row?.codes ?? [],
  };
}
