/** Redemptions whose reward Shopify has made: the statement that ends what a member waits for. */
import type pg from 'pg';
import type { ShopId } from '../domain/ids.ts';
import type { RedemptionStatus } from '../domain/redemption.ts';
import { markingOf } from './metafield-marks.ts';
import { inStatement } from './transaction.ts';

/** `isUsed`: the member's own from then on. */
export type Made = { id: string; discountId: string; isUsed: boolean };

/** What waits to be issued, and what was left to a person because nobody knew whether it was made, which is now proved. */
const IS_ISSUABLE = `(status = 'reserved' OR (status = 'needs_review' AND refusal->>'reason' = 'unknown_outcome' AND ending IS NULL))`;

/**
 * Each by its place (ctid), which one look into the primary key tells. By its key, PostgreSQL may read all redemptions of the shop by any other index,
 * and it has to decide that for lists and joins while it was told of no rows. IS TRUE: else the condition implies that of two partial indexes, which hold
 * all of the shop's. They are locked in the order of their places, not of their ids as everywhere else: a deadlock with who holds several is done again.
 */
const ISSUE = `WITH issued AS (
    UPDATE redemption SET discount_id = ($3::text[])[array_position($2::uuid[], redemption_id)], lease_until = NULL, attempts = 0,
      refusal = NULL, updated_at = $4,
      status = CASE WHEN redemption_id = ANY($5::uuid[]) THEN 'used' ELSE 'issued' END,
      used_at = CASE WHEN redemption_id = ANY($5::uuid[]) THEN $4::timestamptz END,
      due_at = CASE WHEN redemption_id = ANY($5::uuid[]) THEN NULL ELSE expires_at END
    WHERE ctid = ANY (ARRAY(
      SELECT found.place FROM unnest($2::uuid[]) AS made(id) CROSS JOIN LATERAL (
        SELECT ctid AS place FROM redemption WHERE shop = $1 AND redemption_id BETWEEN made.id AND made.id
        ORDER BY redemption_id LIMIT 1) AS found)) AND ${IS_ISSUABLE} IS TRUE
    RETURNING redemption_id, member_id, status
  ), marked AS (
    ${markingOf('(SELECT DISTINCT member_id AS id FROM issued ORDER BY id) AS members', '$4')}
  )
  SELECT redemption_id AS id, status FROM issued`;

/**
 * What Shopify has made is issued where it can be, or used, and its members are marked, in one statement: it is durable when this returns. Gives what each of
 * them is now, by its id; what is gone is not there. Throws where a credit is another redemption's already.
 */
export async function issueRedemptions(
  pool: pg.Pool,
  shop: ShopId,
  made: readonly Made[],
  now: string,
): Promise<Map<string, RedemptionStatus>> {
  const values = [
    shop,
    made.map((one) => one.id),
    made.map((one) => one.discountId),
    now,
    made.flatMap((one) => (one.isUsed ? one.id : [])),
  ];
  const { rows } = await inStatement(
    pool,
    (tx) =>
      tx.query<{ id: string; status: RedemptionStatus }>({ name: 'issue-redemptions', text: ISSUE, values }),
    { inOrder: true },
  );
  const issued = new Map(rows.map((row) => [row.id, row.status]));
  const others = made.filter((one) => !issued.has(one.id));
  return others.length === 0 ? issued : new Map([...issued, ...(await lookAgain(pool, shop, others, now))]);
}

/** What was not issued: others have ended it, or have written to it just then, so that it lies elsewhere and is issued now. */
async function lookAgain(
  pool: pg.Pool,
  shop: ShopId,
  made: readonly Made[],
  now: string,
): Promise<Map<string, RedemptionStatus>> {
  const { rows } = await pool.query<{ id: string; status: RedemptionStatus; is_issuable: boolean }>(
    `SELECT redemption_id AS id, status, ${IS_ISSUABLE} IS TRUE AS is_issuable FROM redemption
     WHERE shop = $1 AND redemption_id = ANY($2::uuid[])`,
    [shop, made.map((one) => one.id)],
  );
  const found = new Map(rows.map((row) => [row.id, row.status]));
  const moved = new Set(rows.flatMap((row) => (row.is_issuable ? row.id : [])));
  if (moved.size === 0) return found;
  const again = made.filter((one) => moved.has(one.id));
  return new Map([...found, ...(await issueRedemptions(pool, shop, again, now))]);
}
