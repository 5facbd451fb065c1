/** How far each shop's birthdays and anniversaries have been rewarded, and whose they are. */
import type { Membership } from '../domain/enrolment.ts';
import { memberId, type MemberId, type ShopId } from '../domain/ids.ts';
import type { LocalDate } from '../domain/local-time.ts';
import type { MonthDay } from '../domain/occasions.ts';
import type { Stamp } from '../domain/stamp.ts';
import type { Db, Tx } from './transaction.ts';

/** The next date to work on, and the last of its members who was looked at. */
export type ActionDay = { day: LocalDate; afterMember: MemberId };

/** The first date of a shop; one that has begun keeps its place. */
export async function beginActionDays(tx: Tx, shop: ShopId, day: LocalDate): Promise<void> {
  await tx.query('INSERT INTO action_day (shop, day) VALUES ($1, $2) ON CONFLICT DO NOTHING', [shop, day]);
}

/** The shops that have begun and have a date up to `day` before them. */
export async function shopsWithActionDays(db: Db, day: LocalDate): Promise<ShopId[]> {
  const { rows } = await db.query<{ shop: ShopId }>(
    'SELECT shop FROM action_day WHERE day <= $1::date ORDER BY shop',
    [day],
  );
  return rows.map((row) => row.shop);
}

/** Locks a shop's place; null where it has none, or somebody else works on it. */
export async function lockActionDay(tx: Tx, shop: ShopId): Promise<ActionDay | null> {
  const { rows } = await tx.query<{ day: LocalDate; after_member: string }>(
    `SELECT to_char(day, 'YYYY-MM-DD') AS day, after_member FROM action_day WHERE shop = $1 FOR UPDATE SKIP LOCKED`,
    [shop],
  );
  return rows[0] ? { day: rows[0].day, afterMember: memberId(rows[0].after_member) } : null;
}

/** The place is locked. */
export async function moveActionDay(tx: Tx, shop: ShopId, { day, afterMember }: ActionDay): Promise<void> {
  await tx.query('UPDATE action_day SET day = $2, after_member = $3 WHERE shop = $1', [
    shop,
    day,
    afterMember,
  ]);
}

/** The first enrolment of a shop; null where nobody is enrolled. */
export async function firstEnrolment(db: Db, shop: ShopId): Promise<string | null> {
  const { rows } = await db.query<{ enrolled_at: Date }>(
    'SELECT enrolled_at FROM member WHERE shop = $1 ORDER BY enrolled_at LIMIT 1',
    [shop],
  );
  return rows[0]?.enrolled_at.toISOString() ?? null;
}

export type Celebrating = {
  memberId: MemberId;
  membership: Membership;
  /** When the birthday of this day was told; null: it is not their birthday. */
  birthdayToldAt: string | null;
  anniversary: boolean;
};

/** Whom a day is looked up for: the days of the year that are celebrated on it, its own moments, and the days of enrolment that it is an anniversary of. */
export type CelebratedDay = {
  monthDays: readonly MonthDay[];
  from: Stamp;
  until: Stamp;
  enrolled: readonly { from: Stamp; until: Stamp }[];
};

/** Members with an occasion on a day, by id. A birthday counts that was told before the day's end and not told anew before its beginning. */
export async function celebratingMembers(
  db: Db,
  shop: ShopId,
  day: CelebratedDay,
  page: { after: MemberId; limit: number },
): Promise<Celebrating[]> {
  const { rows } = await db.query<{
    member_id: string;
    enrolled_at: Date;
    joined_at: Date | null;
    told_at: Date | null;
    anniversary: boolean;
  }>(
    `SELECT member.member_id, enrolled_at, joined_at, max(occasion.told_at) AS told_at, bool_or(occasion.told_at IS NULL) AS anniversary
     FROM (
       SELECT member_id, told_at FROM member_birthday AS told
       JOIN unnest($2::smallint[], $3::smallint[]) AS celebrated(month, day) USING (month, day)
       WHERE shop = $1 AND told_at < $5 AND NOT EXISTS (
         SELECT FROM member_birthday AS newer
         WHERE newer.shop = $1 AND newer.member_id = told.member_id AND newer.told_at > told.told_at AND newer.told_at <= $4)
       UNION ALL
       SELECT member_id, NULL FROM unnest($6::timestamptz[], $7::timestamptz[]) AS enrolled(since, until)
       JOIN member ON shop = $1 AND enrolled_at >= since AND enrolled_at < enrolled.until
     ) AS occasion JOIN member ON member.member_id = occasion.member_id
     WHERE member.shop = $1 AND customer_id IS NOT NULL AND member.member_id > $8
     GROUP BY member.shop, member.member_id ORDER BY member.member_id LIMIT $9`,
    [
      shop,
      day.monthDays.map((one) => one.month),
      day.monthDays.map((one) => one.day),
      day.from,
      day.until,
      day.enrolled.map((one) => one.from),
      day.enrolled.map((one) => one.until),
      page.after,
      page.limit,
    ],
  );
  return rows.map((row) => ({
    memberId: memberId(row.member_id),
    membership: {
      enrolledAt: row.enrolled_at.toISOString(),
      joinedAt: row.joined_at?.toISOString() ?? null,
    },
    birthdayToldAt: row.told_at?.toISOString() ?? null,
    anniversary: row.anniversary,
  }));
}
