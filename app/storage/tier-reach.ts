/** How far members have come by what levels are measured by (points.md 5): counted over every order of a shop, and kept for a while. */
import { z } from 'zod';
import type { ShopId } from '../domain/ids.ts';
import { startOfYear } from '../domain/local-time.ts';
import { stampOf } from '../domain/stamp.ts';
import { LEADING_DIGITS, type Reach } from '../domain/tier-reach.ts';
import type { Tiers } from '../domain/tiers.ts';
import { PLACED_UNTIL } from './tier-standings.ts';
import type { Db, Tx } from './transaction.ts';

export type Measure = Pick<Tiers, 'basis' | 'period'>;

const nameOf = ({ basis, period }: Measure): string =>
  `${basis} ${period.kind}${period.kind === 'rolling' ? ` ${period.months}` : ''}`;

/** As a row keeps it, short: level kept, levels given, reached, members. */
const ReachesSchema = z.array(
  z
    .tuple([z.string().nullable(), z.string(), z.string(), z.int()])
    .transform(([kept, given, reached, members]): Reach => ({
      kept,
      given: given.split(' ').filter(Boolean),
      reached,
      members,
    })),
);

export type KeptReach = {
  countedAt: string;
  /** Milliseconds that counting took. */
  took: number;
  /** null: it took too long, and was given up. */
  reaches: Reach[] | null;
};

export async function readReach(db: Db, shop: ShopId, measure: Measure): Promise<KeptReach | null> {
  const { rows } = await db.query<{ counted_at: Date; took: number; reaches: unknown }>(
    'SELECT counted_at, took, reaches FROM tier_reach WHERE shop = $1 AND measure = $2',
    [shop, nameOf(measure)],
  );
  const [row] = rows;
  const reaches = ReachesSchema.nullable().safeParse(row?.reaches);
  return row && reaches.success
    ? { countedAt: row.counted_at.toISOString(), took: row.took, reaches: reaches.data }
    : null;
}

/** So many of a shop are kept: a merchant who tries periods leaves one behind for each. */
const KEPT = 8;

export async function keepReach(tx: Tx, shop: ShopId, measure: Measure, counted: KeptReach): Promise<void> {
  const { countedAt, took, reaches } = counted;
  const rows = reaches?.map(({ kept, given, reached, members }) => [kept, given.join(' '), reached, members]);
  await tx.query(
    `INSERT INTO tier_reach (shop, measure, counted_at, took, reaches) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (shop, measure) DO UPDATE SET counted_at = excluded.counted_at, took = excluded.took, reaches = excluded.reaches`,
    [shop, nameOf(measure), countedAt, took, JSON.stringify(rows ?? null)],
  );
  await tx.query(
    `DELETE FROM tier_reach WHERE shop = $1 AND measure NOT IN (
       SELECT measure FROM tier_reach WHERE shop = $1 ORDER BY counted_at DESC LIMIT ${KEPT})`,
    [shop],
  );
}

/** Spending is summed in 10^-10 of the shop's currency. */
const SPEND_UNIT = ' * 0.0000000001';

type Asked = {
  measure: Measure;
  timeZone: string;
  /** In UTC with milliseconds. */
  now: string;
  /** Whether the rows of orders have their points: before the first version that counts them for levels they do not. */
  withPoints: boolean;
};

/** Reads every member and every order of the shop: a second or so for a million orders. Those who have the same level and reached as much are counted together. */
export async function countReach(db: Db, shop: ShopId, asked: Asked): Promise<Reach[]> {
  const { measure, timeZone, now } = asked;
  const values = [shop, stampOf(now), ...WINDOWS[measure.period.kind].values(measure, timeZone, now)];
  const { rows } = await db.query<{ kept: string | null; given: string; reached: string; members: number }>(
    `WITH counted AS (${countedOrders(asked)}),
     reach AS (${WINDOWS[measure.period.kind].sql}),
     given AS (
       SELECT member_id, string_agg(DISTINCT level, ' ') AS levels FROM tier_placement AS placed
       WHERE shop = $1 AND level IS NOT NULL AND at <= $2::text::timestamptz AND (${PLACED_UNTIL} > $2::text::timestamptz OR ${PLACED_UNTIL} IS NULL)
       GROUP BY member_id),
     standing AS (
       SELECT tier_level AS kept, coalesce(levels, '') AS given, coalesce(reached, 0)${measure.basis === 'spend' ? SPEND_UNIT : ''} AS reached, count(*) AS members
       FROM member LEFT JOIN reach USING (member_id) LEFT JOIN given USING (member_id)
       WHERE shop = $1 AND merged_into IS NULL GROUP BY 1, 2, 3)
     SELECT kept, given, ${cut('reached')}::text AS reached, sum(members)::int AS members FROM standing GROUP BY 1, 2, 3`,
    values,
  );
  return rows.map(({ given, ...row }) => ({ ...row, given: given.split(' ').filter(Boolean) }));
}

/** Cut to its leading digits, without zeros behind the point. */
const cut = (column: string): string =>
  `trim_scale(trunc(${column}, ${LEADING_DIGITS} - CASE WHEN ${column} < 1 THEN 0 ELSE length(trunc(${column})::text) END))`;

/** The orders up to now with their running sums. Of spending, `rests` more than `total` is reached where its parts below 10^-10 add up to that. */
function countedOrders({ measure: { basis }, withPoints }: Asked): string {
  const from = 'FROM tier_order WHERE tier_order.shop = $1 AND moment <= $2';
  const columns = 'tier_order.member_id, moment, steps';
  switch (basis) {
    case 'spend':
      return `SELECT ${columns}, spend AS total, partial AS rests ${from}`;
    case 'points':
      return withPoints
        ? `SELECT ${columns}, points::numeric AS total, 0::bigint AS rests ${from}`
        : `SELECT ${columns}, sum(target) OVER (PARTITION BY tier_order.member_id ORDER BY moment, order_id) AS total, 0::bigint AS rests
           FROM tier_order JOIN order_facts USING (shop, order_id) WHERE tier_order.shop = $1 AND moment <= $2::text`;
    case 'basePoints':
      return `SELECT ${columns}, base_points::numeric AS total, 0::bigint AS rests ${from}`;
    case 'orders':
      return `SELECT ${columns}, orders::numeric AS total, 0::bigint AS rests ${from}`;
  }
}

type Window = { sql: string; values: (measure: Measure, timeZone: string, now: string) => unknown[] };

/** From running sums, which never fall, to the most that an order reached whose level would still be held. */
const WINDOWS: Record<Measure['period']['kind'], Window> = {
  lifetime: {
    sql: 'SELECT member_id, max(total) + greatest(max(rests) - 1, 0) AS reached FROM counted GROUP BY 1',
    values: () => [],
  },
  // A level of the last year is held to the end of this one.
  calendarYear: {
    sql: `SELECT member_id, greatest(last_total - before_total + greatest(last_rests - before_rests - 1, 0),
                                     all_total - last_total + greatest(all_rests - last_rests - 1, 0)) AS reached
          FROM (SELECT member_id, max(total) AS all_total, max(rests) AS all_rests,
                  coalesce(max(total) FILTER (WHERE moment < $3), 0) AS before_total, coalesce(max(rests) FILTER (WHERE moment < $3), 0) AS before_rests,
                  coalesce(max(total) FILTER (WHERE moment < $4), 0) AS last_total, coalesce(max(rests) FILTER (WHERE moment < $4), 0) AS last_rests
                FROM counted GROUP BY 1) AS years`,
    values: (_measure, timeZone, now) => [-1, 0].map((years) => startOfYear(stampOf(now), timeZone, years)),
  },
  // In the shop's local time, as points.md has it; of an hour that occurs twice PostgreSQL takes the second where points.md takes the first.
  rolling: {
    sql: `SELECT member_id, max(total - coalesce(total_before, 0) + greatest(rests - coalesce(rests_before, 0) - 1, 0)) AS reached
          FROM (SELECT member_id, steps, at, total, rests, max(total) OVER earlier AS total_before, max(rests) OVER earlier AS rests_before
                FROM (SELECT *, moment::timestamptz AT TIME ZONE $3 AS at FROM counted) AS local
                WINDOW earlier AS (PARTITION BY member_id ORDER BY at RANGE BETWEEN UNBOUNDED PRECEDING AND make_interval(months => $4) PRECEDING)
          ) AS summed
          WHERE at + make_interval(months => $4) > $2::text::timestamptz AT TIME ZONE $3 AND (steps->-1->>1)::boolean GROUP BY 1`,
    values: ({ period }, timeZone) => [timeZone, period.kind === 'rolling' ? period.months : 0],
  },
};
