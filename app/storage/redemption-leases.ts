/**
 * Leases on redemptions. Whoever works on one extends its lease every two seconds; one that stays away (a killed process) is taken over.
 * The number of attempts is the lease's number: what a former holder still wants to write no longer fits it.
 */
import { memberId, type MemberId, type ShopId } from '../domain/ids.ts';
import type { Redemption, RedemptionFault } from '../domain/redemption.ts';
import type { Db, Tx } from './transaction.ts';

export type Claim = { shop: ShopId; id: string; attempts: number };

/** Of a row of `redemption`. $2 is now. */
const IS_CLAIMABLE = 'due_at <= $2 AND (lease_until IS NULL OR lease_until <= $2)';

/**
 * Claims up to `limit` redemptions whose time has come and that nobody holds: of each shop in turn, in which what points bought goes first. A level may give a
 * reward to a million members at once; nobody whose points were taken waits for that. A shop without a session waits for its next one.
 */
export async function claimRedemptions(
  db: Db,
  limit: number,
  now: string,
  leaseUntil: string,
): Promise<Claim[]> {
  const firstOf = (which: 'IS NULL' | 'IS NOT NULL') =>
    `(SELECT redemption_id, due_at, fact FROM redemption
      WHERE redemption.shop = shop.shop AND ${IS_CLAIMABLE} AND fact ${which} ORDER BY due_at LIMIT $1)`;
  const { rows } = await db.query<Claim>(
    `WITH waiting AS (
       SELECT shop.shop, first.redemption_id, first.due_at,
         row_number() OVER (PARTITION BY shop.shop ORDER BY first.fact IS NOT NULL, first.due_at) AS turn
       FROM shop CROSS JOIN LATERAL (${firstOf('IS NULL')} UNION ALL ${firstOf('IS NOT NULL')}) AS first
       WHERE EXISTS (SELECT FROM session WHERE session.shop = shop.shop)
     )
     UPDATE redemption SET attempts = redemption.attempts + 1, lease_until = $3
     FROM (SELECT shop, redemption_id FROM waiting JOIN redemption USING (shop, redemption_id)
           WHERE redemption.due_at <= $2 AND (lease_until IS NULL OR lease_until <= $2)
           ORDER BY turn, waiting.due_at LIMIT $1 FOR UPDATE OF redemption SKIP LOCKED) AS due
     WHERE redemption.shop = due.shop AND redemption.redemption_id = due.redemption_id
     RETURNING redemption.shop, redemption.redemption_id AS id, redemption.attempts`,
    [limit, now, leaseUntil],
  );
  return rows;
}

export async function extendLease(db: Db, claim: Claim, leaseUntil: string): Promise<void> {
  await db.query(
    'UPDATE redemption SET lease_until = $4 WHERE shop = $1 AND redemption_id = $2 AND attempts = $3 AND lease_until IS NOT NULL',
    [claim.shop, claim.id, claim.attempts, leaseUntil],
  );
}

/** Gives the redemption back, due at `dueAt`. Does nothing where another holds it by now. */
export async function releaseLease(db: Db, claim: Claim, dueAt: string): Promise<void> {
  await db.query(
    `UPDATE redemption SET lease_until = NULL, due_at = $4
     WHERE shop = $1 AND redemption_id = $2 AND attempts = $3 AND lease_until IS NOT NULL`,
    [claim.shop, claim.id, claim.attempts, dueAt],
  );
}

/** A dead letter: nothing more is tried until a person of the shop decides. Does nothing where another holds it by now. */
export async function leaveToPerson(
  db: Db,
  claim: Claim,
  refusal: RedemptionFault,
  now: string,
): Promise<void> {
  await db.query(
    `UPDATE redemption SET status = 'needs_review', refusal = $4, ending = NULL, due_at = NULL, lease_until = NULL, updated_at = $5
     WHERE shop = $1 AND redemption_id = $2 AND attempts = $3 AND lease_until IS NOT NULL`,
    [claim.shop, claim.id, claim.attempts, JSON.stringify(refusal), now],
  );
}

/**
 * Writes down that what must not be sent twice is about to be sent. false where it may have been sent before, or another holds the redemption by now:
 * then it must not be.
 */
export async function startSending(db: Db, claim: Claim, now: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE redemption SET sent_at = $4
     WHERE shop = $1 AND redemption_id = $2 AND attempts = $3 AND lease_until IS NOT NULL AND status = 'reserved' AND sent_at IS NULL`,
    [claim.shop, claim.id, claim.attempts, now],
  );
  return rowCount === 1;
}

/** Shopify certainly did not do it. Does nothing where another holds it by now: they may have begun to look for it. */
export async function stopSending(db: Db, claim: Claim): Promise<void> {
  await db.query(
    'UPDATE redemption SET sent_at = NULL WHERE shop = $1 AND redemption_id = $2 AND attempts = $3 AND lease_until IS NOT NULL',
    [claim.shop, claim.id, claim.attempts],
  );
}

/** Codes that are out and whose discounts are gone begin to be cancelled, due at once; what is over expires as it would have. Returns whose they are. */
export async function startEndingDeleted(
  tx: Tx,
  shop: ShopId,
  discountIds: readonly string[],
  now: string,
): Promise<MemberId[]> {
  const { rows } = await tx.query<{ member_id: string }>(
    // Locked in the order in which settling locks them.
    `UPDATE redemption SET ending = 'cancelled', due_at = $3, lease_until = NULL, attempts = 0, updated_at = $3
     FROM (SELECT redemption_id AS id FROM redemption
           WHERE shop = $1 AND discount_id = ANY($2::text[]) AND status = 'issued' AND ending IS NULL AND (expires_at IS NULL OR expires_at > $3)
           ORDER BY redemption_id FOR UPDATE) AS gone
     WHERE shop = $1 AND redemption_id = gone.id
     RETURNING member_id`,
    [shop, discountIds, now],
  );
  return rows.map((row) => memberId(row.member_id));
}

/** Ids of the credits that the member's other redemptions are known to have made. */
export async function creditsOfMember(
  db: Db,
  { shop, id, memberId: member }: Pick<Redemption, 'shop' | 'id' | 'memberId'>,
): Promise<Set<string>> {
  const { rows } = await db.query<{ discount_id: string }>(
    `SELECT discount_id FROM redemption
     WHERE shop = $1 AND member_id = $2 AND redemption_id <> $3 AND carrier = 'storeCredit' AND discount_id IS NOT NULL`,
    [shop, member, id],
  );
  return new Set(rows.map((row) => row.discount_id));
}
