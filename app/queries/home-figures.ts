/** The home page's figures: the last days of the shop's calendar against as many before. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import {
  flowOf,
  netOf,
  PERIODS,
  rateOf,
  redemptionRate,
  spansOf,
  sumOfFlows,
  type Flow,
  type FlowDay,
  type FlowSpan,
  type Period,
} from '../domain/points-flow.ts';
import type { LocalDate } from '../domain/local-time.ts';
import { lastDays } from '../domain/shop-days.ts';
import { pointsBefore, pointsOfDays, readFold } from '../storage/points-days.ts';
import {
  countFigures,
  keptFigures,
  type MarketFigures,
  type PeriodFigures,
} from '../storage/shop-figures.ts';
import { inSnapshot } from '../storage/transaction.ts';

/**
 * Rows (members and orders) up to which members, orders and markets are counted whenever they are asked for: a tenth of a second. Above it
 * the last night's figures are shown.
 */
export const COUNTED_AT_ONCE = 60_000;

/** `before`: the same, for the period before. */
export type Compared = { current: bigint; before: bigint };

/** Rates are tenths of a percent; null where there is nothing to take a share of. */
export type MarketRow = Flow &
  Pick<MarketFigures, 'market' | 'members' | 'orders'> & {
    outstanding: bigint;
    redemptionRate: bigint | null;
    repeatRate: bigint | null;
  };

/** Of a day, week or month by its first day; `members`: how many there were when it ended. */
export type MemberSpan = {
  first: LocalDate;
  members: number;
  joined: number;
  orders: number;
  repeatRate: bigint | null;
};

export type HomeFigures = {
  period: Period;
  members: { all: number; joined: number };
  /** When members, orders and markets were counted; null: just now. */
  countedAt: Date | null;
  flow: { current: Flow; before: Flow };
  redemptionRate: bigint | null;
  repeatRate: bigint | null;
  orders: Compared;
  /** What members hold, debts not set off. */
  outstanding: bigint;
  spans: FlowSpan[];
  /** As of when members were counted: not always the same days as those of `spans`. */
  memberSpans: MemberSpan[];
  markets: MarketRow[];
};

type Query = { shop: ShopId; timeZone: string; period?: Period };

/** 30 days for what is none of the periods. */
export const periodOf = (text: string | null): Period =>
  PERIODS.find((days) => String(days) === text) ?? PERIODS[0];

export async function homeFigures(
  deps: Pick<Deps, 'pool' | 'clock'>,
  { shop, timeZone, period = PERIODS[0] }: Query,
): Promise<HomeFigures> {
  const [{ days, held }, { at, figures }] = await Promise.all([
    flowByDay(deps, { shop, timeZone, period }),
    shopFigures(deps, shop, timeZone),
  ]);
  const current = sumOfFlows(days.slice(-period));
  const own = figures[period];
  return {
    period,
    members: { all: figures.members, joined: own.joined },
    countedAt: at,
    flow: { current, before: sumOfFlows(days.slice(0, -period)) },
    redemptionRate: redemptionRate(current),
    repeatRate: repeatRate(own),
    orders: { current: BigInt(own.orders.current), before: BigInt(own.orders.before) },
    outstanding: BigInt(figures.outstanding),
    spans: spansOf(period, days.slice(-period), held + netOfDays(days.slice(0, -period))),
    memberSpans: memberSpans(figures.members, own),
    markets: own.markets.map(marketRow),
  };
}

/** Of the members who bought in the period, the share that has bought more than once. */
const repeatRate = ({ buyers, returning }: Pick<PeriodFigures, 'buyers' | 'returning'>) =>
  rateOf(BigInt(returning), BigInt(buyers));

function marketRow({ market, members, orders, outstanding, ...figures }: MarketFigures): MarketRow {
  const flow = {
    issued: BigInt(figures.issued),
    takenBack: BigInt(figures.takenBack),
    redeemed: BigInt(figures.redeemed),
    expired: BigInt(figures.expired),
  };
  return {
    ...{ market, members, orders, ...flow },
    outstanding: BigInt(outstanding),
    redemptionRate: redemptionRate(flow),
    repeatRate: repeatRate(figures),
  };
}

/** Who was merged away was never one. */
function memberSpans(all: number, { spans }: PeriodFigures): MemberSpan[] {
  let members = all - spans.reduce((sum, { joined }) => sum + joined, 0);
  return spans.map(({ first, joined, orders, ...bought }) => {
    members += joined;
    return { first, members, joined, orders, repeatRate: repeatRate(bought) };
  });
}

const netOfDays = (days: readonly FlowDay[]) => days.reduce((sum, { net }) => sum + net, 0n);

/** Twice the period, oldest first, and what members held before it. An entry counts on the day of what it tells of, not on the day we heard of it. */
function flowByDay(
  { pool, clock }: Pick<Deps, 'pool' | 'clock'>,
  { shop, timeZone, period }: Required<Query>,
): Promise<{ days: FlowDay[]; held: bigint }> {
  return inSnapshot(pool, async (db) => {
    const fold = await readFold(db, shop);
    // Of a shop that has moved, the sums are of its former zone until the hourly job has made them anew.
    const days = lastDays(2 * period, clock.now(), fold?.timeZone ?? timeZone);
    const rows = await pointsOfDays(db, shop, days, fold?.through ?? null);
    const held = await pointsBefore(db, shop, days, fold?.through ?? null);
    const byDay = Map.groupBy(rows, (row) => row.day);
    const flowOn = (day: LocalDate): FlowDay => {
      const kinds = byDay.get(day) ?? [];
      return { day, ...flowOf(kinds), net: netOf(kinds) };
    };
    return { days: days.dates.map(flowOn), held };
  });
}

/** `at`: null where they were counted just now. */
export async function shopFigures(
  { pool, clock }: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  timeZone: string,
) {
  const kept = await keptFigures(pool, shop);
  if (kept && kept.figures.members + kept.figures.orders > COUNTED_AT_ONCE) return kept;
  const figures = await countFigures(pool, shop, { now: clock.now(), timeZone });
  return { at: null, figures };
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

/** How each of the compared figures has changed. */
export function changesOf({ flow, orders }: HomeFigures) {
  const change = (side: keyof Flow) => changeOf({ current: flow.current[side], before: flow.before[side] });
  return {
    issued: change('issued'),
    redeemed: change('redeemed'),
    expired: change('expired'),
    takenBack: change('takenBack'),
    orders: changeOf(orders),
  };
}
