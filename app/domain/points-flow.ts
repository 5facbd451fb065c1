/** What happened to a shop's points over a time: the kinds of the ledger's entries as home tells of them. */
import type { EntryKind } from './ledger.ts';
import type { LocalDate } from './local-time.ts';

/** Days that home can look back on, today among them. */
export const PERIODS = [30, 90, 365] as const;
export type Period = (typeof PERIODS)[number];

/** `redeemed` and `expired` are less what was given back; below 0 where more came back than went. */
export type Flow = { issued: bigint; takenBack: bigint; redeemed: bigint; expired: bigint };
/** What the entries of a kind gave, and what they took (positive). */
export type KindPoints = { kind: EntryKind; gained: bigint; lost: bigint };

export const noFlow: Flow = { issued: 0n, takenBack: 0n, redeemed: 0n, expired: 0n };

/** null: points that move between members, and what the shop carries itself. */
const FLOW_OF = {
  order: 'issued',
  action: 'issued',
  adjustment: 'issued',
  import: 'issued',
  redemption: 'redeemed',
  redemption_reversal: 'redeemed',
  expiry: 'expired',
  expiry_reversal: 'expired',
  write_off: null,
  transfer: null,
  merge: null,
} as const satisfies Record<EntryKind, keyof Flow | null>;

export function flowOf(kinds: readonly KindPoints[]): Flow {
  const flow = { ...noFlow };
  for (const { kind, gained, lost } of kinds) {
    const side = FLOW_OF[kind];
    if (side === 'issued') {
      flow.issued += gained;
      flow.takenBack += lost;
    } else if (side !== null) flow[side] += lost - gained;
  }
  return flow;
}

export function sumOfFlows(flows: readonly Flow[]): Flow {
  const sum = { ...noFlow };
  for (const flow of flows) for (const side of Object.keys(sum) as (keyof Flow)[]) sum[side] += flow[side];
  return sum;
}

/** Of what was issued and not taken back, the share that was redeemed, in tenths of a percent, half up; null where nothing was issued. */
export function redemptionRate({ issued, takenBack, redeemed }: Flow): bigint | null {
  return rateOf(redeemed, issued - takenBack);
}

/** In tenths of a percent, half up; null where there is no whole. */
export function rateOf(part: bigint, whole: bigint): bigint | null {
  if (whole <= 0n) return null;
  return part <= 0n ? 0n : (part * 2000n + whole) / (whole * 2n);
}

/** `net`: what the day changed of all that members hold, by whatever kind. */
export type FlowDay = Flow & { day: LocalDate; net: bigint };
/**
 * `first` and `last` are dates of the shop's calendar; they are the same where a span is one day. `held`: what members held together when it
 * ended, debts set off.
 */
export type FlowSpan = Flow & { first: LocalDate; last: LocalDate; held: bigint };

export const netOf = (kinds: readonly KindPoints[]): bigint =>
  kinds.reduce((sum, { gained, lost }) => sum + gained - lost, 0n);

/** Where spans begin among the dates: few enough to be seen as bars: days, weeks that end today, or months of the calendar. The first may be a part of one. */
export function spanBegins(period: Period, dates: readonly LocalDate[]): number[] {
  const end = dates.length - 1;
  const spanAt = (index: number, date: LocalDate) =>
    period === 30 ? date : period === 90 ? end - index - ((end - index) % 7) : date.slice(0, 7);
  const spans = dates.map((date, index) => spanAt(index, date));
  return [...spans.keys()].filter((index) => index === 0 || spans[index] !== spans[index - 1]);
}

/** Oldest first. `before`: what members held before the first day. */
export function spansOf(period: Period, days: readonly FlowDay[], before: bigint): FlowSpan[] {
  const begins = spanBegins(
    period,
    days.map(({ day }) => day),
  );
  let held = before;
  return begins.map((begin, index) => {
    const own = days.slice(begin, begins[index + 1]);
    held += own.reduce((sum, { net }) => sum + net, 0n);
    return { ...sumOfFlows(own), first: own[0]?.day ?? '', last: own.at(-1)?.day ?? '', held };
  });
}
