/** Figures of members, orders and markets that want a look at every row: counted here, and kept for shops where that takes long. */
import { z } from 'zod';
import type { ShopId } from '../domain/ids.ts';
import { flowOf, PERIODS, spanBegins, type KindPoints, type Period } from '../domain/points-flow.ts';
import { lastDays, type ShopDays } from '../domain/shop-days.ts';
import type { Db } from './transaction.ts';

/** Points as text. */
const PointsSchema = z.string().regex(/^-?\d+$/);

/** `market` is null for orders and members of none; a member is of the market of their latest order. */
const MarketSchema = z.strictObject({
  market: z.string().nullable(),
  members: z.int(),
  outstanding: PointsSchema,
  orders: z.int(),
  /** As the whole shop's (domain/points-flow.ts), of the members of the market. */
  issued: PointsSchema,
  takenBack: PointsSchema,
  redeemed: PointsSchema,
  expired: PointsSchema,
  /** Members who bought there in the period, and those of them who have bought more than once, whenever and wherever. */
  buyers: z.int(),
  returning: z.int(),
});

/** A day, week or month by its first day: who joined, what was ordered, and who bought. */
const SpanSchema = z.strictObject({
  first: z.string(),
  joined: z.int(),
  orders: z.int(),
  buyers: z.int(),
  returning: z.int(),
});

const PeriodSchema = z.strictObject({
  joined: z.int(),
  /** Settled, processed in the period and in the one before it. */
  orders: z.strictObject({ current: z.int(), before: z.int() }),
  /** As of markets, whoever bought in several counted once. */
  buyers: z.int(),
  returning: z.int(),
  markets: z.array(MarketSchema),
  spans: z.array(SpanSchema),
});

const ShopFiguresSchema = z.strictObject({
  members: z.int(),
  /** What members hold, debts not set off. */
  outstanding: PointsSchema,
  /** All settled orders. */
  orders: z.int(),
  30: PeriodSchema,
  90: PeriodSchema,
  365: PeriodSchema,
});
export type ShopFigures = z.output<typeof ShopFiguresSchema>;
export type PeriodFigures = z.output<typeof PeriodSchema>;
export type MarketFigures = z.output<typeof MarketSchema>;

/** null before the first night, and where another release has written it. */
export async function keptFigures(db: Db, shop: ShopId): Promise<{ at: Date; figures: ShopFigures } | null> {
  const { rows } = await db.query<{ at: Date; figures: unknown }>(
    'SELECT at, figures FROM shop_figures WHERE shop = $1',
    [shop],
  );
  const [row] = rows;
  const parsed = ShopFiguresSchema.safeParse(row?.figures);
  return row && parsed.success ? { at: row.at, figures: parsed.data } : null;
}

export async function keepFigures(db: Db, shop: ShopId, at: Date, figures: ShopFigures): Promise<void> {
  await db.query(
    `INSERT INTO shop_figures (shop, at, figures) VALUES ($1, $2, $3)
     ON CONFLICT (shop) DO UPDATE SET at = excluded.at, figures = excluded.figures WHERE shop_figures.at < excluded.at`,
    [shop, at, JSON.stringify(figures)],
  );
}

/** Of a release that kept them by span; `keptFigures` reads no others. */
const IS_READABLE = `figures @? '$."365".spans'`;

/** Whether another release kept figures: home counts those shops anew at each visit, until they are counted here. */
export async function hasUnreadableFigures(db: Db): Promise<boolean> {
  const { rows } = await db.query(`SELECT FROM shop_figures WHERE NOT ${IS_READABLE} LIMIT 1`);
  return rows.length > 0;
}

/** Shops whose figures, if there are any, are from before `since`, or of another release. */
export async function shopsToCount(db: Db, since: string): Promise<ShopId[]> {
  const { rows } = await db.query<{ shop: ShopId }>(
    `SELECT shop FROM shop WHERE NOT EXISTS (SELECT FROM shop_figures f WHERE f.shop = shop.shop AND f.at >= $1
     AND ${IS_READABLE}) ORDER BY shop`,
    [since],
  );
  return rows.map((row) => row.shop);
}

type Asked = { now: Date; timeZone: string };

/** Reads every member and every order of the shop. */
export async function countFigures(db: Db, shop: ShopId, { now, timeZone }: Asked): Promise<ShopFigures> {
  const calendars = PERIODS.map((days) => lastDays(days, now, timeZone));
  const starts = calendars.map((calendar) => calendar.starts[0] ?? '');
  const befores = PERIODS.map((days) => lastDays(2 * days, now, timeZone).starts[0] ?? '');
  const { rows } = await db.query<MarketRow>(MARKETS, [shop, PERIODS, starts]);
  const totals = await db.query<TotalRow>(TOTALS, [shop, PERIODS, starts, befores]);
  const spans = await countSpans(db, shop, calendars);
  const all = totals.rows[0] ?? { members: 0, outstanding: '0', joined: [], orders: 0, before: [] };
  const period = (days: Period): PeriodFigures => {
    const own = rows.filter((row) => row.days === days);
    const place = PERIODS.indexOf(days);
    const sum = (of: 'orders' | 'latest' | 'latestReturning') =>
      own.reduce((total, row) => total + row[of], 0);
    return {
      joined: all.joined[place] ?? 0,
      orders: { current: sum('orders'), before: all.before[place] ?? 0 },
      buyers: sum('latest'),
      returning: sum('latestReturning'),
      markets: own.map(marketOf).toSorted(byIssued),
      spans: spans[place] ?? [],
    };
  };
  return {
    members: all.members,
    outstanding: all.outstanding,
    orders: all.orders,
    30: period(30),
    90: period(90),
    365: period(365),
  };
}

type MarketRow = Omit<MarketFigures, 'issued' | 'takenBack' | 'redeemed' | 'expired'> & {
  days: number;
  kinds: { kind: KindPoints['kind']; gained: string; lost: string }[];
  /** Buyers whose latest order was there: each member once. */
  latest: number;
  latestReturning: number;
};

function marketOf({
  market,
  members,
  outstanding,
  orders,
  kinds,
  buyers,
  returning,
}: MarketRow): MarketFigures {
  const { issued, takenBack, redeemed, expired } = flowOf(
    kinds.map(({ kind, gained, lost }) => ({ kind, gained: BigInt(gained), lost: BigInt(lost) })),
  );
  const flow = {
    issued: String(issued),
    takenBack: String(takenBack),
    redeemed: String(redeemed),
    expired: String(expired),
  };
  return { market, members, outstanding, orders, ...flow, buyers, returning };
}

/** The most first; of equals, as they came. */
const byIssued = (a: MarketFigures, b: MarketFigures) => {
  const difference = BigInt(b.issued) - BigInt(a.issued);
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
};

type SpanRow = { days: number; span: number } & Omit<z.output<typeof SpanSchema>, 'first'>;

/** For each of the periods, whose days these are. */
async function countSpans(db: Db, shop: ShopId, calendars: readonly ShopDays[]) {
  const spans = PERIODS.flatMap((days, place) => {
    const { dates = [], starts = [] } = calendars[place] ?? {};
    return spanBegins(days, dates).map((begin) => ({
      days,
      first: dates[begin] ?? '',
      start: starts[begin],
    }));
  });
  const { rows } = await db.query<SpanRow>(SPANS, [
    shop,
    spans.map(({ days }) => days),
    spans.map(({ start }) => start),
  ]);
  return PERIODS.map((days) => {
    const own = new Map(rows.filter((row) => row.days === days).map((row) => [row.span, row]));
    return spans
      .filter((span) => span.days === days)
      .map(({ first }, index) => {
        const { joined = 0, orders = 0, buyers = 0, returning = 0 } = own.get(index + 1) ?? {};
        return { first, joined, orders, buyers, returning };
      });
  });
}

type TotalRow = { members: number; outstanding: string; joined: number[]; orders: number; before: number[] };

/** $2 the periods' days, $3 when they begin; all of them last until now. */
const PERIOD = 'unnest($2::int[], $3::timestamptz[]) AS period(days, start)';
/** $4 when the ones before them begin. */
const PERIODS_BEFORE =
  'unnest($2::int[], $3::timestamptz[], $4::timestamptz[]) AS period(days, start, before)';
const SETTLED = 'shop = $1 AND settled_at IS NOT NULL AND processed_at IS NOT NULL';

const TOTALS = `
  SELECT (SELECT count(*)::int FROM member WHERE shop = $1 AND merged_into IS NULL) AS members,
         (SELECT coalesce(sum(balance) FILTER (WHERE balance > 0), 0)::text FROM member WHERE shop = $1 AND merged_into IS NULL) AS outstanding,
         (SELECT count(*)::int FROM order_facts WHERE ${SETTLED}) AS orders,
         array(SELECT (SELECT count(*)::int FROM member WHERE shop = $1 AND merged_into IS NULL AND enrolled_at >= start)
               FROM ${PERIODS_BEFORE} ORDER BY days) AS joined,
         array(SELECT (SELECT count(*)::int FROM order_facts WHERE ${SETTLED} AND processed_at >= before AND processed_at < start)
               FROM ${PERIODS_BEFORE} ORDER BY days) AS before`;

/** $2 and $3: of each span the period that it is of, and when it begins. The places of spans count from 1. */
const SPANS = `
  WITH period AS (SELECT days, array_agg(start ORDER BY start) AS starts FROM ${PERIOD} GROUP BY 1),
  ever AS (SELECT member_id, count(*) > 1 AS is_repeat FROM order_facts WHERE ${SETTLED} AND member_id IS NOT NULL GROUP BY 1),
  buyer AS (
    SELECT days, width_bucket(processed_at, starts) AS span, member_id, count(*) AS orders
    FROM period JOIN order_facts ON ${SETTLED} AND processed_at >= starts[1] GROUP BY 1, 2, 3),
  bought AS (
    SELECT days, span, sum(orders) AS orders, count(member_id) AS buyers, count(*) FILTER (WHERE is_repeat) AS repeat_buyers
    FROM buyer LEFT JOIN ever USING (member_id) GROUP BY 1, 2),
  came AS (
    SELECT days, width_bucket(enrolled_at, starts) AS span, count(*) AS joined
    FROM period JOIN member ON shop = $1 AND merged_into IS NULL AND enrolled_at >= starts[1] GROUP BY 1, 2)
  SELECT days, span, coalesce(joined, 0)::int AS joined, coalesce(orders, 0)::int AS orders, coalesce(buyers, 0)::int AS buyers,
         coalesce(repeat_buyers, 0)::int AS "returning"
  FROM bought FULL JOIN came USING (days, span)`;

/**
 * No market is '' here, so that rows join. Of two latest orders at the same moment, the first market's by its name. Entries are read once: `part` tells how
 * many of the periods they are in.
 */
const MARKETS = `
  WITH period AS (SELECT * FROM ${PERIOD}),
  bought AS (
    SELECT member_id, coalesce(market, '') AS market, count(*) AS orders, max(processed_at) AS at
    FROM order_facts WHERE ${SETTLED} AND member_id IS NOT NULL GROUP BY 1, 2),
  buyer AS (
    SELECT member_id, market, at, sum(orders) OVER of_member > 1 AS is_repeat,
           row_number() OVER (PARTITION BY member_id ORDER BY at DESC, market) = 1 AS is_latest
    FROM bought WINDOW of_member AS (PARTITION BY member_id)),
  home AS (SELECT member.member_id, coalesce(latest.market, '') AS market, balance, merged_into FROM member
           LEFT JOIN buyer AS latest ON latest.member_id = coalesce(merged_into, member.member_id) AND is_latest
           WHERE shop = $1),
  held AS (
    SELECT market, count(*) AS members, coalesce(sum(balance) FILTER (WHERE balance > 0), 0) AS outstanding
    FROM home WHERE merged_into IS NULL GROUP BY 1),
  bought_in AS (
    SELECT days, market, count(*) AS buyers, count(*) FILTER (WHERE is_repeat) AS repeat_buyers,
           count(*) FILTER (WHERE is_latest) AS latest, count(*) FILTER (WHERE is_latest AND is_repeat) AS latest_returning
    FROM period JOIN buyer ON at >= start GROUP BY 1, 2),
  ordered AS (
    SELECT days, coalesce(market, '') AS market, count(*) AS orders
    FROM period JOIN order_facts ON ${SETTLED} AND processed_at >= start GROUP BY 1, 2),
  edge AS (SELECT array_agg(start ORDER BY start) AS starts FROM period),
  moved AS (
    SELECT width_bucket(effective_at, starts) AS part, coalesce(home.market, '') AS market, kind,
           sum(points) FILTER (WHERE points > 0) AS gained, -sum(points) FILTER (WHERE points < 0) AS lost
    FROM edge JOIN entry ON entry.shop = $1 AND effective_at >= starts[1]
    LEFT JOIN home USING (member_id) GROUP BY 1, 2, 3),
  moved_in AS (
    SELECT days, market, kind, coalesce(sum(gained), 0)::text AS gained, coalesce(sum(lost), 0)::text AS lost
    FROM period CROSS JOIN edge JOIN moved ON part >= width_bucket(start, starts) GROUP BY 1, 2, 3),
  flow AS (
    SELECT days, market, json_agg(json_build_object('kind', kind, 'gained', gained, 'lost', lost)) AS kinds FROM moved_in GROUP BY 1, 2),
  place AS (SELECT market FROM held UNION SELECT market FROM ordered UNION SELECT market FROM flow)
  SELECT days, nullif(market, '') AS market, coalesce(members, 0)::int AS members, coalesce(outstanding, 0)::text AS outstanding,
         coalesce(orders, 0)::int AS orders, coalesce(kinds, '[]'::json) AS kinds,
         coalesce(buyers, 0)::int AS buyers, coalesce(repeat_buyers, 0)::int AS "returning",
         coalesce(latest, 0)::int AS latest, coalesce(latest_returning, 0)::int AS "latestReturning"
  FROM period CROSS JOIN place LEFT JOIN held USING (market) LEFT JOIN ordered USING (days, market)
  LEFT JOIN flow USING (days, market) LEFT JOIN bought_in USING (days, market)
  ORDER BY days, market`;
