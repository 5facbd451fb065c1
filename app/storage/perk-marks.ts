/**
 * Members whose level's perks have to be looked at, marked in the transaction that changes what they are to have. Whoever writes a member's mark holds the
 * member's row, or the shop's programme exclusively.
 */
import { memberId, type MemberId, type ShopId } from '../domain/ids.ts';
import type { Db, Tx } from './transaction.ts';

/** The level of each was another: `from`, null for the first. `returned`: the levels that were lost because an order is gone, or adds less. */
export type LevelMove = { memberId: MemberId; from: string | null; returned: readonly string[] };

/** Of several moves before a look the first says what was held at the last look. */
export async function markLevelMoves(
  tx: Tx,
  shop: ShopId,
  moves: readonly LevelMove[],
  now: string,
): Promise<void> {
  if (moves.length === 0) return;
  await tx.query(
    `INSERT INTO perk_mark (shop, member_id, due_at, level_changed, level_before, returned_levels)
     SELECT $1, member_id, $2, true, level_before, ARRAY(SELECT jsonb_array_elements_text(returned))
     FROM unnest($3::bigint[], $4::text[], $5::jsonb[]) AS moved(member_id, level_before, returned)
     ON CONFLICT (shop, member_id) DO UPDATE SET due_at = excluded.due_at, level_changed = true,
       level_before = CASE WHEN perk_mark.level_changed THEN perk_mark.level_before ELSE excluded.level_before END,
       returned_levels = perk_mark.returned_levels || excluded.returned_levels`,
    [
      shop,
      now,
      moves.map((one) => one.memberId),
      moves.map((one) => one.from),
      moves.map((one) => JSON.stringify(one.returned)),
    ],
  );
}

/** Their level is as it was, what it gives may not be. */
export async function markPerks(
  tx: Tx,
  shop: ShopId,
  members: readonly MemberId[],
  now: string,
): Promise<void> {
  if (members.length === 0) return;
  await tx.query(
    `INSERT INTO perk_mark (shop, member_id, due_at) SELECT $1, id, $3 FROM unnest($2::bigint[]) AS id
     ON CONFLICT (shop, member_id) DO UPDATE SET due_at = excluded.due_at`,
    [shop, [...new Set(members)], now],
  );
}

/**
 * The same of all who hold one of the levels, and of all who have something of a level in their hands that was given for `fact`. `first`: whether the levels hold
 * the first one, which those have too of whom none is kept. The shop's programme is held exclusively.
 */
export async function markPerksOfLevels(
  tx: Tx,
  shop: ShopId,
  { levels, first, fact }: { levels: readonly string[]; first: boolean; fact: string },
  now: string,
): Promise<void> {
  await tx.query(
    `INSERT INTO perk_mark (shop, member_id, due_at)
     SELECT shop, member_id, $5::timestamptz FROM member
     WHERE shop = $1 AND merged_into IS NULL AND customer_id IS NOT NULL AND (tier_level = ANY($2::text[]) OR ($3 AND tier_level IS NULL))
     UNION
     SELECT shop, member_id, $5::timestamptz FROM redemption
     WHERE shop = $1 AND fact = $4 AND status IN ('reserved', 'issued', 'needs_review')
     ON CONFLICT (shop, member_id) DO UPDATE SET due_at = excluded.due_at`,
    [shop, levels, first, fact, now],
  );
}

/** One probe of an index for each shop there is. One that has uninstalled the app waits: nothing can be made there, and what ended meanwhile need not be. */
export async function shopsWithPerkMarks(db: Db, now: string): Promise<ShopId[]> {
  const { rows } = await db.query<{ shop: ShopId }>(
    `SELECT shop FROM shop WHERE uninstalled_at IS NULL
       AND EXISTS (SELECT FROM perk_mark WHERE perk_mark.shop = shop.shop AND due_at <= $1) ORDER BY shop`,
    [now],
  );
  return rows.map((row) => row.shop);
}

/** Locks up to `limit` marked members, of `only` where it is told; those whom somebody else holds are passed over. */
export async function lockMarkedMembers(
  tx: Tx,
  shop: ShopId,
  now: string,
  limit: number,
  only: readonly MemberId[] | null,
): Promise<MemberId[]> {
  const { rows } = await tx.query<{ member_id: string }>(
    `SELECT member.member_id FROM perk_mark JOIN member USING (shop, member_id)
     WHERE perk_mark.shop = $1 AND due_at <= $2 AND ($4::bigint[] IS NULL OR perk_mark.member_id = ANY($4))
     ORDER BY due_at LIMIT $3 FOR UPDATE OF member SKIP LOCKED`,
    [shop, now, limit, only],
  );
  return rows.map((row) => memberId(row.member_id));
}

export type PerkMark = { memberId: MemberId; moved: Omit<LevelMove, 'memberId'> | null };

/** Takes their marks away: what comes after this transaction marks them anew. The members are locked. */
export async function takePerkMarks(tx: Tx, shop: ShopId, members: readonly MemberId[]): Promise<PerkMark[]> {
  const { rows } = await tx.query<{
    member_id: string;
    level_changed: boolean;
    level_before: string | null;
    returned_levels: string[];
  }>(
    `DELETE FROM perk_mark WHERE shop = $1 AND member_id = ANY($2::bigint[])
     RETURNING member_id, level_changed, level_before, returned_levels`,
    [shop, members],
  );
  return rows.map((row) => ({
    memberId: memberId(row.member_id),
    moved: row.level_changed ? { from: row.level_before, returned: row.returned_levels } : null,
  }));
}

/** Looked at again at `at`, by the same change as before. The member is locked, or `db` is no transaction's. */
export async function postponePerks(db: Db, shop: ShopId, member: MemberId, at: string): Promise<void> {
  await db.query('UPDATE perk_mark SET due_at = $3 WHERE shop = $1 AND member_id = $2', [shop, member, at]);
}

/** `into` is looked at now, also for the levels that returned orders have taken from `from` and nobody has looked for yet. Both are locked. */
export async function movePerkMark(
  tx: Tx,
  shop: ShopId,
  from: MemberId,
  into: MemberId,
  now: string,
): Promise<void> {
  const [mark] = await takePerkMarks(tx, shop, [from]);
  const returned = mark?.moved?.returned ?? [];
  if (returned.length === 0) return markPerks(tx, shop, [into], now);
  const { rows } = await tx.query<{ tier_level: string | null }>(
    'SELECT tier_level FROM member WHERE shop = $1 AND member_id = $2',
    [shop, into],
  );
  await markLevelMoves(tx, shop, [{ memberId: into, from: rows[0]?.tier_level ?? null, returned }], now);
}
