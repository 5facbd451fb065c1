/** Birthdays, anniversaries and sign-ups that nobody reports: how far each shop's calendar has been looked up, and whom there is something to be rewarded for. */
import { factKey } from '../domain/award.ts';
import { memberId, type MemberId, type ShopId } from '../domain/ids.ts';
import type { LocalDate } from '../domain/local-time.ts';
import type { MonthDay } from '../domain/occasions.ts';
import type { Stamp } from '../domain/stamp.ts';
import type { Db, Tx } from './transaction.ts';

/** The first date of a shop; one that has begun keeps its place. */
export async function beginActionDays(tx: Tx, shop: ShopId, day: LocalDate): Promise<void> {
  await tx.query('INSERT INTO action_day (shop, day) VALUES ($1, $2) ON CONFLICT DO NOTHING', [shop, day]);
}

/** The shops that have begun and have a date up to `latest` before them, or somebody to be rewarded by `now`. */
export async function shopsWithActionDays(db: Db, latest: LocalDate, now: string): Promise<ShopId[]> {
  const { rows } = await db.query<{ shop: ShopId }>(
    `SELECT shop FROM action_day WHERE day <= $1::date
       OR EXISTS (SELECT FROM action_occasion WHERE action_occasion.shop = action_day.shop AND due_at <= $2) ORDER BY shop`,
    [latest, now],
  );
  return rows.map((row) => row.shop);
}

/**
 * Locks a shop's place: its next date; null where it has none. Birthdays are told and forgotten under it, so that whoever notes a date sees them all or
 * comes before them.
 */
export async function lockActionDay(tx: Tx, shop: ShopId): Promise<LocalDate | null> {
  const { rows } = await tx.query<{ day: LocalDate }>(
    `SELECT to_char(day, 'YYYY-MM-DD') AS day FROM action_day WHERE shop = $1 FOR UPDATE`,
    [shop],
  );
  return rows[0]?.day ?? null;
}

/** A worker's: null too where another one works on the shop. It waits for who tells or forgets a birthday, which takes no longer than that. */
export async function takeActionDay(tx: Tx, shop: ShopId): Promise<LocalDate | null> {
  const { rows } = await tx.query<{ taken: boolean }>(
    'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 12)) AS taken',
    [shop],
  );
  return rows[0]?.taken === true ? lockActionDay(tx, shop) : null;
}

/** The place is locked. */
export async function moveActionDay(tx: Tx, shop: ShopId, day: LocalDate): Promise<void> {
  await tx.query('UPDATE action_day SET day = $2 WHERE shop = $1', [shop, day]);
}

/** The first enrolment of a shop; null where nobody is enrolled. */
export async function firstEnrolment(db: Db, shop: ShopId): Promise<string | null> {
  const { rows } = await db.query<{ enrolled_at: Date }>(
    'SELECT enrolled_at FROM member WHERE shop = $1 ORDER BY enrolled_at LIMIT 1',
    [shop],
  );
  return rows[0]?.enrolled_at.toISOString() ?? null;
}

/** Whom a day is looked up for: the days of the year that are celebrated on it, its own moments, and the days of enrolment that it is an anniversary of. */
export type CelebratedDay = {
  year: number;
  monthDays: readonly MonthDay[];
  from: Stamp;
  until: Stamp;
  enrolled: readonly { from: Stamp; until: Stamp }[];
};

/**
 * Notes the occasions of a day in one statement, so that however many there are, each is read once here and once when it is judged. A birthday counts that
 * was told before the day's end and not told anew before its beginning; one that is told on the day itself, from when it was told.
 */
export async function noteOccasions(tx: Tx, shop: ShopId, day: CelebratedDay): Promise<void> {
  await tx.query(
    `INSERT INTO action_occasion (shop, member_id, fact, at, due_at)
     SELECT $1, member_id, fact, at, at FROM (
       SELECT member_id, $8 AS fact, greatest(max(told_at), $4) AS at FROM member_birthday AS told
       JOIN unnest($2::smallint[], $3::smallint[]) AS celebrated(month, day) USING (month, day)
       WHERE shop = $1 AND told_at < $5 AND NOT EXISTS (
         SELECT FROM member_birthday AS newer
         WHERE newer.shop = $1 AND newer.member_id = told.member_id AND newer.told_at > told.told_at AND newer.told_at <= $4)
       GROUP BY member_id
       UNION ALL
       SELECT member_id, $9, $4::timestamptz FROM unnest($6::timestamptz[], $7::timestamptz[]) AS enrolled(since, until)
       JOIN member ON shop = $1 AND enrolled_at >= since AND enrolled_at < enrolled.until
     ) AS occasion JOIN member USING (member_id) WHERE shop = $1 AND customer_id IS NOT NULL
     ON CONFLICT DO NOTHING`,
    [
      shop,
      day.monthDays.map((one) => one.month),
      day.monthDays.map((one) => one.day),
      day.from,
      day.until,
      day.enrolled.map((one) => one.from),
      day.enrolled.map((one) => one.until),
      factKey({ kind: 'birthday', year: day.year }),
      factKey({ kind: 'anniversary', year: day.year }),
    ],
  );
}

/** Notes one member's birthday on a date that the others' were noted for already. The place is locked. */
export async function noteBirthday(
  tx: Tx,
  shop: ShopId,
  member: MemberId,
  { year, at }: { year: number; at: Stamp },
): Promise<void> {
  await tx.query(
    'INSERT INTO action_occasion (shop, member_id, fact, at, due_at) VALUES ($1, $2, $3, $4, $4) ON CONFLICT DO NOTHING',
    [shop, member, factKey({ kind: 'birthday', year }), at],
  );
}

/** Notes who may have signed up at `since` or later, to be judged at once. `at` is no more than their enrolment. */
export async function noteSignUps(tx: Tx, shop: ShopId, since: string, now: string): Promise<void> {
  await tx.query(
    `INSERT INTO action_occasion (shop, member_id, fact, at, due_at)
     SELECT shop, member_id, $3, enrolled_at, $4 FROM member
     WHERE shop = $1 AND customer_id IS NOT NULL AND (enrolled_at >= $2 OR joined_at >= $2)
     ON CONFLICT DO NOTHING`,
    [shop, since, factKey({ kind: 'signUp' }), now],
  );
}

export type Occasion = { memberId: MemberId; fact: string; at: string };

/** Locks up to `limit` that are due, in the order of time; those whom somebody else holds are passed over. `only`: of these members. */
export async function lockOccasions(
  tx: Tx,
  shop: ShopId,
  due: { now: string; limit: number; only: readonly MemberId[] | null },
): Promise<Occasion[]> {
  // The index has the order. A queue's statistics lag behind it: by those of an empty one, every batch would read and sort all that is left.
  await tx.query('SET LOCAL enable_sort = off');
  const { rows } = await tx.query<{ member_id: string; fact: string; at: Date }>(
    `SELECT member_id, fact, at FROM action_occasion
     WHERE shop = $1 AND due_at <= $2 AND ($4::bigint[] IS NULL OR member_id = ANY($4))
     ORDER BY due_at, fact, member_id LIMIT $3 FOR UPDATE SKIP LOCKED`,
    [shop, due.now, due.limit, due.only],
  );
  await tx.query('SET LOCAL enable_sort = on');
  return rows.map((row) => ({
    memberId: memberId(row.member_id),
    fact: row.fact,
    at: row.at.toISOString(),
  }));
}

/** They were judged. */
export async function dropOccasions(tx: Tx, shop: ShopId, occasions: readonly Occasion[]): Promise<void> {
  await tx.query(
    `DELETE FROM action_occasion WHERE shop = $1 AND member_id = ANY($2::bigint[])
       AND (member_id, fact) IN (SELECT judged.member_id, judged.fact FROM unnest($2::bigint[], $3::text[]) AS judged(member_id, fact))`,
    [shop, occasions.map((one) => one.memberId), occasions.map((one) => one.fact)],
  );
}

export async function postponeOccasion(
  db: Db,
  shop: ShopId,
  { memberId: member, fact }: Pick<Occasion, 'memberId' | 'fact'>,
  dueAt: string,
): Promise<void> {
  await db.query('UPDATE action_occasion SET due_at = $4 WHERE shop = $1 AND member_id = $2 AND fact = $3', [
    shop,
    member,
    fact,
    dueAt,
  ]);
}

/** `from`'s are `into`'s; of one that both have one is left. */
export async function moveOccasions(tx: Tx, shop: ShopId, from: MemberId, into: MemberId): Promise<void> {
  await tx.query(
    `INSERT INTO action_occasion (shop, member_id, fact, at, due_at)
     SELECT shop, $3, fact, at, due_at FROM action_occasion WHERE shop = $1 AND member_id = $2
     ON CONFLICT DO NOTHING`,
    [shop, from, into],
  );
  await tx.query('DELETE FROM action_occasion WHERE shop = $1 AND member_id = $2', [shop, from]);
}

/** A birthday that is told no more is not rewarded. */
export async function dropBirthdayOccasions(tx: Tx, shop: ShopId, member: MemberId): Promise<void> {
  await tx.query(
    "DELETE FROM action_occasion WHERE shop = $1 AND member_id = $2 AND fact LIKE 'birthday:%'",
    [shop, member],
  );
}
