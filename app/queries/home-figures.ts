/** The home page's figures: the last 30 days of the shop's calendar against the 30 before. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';

export const PERIOD_DAYS = 30;

/** `before`: the same, for the period before. */
export type Compared = { current: bigint; before: bigint };
/** `day` is a calendar date (2026-11-21) of the shop. */
export type Day = { day: string; issued: bigint; takenBack: bigint };
export type MarketFigures = { market: string | null; orders: number; earning: number; points: bigint };

export type HomeFigures = {
  members: { all: bigint; joined: bigint };
  issued: Compared;
  takenBack: Compared;
  orders: Compared;
  /** What members hold, debts not set off. */
  outstanding: bigint;
  days: Day[];
  markets: MarketFigures[];
};

type Query = { shop: ShopId; timeZone: string };

export async function homeFigures(deps: Pick<Deps, 'prisma' | 'clock'>, query: Query): Promise<HomeFigures> {
  const now = deps.clock.now();
  const [days, markets, members] = await Promise.all([
    pointsByDay(deps, query, now),
    ordersByMarket(deps, query, now),
    memberFigures(deps, query, now),
  ]);
  const { issued, takenBack } = comparePeriods(days);
  const orders = (current: boolean) =>
    markets.filter((row) => row.current === current).reduce((sum, row) => sum + row.orders, 0n);
  return {
    members: { all: members.all, joined: members.joined },
    outstanding: members.outstanding,
    issued,
    takenBack,
    orders: { current: orders(true), before: orders(false) },
    days: days.slice(-PERIOD_DAYS),
    markets: markets
      .filter((row) => row.current)
      .map(({ market, orders, earning, points }) => ({
        market,
        orders: Number(orders),
        earning: Number(earning),
        points,
      })),
  };
}

/** `days`: two periods, oldest first. */
export function comparePeriods(days: readonly Day[]): { issued: Compared; takenBack: Compared } {
  const current = days.slice(-PERIOD_DAYS);
  const before = days.slice(0, -PERIOD_DAYS);
  const total = (part: readonly Day[], key: 'issued' | 'takenBack') =>
    part.reduce((sum, day) => sum + day[key], 0n);
  return {
    issued: { current: total(current, 'issued'), before: total(before, 'issued') },
    takenBack: { current: total(current, 'takenBack'), before: total(before, 'takenBack') },
  };
}

/** Percent, rounded half up and without sign, and the direction; null where there was nothing before to compare with. */
export function changeOf({
  current,
  before,
}: Compared): { direction: 'up' | 'down' | 'same'; percent: bigint } | null {
  if (before <= 0n) return null;
  const difference = current - before;
  const size = difference < 0n ? -difference : difference;
  const percent = (size * 200n + before) / (before * 2n);
  if (percent === 0n) return { direction: 'same', percent };
  return { direction: difference > 0n ? 'up' : 'down', percent };
}

/** A row for each of the last 60 days. An entry counts on the day of what it tells of, not on the day we heard of it. */
function pointsByDay({ prisma }: Pick<Deps, 'prisma'>, { shop, timeZone }: Query, now: Date): Promise<Day[]> {
  return prisma.$queryRaw<Day[]>`
    WITH period AS (SELECT (${now}::timestamptz AT TIME ZONE ${timeZone})::date AS today, ${PERIOD_DAYS * 2 - 1}::int AS span),
    posted AS (
      SELECT (effective_at AT TIME ZONE ${timeZone})::date AS day,
             sum(points) FILTER (WHERE points > 0) AS issued, -sum(points) FILTER (WHERE points < 0) AS taken_back
      FROM entry, period
      WHERE shop = ${shop} AND kind IN ('order', 'action', 'adjustment', 'import')
        AND effective_at >= (today - span)::timestamp AT TIME ZONE ${timeZone}
      GROUP BY 1)
    SELECT to_char(day, 'YYYY-MM-DD') AS day, coalesce(issued, 0)::bigint AS issued, coalesce(taken_back, 0)::bigint AS "takenBack"
    FROM period, LATERAL (SELECT today - past AS day FROM generate_series(0, span) AS past) AS days LEFT JOIN posted USING (day)
    ORDER BY day`;
}

type MarketRow = { market: string | null; current: boolean; orders: bigint; earning: bigint; points: bigint };

function ordersByMarket(
  { prisma }: Pick<Deps, 'prisma'>,
  { shop, timeZone }: Query,
  now: Date,
): Promise<MarketRow[]> {
  return prisma.$queryRaw<MarketRow[]>`
    WITH period AS (SELECT (${now}::timestamptz AT TIME ZONE ${timeZone})::date AS today, ${PERIOD_DAYS}::int AS length)
    SELECT market, processed_at >= (today - length + 1)::timestamp AT TIME ZONE ${timeZone} AS current,
           count(*) AS orders, count(*) FILTER (WHERE target > 0) AS earning, sum(target)::bigint AS points
    FROM order_facts, period
    WHERE shop = ${shop} AND settled_at IS NOT NULL AND processed_at >= (today - 2 * length + 1)::timestamp AT TIME ZONE ${timeZone}
    GROUP BY 1, 2 ORDER BY points DESC, market`;
}

type MemberFigures = { all: bigint; joined: bigint; outstanding: bigint };

async function memberFigures(
  { prisma }: Pick<Deps, 'prisma'>,
  { shop, timeZone }: Query,
  now: Date,
): Promise<MemberFigures> {
  const [row] = await prisma.$queryRaw<MemberFigures[]>`
    WITH period AS (
      SELECT ((${now}::timestamptz AT TIME ZONE ${timeZone})::date - ${PERIOD_DAYS - 1}::int)::timestamp AT TIME ZONE ${timeZone} AS since)
    SELECT count(*) AS "all", count(*) FILTER (WHERE enrolled_at >= since) AS joined,
           coalesce(sum(greatest(balance, 0)), 0)::bigint AS outstanding
    FROM member, period WHERE shop = ${shop} AND merged_into IS NULL`;
  return row ?? { all: 0n, joined: 0n, outstanding: 0n };
}
