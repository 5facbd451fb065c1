/**
 * What has to be written to Shopify's metafields, marked in the transaction that changes it: many changes of a member make one write.
 * Marks are the last rows that a transaction locks, in the order of their members.
 */
import type { MemberId, ShopId } from '../domain/ids.ts';
import type { Db, Tx } from './transaction.ts';
import type { Write } from './writes.ts';

/** The mark of the programme's own data. */
export const PROGRAM_MARK = '0' as MemberId;

/** The statement, $1 being the shop: `members` is an item of FROM with the column id, in its order. */
export const markingOf = (members: string, now: string) =>
  `INSERT INTO metafield_mark (shop, member_id, due_at) SELECT $1, id, ${now}::timestamptz FROM ${members}
   ON CONFLICT (shop, member_id) DO UPDATE SET generation = metafield_mark.generation + 1, attempts = 0,
     due_at = CASE WHEN metafield_mark.lease_until IS NULL THEN least(metafield_mark.due_at, excluded.due_at) ELSE metafield_mark.due_at END`;

/** A mark that somebody works on stays theirs: they see that its generation has grown and look again. */
export async function markMetafields(
  db: Db,
  shop: ShopId,
  members: Iterable<MemberId>,
  now: string,
): Promise<void> {
  const sorted = inOrder(members);
  if (sorted.length > 0) await db.query(MARKING, [shop, sorted, now]);
}

/** The same as one of several writes; there is at least one member. */
export function newMarks(members: Iterable<MemberId>, now: string): Write {
  return { name: 'marked', text: MARKING, values: [inOrder(members), now] };
}

const MARKING = markingOf('unnest($2::bigint[]) AS id', '$3');

const inOrder = (members: Iterable<MemberId>): MemberId[] =>
  [...new Set(members)].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));

export type Mark = { memberId: MemberId; generation: number; attempts: number };

/** Marks in somebody's hands. `holder` is made anew for each: a mark that is deleted and comes again is not theirs any more. */
export type HeldMarks = { shop: ShopId; holder: string; marks: Mark[] };

/** Takes up to `limit` due marks of one shop, the one that has waited longest. Shops that have uninstalled the app wait. */
export async function claimMarks(
  db: Db,
  limit: number,
  lease: { holder: string; now: string; until: string },
): Promise<HeldMarks | null> {
  const { rows } = await db.query<{
    shop: ShopId;
    member_id: MemberId;
    generation: number;
    attempts: number;
  }>(
    `WITH oldest AS (
       SELECT shop FROM metafield_mark
       WHERE due_at <= $2 AND (lease_until IS NULL OR lease_until <= $2)
         AND EXISTS (SELECT FROM session WHERE session.shop = metafield_mark.shop)
       ORDER BY due_at LIMIT 1
     ), due AS (
       SELECT shop, member_id FROM metafield_mark
       WHERE shop = (SELECT shop FROM oldest) AND due_at <= $2 AND (lease_until IS NULL OR lease_until <= $2)
       ORDER BY member_id LIMIT $1 FOR UPDATE SKIP LOCKED
     )
     UPDATE metafield_mark AS mark SET lease_until = $3, holder = $4, attempts = mark.attempts + 1
     FROM due WHERE mark.shop = due.shop AND mark.member_id = due.member_id
     RETURNING mark.shop, mark.member_id, mark.generation, mark.attempts`,
    [limit, lease.now, lease.until, lease.holder],
  );
  const [first] = rows;
  if (!first) return null;
  const marks = rows.map((row) => ({
    memberId: row.member_id,
    generation: row.generation,
    attempts: row.attempts,
  }));
  return { shop: first.shop, holder: lease.holder, marks };
}

/** Of the marks that the holder still has. */
export async function extendMarks(db: Db, { shop, holder }: HeldMarks, leaseUntil: string): Promise<void> {
  await db.query(
    `WITH held AS (
       SELECT member_id FROM metafield_mark WHERE shop = $1 AND holder = $2 ORDER BY member_id FOR UPDATE
     )
     UPDATE metafield_mark AS mark SET lease_until = $3 FROM held WHERE mark.shop = $1 AND mark.member_id = held.member_id`,
    [shop, holder, leaseUntil],
  );
}

/** A mark that was written, and when its data changes by itself (points that become available), if ever. */
export type WrittenMark = Mark & { againAt: string | null };

/**
 * The marks go; those that changed meanwhile are due at once, those that will change by time then. Gives those that the holder has lost: another
 * may have written newer data before, so they have to be marked anew.
 */
export async function clearMarks(
  db: Db,
  { shop, holder }: HeldMarks,
  marks: readonly WrittenMark[],
  now: string,
): Promise<MemberId[]> {
  const { rows } = await db.query<{ member_id: MemberId }>(
    `WITH held AS (
       SELECT mark.member_id, CASE WHEN mark.generation > done.generation THEN $5::timestamptz ELSE done.again_at END AS due_at
       FROM metafield_mark AS mark
       JOIN unnest($2::bigint[], $3::int[], $4::timestamptz[]) AS done(member_id, generation, again_at) ON mark.member_id = done.member_id
       WHERE mark.shop = $1 AND mark.holder = $6 ORDER BY mark.member_id FOR UPDATE OF mark
     ), gone AS (
       DELETE FROM metafield_mark WHERE shop = $1 AND member_id IN (SELECT member_id FROM held WHERE due_at IS NULL)
     ), kept AS (
       UPDATE metafield_mark AS mark SET lease_until = NULL, holder = NULL, attempts = 0, due_at = held.due_at
       FROM held WHERE mark.shop = $1 AND mark.member_id = held.member_id AND held.due_at IS NOT NULL
     )
     SELECT member_id FROM held`,
    [
      shop,
      marks.map((one) => one.memberId),
      marks.map((one) => one.generation),
      marks.map((one) => one.againAt),
      now,
      holder,
    ],
  );
  return lostOf(marks, rows);
}

/** Due again at `dueAt`. Gives those that the holder has lost, as `clearMarks` does. */
export async function postponeMarks(
  db: Db,
  { shop, holder }: HeldMarks,
  marks: readonly Mark[],
  dueAt: string,
): Promise<MemberId[]> {
  const { rows } = await db.query<{ member_id: MemberId }>(
    `WITH held AS (
       SELECT member_id FROM metafield_mark
       WHERE shop = $1 AND holder = $2 AND member_id = ANY($3::bigint[]) ORDER BY member_id FOR UPDATE
     )
     UPDATE metafield_mark AS mark SET lease_until = NULL, holder = NULL, due_at = $4
     FROM held WHERE mark.shop = $1 AND mark.member_id = held.member_id RETURNING mark.member_id`,
    [shop, holder, marks.map((one) => one.memberId), dueAt],
  );
  return lostOf(marks, rows);
}

function lostOf(marks: readonly Mark[], held: readonly { member_id: MemberId }[]): MemberId[] {
  const still = new Set(held.map((row) => row.member_id));
  return marks.map((one) => one.memberId).filter((id) => !still.has(id));
}

/** Marks everything that Shopify holds of a shop: it forgets it all when the app is uninstalled. */
export async function markAll(db: Db, shop: ShopId, now: string): Promise<void> {
  await db.query(
    `INSERT INTO metafield_mark (shop, member_id, due_at)
     SELECT $1, id, $2 FROM (SELECT 0 AS id UNION SELECT member_id FROM member WHERE shop = $1) AS ids ORDER BY id
     ON CONFLICT (shop, member_id) DO UPDATE SET generation = metafield_mark.generation + 1, attempts = 0, due_at = excluded.due_at`,
    [shop, now],
  );
}

/** Milliseconds until workers of the version before are gone, who would write their own shape. */
const OLD_WORKERS_GONE = 120_000;

/** Marks the programme of every shop whose data was last asked for in another shape. Gives how many; once for a shape, however many workers ask. */
export async function markOtherShapes(db: Db, shape: number, now: Date): Promise<number> {
  const dueAt = new Date(now.getTime() + OLD_WORKERS_GONE).toISOString();
  const { rowCount } = await db.query(
    `WITH other AS (
       SELECT shop FROM shop WHERE theme_shape <> $1 AND uninstalled_at IS NULL ORDER BY shop FOR UPDATE
     ), asked AS (
       UPDATE shop SET theme_shape = $1 FROM other WHERE shop.shop = other.shop
     )
     INSERT INTO metafield_mark (shop, member_id, due_at) SELECT shop, 0, $2::timestamptz FROM other ORDER BY shop
     ON CONFLICT (shop, member_id) DO UPDATE SET generation = metafield_mark.generation + 1, attempts = 0`,
    [shape, dueAt],
  );
  return rowCount ?? 0;
}

/** Of a shop that uninstalled the app: nothing can be written there, and a reinstall marks everything anew. */
export async function dropMarks(db: Db, shop: ShopId): Promise<void> {
  await db.query('DELETE FROM metafield_mark WHERE shop = $1', [shop]);
}

/**
 * From now on it is not known which level's tag the customer carries in Shopify: the next write of the member sees to all of ours. A change of the tag says so
 * before it asks: its answer may be lost, or come when the level is the former one again.
 */
export async function doubtTierTag(db: Db, shop: ShopId, member: MemberId): Promise<void> {
  await db.query('UPDATE member SET tier_tag_in_doubt = true WHERE shop = $1 AND member_id = $2', [
    shop,
    member,
  ]);
}

/**
 * Remembers that the customer carries this level's tag in Shopify; null: none of ours. Not where the member was marked anew since `generation`, as by a
 * merge, nor where they are another customer's by now: what was written then is not what stands there, so it stays in doubt, and is written once more.
 */
export async function rememberTierTag(
  tx: Tx,
  shop: ShopId,
  { memberId, generation }: Pick<Mark, 'memberId' | 'generation'>,
  { customerId, level }: { customerId: string; level: string | null },
): Promise<void> {
  // Waits for a merge that holds the member: the statement after it sees the mark that it made.
  await tx.query('SELECT FROM member WHERE shop = $1 AND member_id = $2 FOR UPDATE', [shop, memberId]);
  await tx.query(
    `UPDATE member SET tier_tag = $4, tier_tag_in_doubt = false WHERE shop = $1 AND member_id = $2 AND customer_id = $3
       AND NOT EXISTS (SELECT FROM metafield_mark WHERE shop = $1 AND member_id = $2 AND generation <> $5)`,
    [shop, memberId, customerId, level, generation],
  );
}
