/** Redemptions whose reward Shopify has made: the statement that ends what a member waits for. */
import type { ShopId } from '../domain/ids.ts';
import type { RedemptionStatus } from '../domain/redemption.ts';
import { markingOf } from './metafield-marks.ts';
import { anyOf, type Tx } from './transaction.ts';

/**
 * What Shopify has made: what is still `reserved` is issued, or used where it is the member's own from then on, and its members are marked; so is what was
 * left to a person because nobody knew whether it was made, which is now proved. One statement,
 * so that it needs no transaction around it. Gives what each of them is now, by its id; what is gone is not there. Throws where a credit is another
 * redemption's already.
 */
export async function issueRedemptions(
  tx: Tx,
  shop: ShopId,
  made: readonly { id: string; discountId: string; isUsed: boolean }[],
  now: string,
): Promise<Map<string, RedemptionStatus>> {
  const ids = made.map((one) => one.id);
  const issued = await tx.query<{ id: string; status: RedemptionStatus }>({
    name: 'issue-redemptions',
    // By the primary key: joined with what was made, the planner may read all redemptions of the shop.
    text: `WITH issued AS (
       UPDATE redemption SET discount_id = ($3::text[])[array_position($2::uuid[], redemption_id)], lease_until = NULL, attempts = 0,
         refusal = NULL, updated_at = $4,
         status = CASE WHEN redemption_id = ANY($5::uuid[]) THEN 'used' ELSE 'issued' END,
         used_at = CASE WHEN redemption_id = ANY($5::uuid[]) THEN $4::timestamptz END,
         due_at = CASE WHEN redemption_id = ANY($5::uuid[]) THEN NULL ELSE expires_at END
       WHERE shop = $1 AND redemption_id = ${anyOf('$2::uuid[]')}
         AND (status = 'reserved' OR (status = 'needs_review' AND refusal->>'reason' = 'unknown_outcome' AND ending IS NULL))
       RETURNING redemption_id, member_id, status
     ), marked AS (
       ${markingOf('(SELECT DISTINCT member_id AS id FROM issued ORDER BY id) AS members', '$4')}
     )
     SELECT redemption_id AS id, status FROM issued`,
    values: [
      shop,
      ids,
      made.map((one) => one.discountId),
      now,
      made.flatMap((one) => (one.isUsed ? one.id : [])),
    ],
  });
  const found = new Map(issued.rows.map((row) => [row.id, row.status]));
  const others = ids.filter((id) => !found.has(id));
  if (others.length === 0) return found;
  const { rows } = await tx.query<{ id: string; status: RedemptionStatus }>(
    'SELECT redemption_id AS id, status FROM redemption WHERE shop = $1 AND redemption_id = ANY($2::uuid[])',
    [shop, others],
  );
  return new Map([...found, ...rows.map((row) => [row.id, row.status] as const)]);
}
