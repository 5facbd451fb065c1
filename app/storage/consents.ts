/** Who joined when, and by accepting which version of the terms: added, never changed (a trigger holds it). */
import type { MemberId, ShopId } from '../domain/ids.ts';
import type { Db, Tx } from './transaction.ts';

export const CONSENT_SOURCES = ['storefront', 'api', 'admin', 'import'] as const;
/** The door that the consent came through. */
export type ConsentSource = (typeof CONSENT_SOURCES)[number];

export type Consent = { at: string; termsVersion: string | null; source: ConsentSource };

/**
 * Records a consent, unless this version of the terms was accepted before: joining twice is joining once. `joined_at` is the earliest. Returns
 * whether it moved. Locks the member. `at`: null is `now`, which is never before what is recorded: of two who join side by side the later to write
 * may have read its clock first.
 */
export async function recordConsent(
  tx: Tx,
  shop: ShopId,
  member: MemberId,
  consent: Omit<Consent, 'at'> & { at: string | null },
  now: string,
): Promise<boolean> {
  const { rows } = await tx.query<{ joined_at: Date | null }>(
    'SELECT joined_at FROM member WHERE shop = $1 AND member_id = $2 FOR UPDATE',
    [shop, member],
  );
  await tx.query(
    `INSERT INTO member_consent (shop, member_id, at, recorded_at, terms_version, source)
     SELECT $1, $2, coalesce($3::timestamptz, $4), $4::timestamptz, $5, $6
     WHERE NOT EXISTS (
       SELECT FROM member_consent WHERE shop = $1 AND member_id = $2 AND terms_version IS NOT DISTINCT FROM $5 AND ($3 IS NULL OR at <= $3))`,
    [shop, member, consent.at, now, consent.termsVersion, consent.source],
  );
  const joinedAt = rows[0]?.joined_at ?? null;
  if (joinedAt !== null && (consent.at === null || joinedAt.getTime() <= Date.parse(consent.at)))
    return false;
  await tx.query('UPDATE member SET joined_at = $3 WHERE shop = $1 AND member_id = $2', [
    shop,
    member,
    consent.at ?? now,
  ]);
  return true;
}

/** Of a member and of those merged into them, the earliest first. */
export async function consentsOfMember(db: Db, shop: ShopId, member: MemberId): Promise<Consent[]> {
  const { rows } = await db.query<{ at: Date; terms_version: string | null; source: ConsentSource }>(
    `SELECT at, terms_version, source FROM member_consent
     WHERE shop = $1 AND member_id IN (SELECT member_id FROM member WHERE shop = $1 AND (member_id = $2 OR merged_into = $2))
     ORDER BY at, consent_id`,
    [shop, member],
  );
  return rows.map((row) => ({
    at: row.at.toISOString(),
    termsVersion: row.terms_version,
    source: row.source,
  }));
}
