/** Customers that Shopify merged into others. Every alias names the last survivor, so that one look-up finds it. */
import type { ShopId } from '../domain/ids.ts';
import type { Db, Tx } from './transaction.ts';

/** The customer itself where it was not merged. */
export async function survivorOfCustomer(db: Db, shop: ShopId, customerId: string): Promise<string> {
  const { rows } = await db.query<{ into_customer_id: string }>(
    'SELECT into_customer_id FROM customer_alias WHERE shop = $1 AND from_customer_id = $2',
    [shop, customerId],
  );
  return rows[0]?.into_customer_id ?? customerId;
}

/** By the customer that was asked for; themselves where they were not merged. */
export async function survivorsOfCustomers(
  db: Db,
  shop: ShopId,
  customerIds: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await db.query<{ id: string; survivor: string }>(
    `SELECT id, coalesce(into_customer_id, id) AS survivor FROM unnest($2::bigint[]) AS id
     LEFT JOIN customer_alias ON shop = $1 AND from_customer_id = id`,
    [shop, customerIds],
  );
  return new Map(rows.map((row) => [row.id, row.survivor]));
}

/** The customer and all that were merged into it. */
export async function customersMergedInto(db: Db, shop: ShopId, survivor: string): Promise<string[]> {
  const { rows } = await db.query<{ from_customer_id: string }>(
    'SELECT from_customer_id FROM customer_alias WHERE shop = $1 AND into_customer_id = $2',
    [shop, survivor],
  );
  return [survivor, ...rows.map((row) => row.from_customer_id)];
}

/** `from` and whatever was merged into it are `into`'s from now on. The caller has made sure that both are survivors, and two. */
export async function insertAlias(
  tx: Tx,
  shop: ShopId,
  from: string,
  into: string,
  now: string,
): Promise<void> {
  await tx.query(
    'UPDATE customer_alias SET into_customer_id = $3 WHERE shop = $1 AND into_customer_id = $2',
    [shop, from, into],
  );
  await tx.query(
    'INSERT INTO customer_alias (shop, from_customer_id, into_customer_id, recorded_at) VALUES ($1, $2, $3, $4)',
    [shop, from, into, now],
  );
}
