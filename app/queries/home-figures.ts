/** The home page's figures: the last 30 days of the shop's calendar against the 30 before. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { addDays } from '../domain/instant.ts';
import { localDate, startOfDate, type LocalDate } from '../domain/local-time.ts';
import { stampOf, type Stamp } from '../domain/stamp.ts';

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

export async function homeFigures(
  deps: Pick<Deps, 'prisma' | 'clock'>,
  { shop, timeZone }: Query,
): Promise<HomeFigures> {
  const calendar = calendarOf(timeZone, deps.clock.now());
  const [days, markets, members] = await Promise.all([
    pointsByDay(deps, shop, calendar),
    ordersByMarket(deps, shop, calendar),
    memberFigures(deps, shop, calendar),
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

type Calendar = { dates: LocalDate[]; starts: Stamp[] };

/** The dates of both periods, oldest first, and the moments at which they begin and the last one ends: PostgreSQL may not know a zone that Intl knows. */
function calendarOf(timeZone: string, now: Date): Calendar {
  const today = localDate(stampOf(now.toISOString()), timeZone);
  const dateOf = (_: unknown, index: number) =>
    addDays(`${today}T00:00:00Z`, index + 1 - 2 * PERIOD_DAYS).slice(0, 10);
  const dates = Array.from({ length: 2 * PERIOD_DAYS + 1 }, dateOf);
  return { dates: dates.slice(0, -1), starts: dates.map((date) => startOfDate(date, timeZone)) };
}

/** A row for each of the last 60 days. An entry counts on the day of what it tells of, not on the day we heard of it. */
function pointsByDay(
  { prisma }: Pick<Deps, 'prisma'>,
  shop: ShopId,
  { dates, starts }: Calendar,
): Promise<Day[]> {
  return prisma.$queryRaw<Day[]>`
    WITH posted AS (
      SELECT width_bucket(effective_at, ${starts}::timestamptz[]) AS number,
             sum(points) FILTER (WHERE points > 0) AS issued, -sum(points) FILTER (WHERE points < 0) AS taken_back
      FROM entry
      WHERE shop = ${shop} AND kind IN ('order', 'action', 'adjustment', 'import') AND effective_at >= ${starts[0]}::timestamptz
      GROUP BY 1)
    SELECT day, coalesce(issued, 0)::bigint AS issued, coalesce(taken_back, 0)::bigint AS "takenBack"
    FROM unnest(${dates}::text[]) WITH ORDINALITY AS days(day, number) LEFT JOIN posted USING (number)
    ORDER BY number`;
}

type MarketRow = { market: string | null; current: boolean; orders: bigint; earning: bigint; points: bigint };

function ordersByMarket(
  { prisma }: Pick<Deps, 'prisma'>,
  shop: ShopId,
  { starts }: Calendar,
): Promise<MarketRow[]> {
  return prisma.$queryRaw<MarketRow[]>`
    SELECT market, processed_at >= ${starts[PERIOD_DAYS]}::timestamptz AS current,
           count(*) AS orders, count(*) FILTER (WHERE target > 0) AS earning, sum(target)::bigint AS points
    FROM order_facts
    WHERE shop = ${shop} AND settled_at IS NOT NULL AND processed_at >= ${starts[0]}::timestamptz
    GROUP BY 1, 2 ORDER BY points DESC, market`;
}

type MemberFigures = { all: bigint; joined: bigint; outstanding: bigint };

async function memberFigures(
  { prisma }: Pick<Deps, 'prisma'>,
  shop: ShopId,
  { starts }: Calendar,
): Promise<MemberFigures> {
  const [row] = await prisma.$queryRaw<MemberFigures[]>`
    SELECT count(*) AS "all", count(*) FILTER (WHERE enrolled_at >= ${starts[PERIOD_DAYS]}::timestamptz) AS joined,
           coalesce(sum(greatest(balance, 0)), 0)::bigint AS outstanding
    FROM member WHERE shop = ${shop} AND merged_into IS NULL`;
  return row ?? { all: 0n, joined: 0n, outstanding: 0n };
}
