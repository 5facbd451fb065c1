/**
 * Daily sums of the ledger (points_day), which home adds up instead of the entries. They hold what was recorded on closed days, on which
 * nothing more can be recorded (ledger_root); the entries recorded since are the tail. Days of points_day are of the shop's calendar.
 */
import type { ShopId } from '../domain/ids.ts';
import type { KindPoints } from '../domain/points-flow.ts';
import type { ShopDays } from '../domain/shop-days.ts';
import type { Db, Tx } from './transaction.ts';

/** `through`: the first day (UTC) whose recorded entries are not in the sums; null: nothing is. */
export type Fold = { through: string | null; timeZone: string };

type FoldRow = { through: string | null; time_zone: string };
const foldOf = (row: FoldRow): Fold => ({ through: row.through, timeZone: row.time_zone });

/** null before the first. */
export async function readFold(db: Db, shop: ShopId): Promise<Fold | null> {
  const { rows } = await db.query<FoldRow>(
    'SELECT through::text, time_zone FROM points_fold WHERE shop = $1',
    [shop],
  );
  return rows[0] ? foldOf(rows[0]) : null;
}

/** Locks it; one that is not there begins with nothing, in this zone. */
export async function lockFold(tx: Tx, shop: ShopId, timeZone: string): Promise<Fold> {
  await tx.query('INSERT INTO points_fold (shop, time_zone) VALUES ($1, $2) ON CONFLICT (shop) DO NOTHING', [
    shop,
    timeZone,
  ]);
  const { rows } = await tx.query<FoldRow>(
    'SELECT through::text, time_zone FROM points_fold WHERE shop = $1 FOR UPDATE',
    [shop],
  );
  return rows[0] ? foldOf(rows[0]) : { through: null, timeZone };
}

/** The days are those of another zone from now on: all entries are summed anew. */
export async function restartFold(tx: Tx, shop: ShopId, timeZone: string): Promise<void> {
  await tx.query('DELETE FROM points_day WHERE shop = $1', [shop]);
  await tx.query('UPDATE points_fold SET through = NULL, time_zone = $2 WHERE shop = $1', [shop, timeZone]);
}

export async function moveFold(tx: Tx, shop: ShopId, through: string): Promise<void> {
  await tx.query('UPDATE points_fold SET through = $2::date WHERE shop = $1', [shop, through]);
}

/** The next day (UTC), of those before `end`, on which something was recorded, and the span of moments that its entries tell of. */
export async function nextRecordedDay(
  db: Db,
  shop: ShopId,
  { through, end }: { through: string | null; end: string },
): Promise<{ day: string; earliest: Date; latest: Date } | null> {
  const { rows } = await db.query<{ day: string; earliest: Date; latest: Date }>(
    `SELECT day::text, min(effective_at) AS earliest, max(effective_at) AS latest
     FROM (SELECT min(recorded_at)::date AS day FROM entry
           WHERE shop = $1 AND recorded_at >= coalesce($2::date, '-infinity') AND recorded_at < $3::date) AS next
     JOIN entry ON shop = $1 AND recorded_at >= day AND recorded_at < day + 1
     GROUP BY day`,
    [shop, through, end],
  );
  return rows[0] ?? null;
}

/** What entries come to by the day ($3, whose beginnings are $2) that they tell of, and by kind. */
const SUMS = (where: string) => `
  SELECT ($3::date[])[width_bucket(effective_at, $2::timestamptz[])] AS day, kind,
         coalesce(sum(points) FILTER (WHERE points > 0), 0) AS gained, coalesce(-sum(points) FILTER (WHERE points < 0), 0) AS lost
  FROM entry WHERE shop = $1 AND ${where} GROUP BY 1, 2`;

/** Adds the entries that were recorded on a day (UTC); `days` have to cover what they tell of. */
export async function addRecordedDay(tx: Tx, shop: ShopId, day: string, days: ShopDays): Promise<void> {
  await tx.query(
    `INSERT INTO points_day AS held (shop, day, kind, gained, lost)
     SELECT $1, * FROM (${SUMS('recorded_at >= $4::date AND recorded_at < $4::date + 1')}) AS sums
     ON CONFLICT (shop, day, kind) DO UPDATE SET gained = held.gained + excluded.gained, lost = held.lost + excluded.lost`,
    [shop, days.starts, days.dates, day],
  );
}

/** $2: when the first of the days begins. Backwards from what is held now; reads the entries since then. */
const HELD_BACKWARDS = `
  SELECT ((SELECT coalesce(sum(balance), 0) FROM member WHERE shop = $1)
          - (SELECT coalesce(sum(points), 0) FROM entry WHERE shop = $1 AND effective_at >= $2))::text AS held`;

/** $3: the first of the days. Forwards; reads the sums, and the entries recorded since $4. */
const HELD_FORWARDS = `
  SELECT ((SELECT coalesce(sum(gained - lost), 0) FROM points_day WHERE shop = $1 AND day < $3::date)
          + (SELECT coalesce(sum(points), 0) FROM entry WHERE shop = $1 AND recorded_at >= $4::date AND effective_at < $2))::text AS held`;

/**
 * What all members together held before the first of the days, debts set off. In a snapshot with readFold, as pointsOfDays. While the sums do not reach to
 * the days, as while they are made anew, what they lack would be nearly the whole ledger: then from the balances, of which there is one a member.
 */
export async function pointsBefore(
  db: Db,
  shop: ShopId,
  days: ShopDays,
  through: string | null,
): Promise<bigint> {
  const [start, first = ''] = [days.starts[0], days.dates[0]];
  const { rows } =
    through === null || through < first
      ? await db.query<{ held: string }>(HELD_BACKWARDS, [shop, start])
      : await db.query<{ held: string }>(HELD_FORWARDS, [shop, start, first, through]);
  return BigInt(rows[0]?.held ?? '0');
}

/** By day and kind, of the days that have any: the sums and the tail. In a snapshot with readFold, whose zone the days are of. */
export async function pointsOfDays(
  db: Db,
  shop: ShopId,
  days: ShopDays,
  through: string | null,
): Promise<(KindPoints & { day: string })[]> {
  const { rows } = await db.query<{ day: string; kind: KindPoints['kind']; gained: string; lost: string }>(
    `SELECT day::text, kind, sum(gained)::text AS gained, sum(lost)::text AS lost
     FROM (SELECT day, kind, gained, lost FROM points_day WHERE shop = $1 AND day >= ($3::date[])[1] AND day <= ($3::date[])[cardinality($3::date[])]
           UNION ALL
           ${SUMS(`recorded_at >= coalesce($4::date, '-infinity') AND effective_at >= ($2::timestamptz[])[1]
                   AND effective_at < ($2::timestamptz[])[cardinality($2::timestamptz[])]`)}) AS parts
     GROUP BY 1, 2 ORDER BY 1, 2`,
    [shop, days.starts, days.dates, through],
  );
  return rows.map((row) => ({ ...row, gained: BigInt(row.gained), lost: BigInt(row.lost) }));
}
