/**
 * Calendar arithmetic in a time zone (points.md 5), as Temporal's "compatible" does it: a local time that a clock change skips moves
 * forward by the gap, one that occurs twice is the first. Intl knows the zones' rules.
 */
import { DAY_IN_MILLISECONDS } from './instant.ts';
import type { Stamp } from './stamp.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const field = '2-digit' as const;
  // iso8601: Gregorian at all times, as our texts are.
  const format = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: field,
    day: field,
    hour: field,
    minute: field,
    second: field,
  });
  formats.set(zone, format);
  return format;
}

function utc(year: number, month: number, day: number, timeOfDay = 0): number {
  // setUTCFullYear, since Date.UTC takes the years 0 to 99 for 1900 to 1999.
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return date.getTime() + timeOfDay;
}

/** By zone, what its clocks are ahead of UTC on a day (of UTC, since 1970); null: they change on that day. */
const daysOffsets = new Map<string, Map<number, number | null>>();
const DAYS_MAX = 20_000;

/** Intl takes some 10 microseconds to tell a time, and the same days are asked for at every order. No zone changes and changes back within a day. */
function offsetOn(zone: string, day: number): number | null {
  const known = daysOffsets.get(zone) ?? new Map<number, number | null>();
  const before = known.get(day);
  if (before !== undefined) return before;
  const [begins, ends] = [day * DAY_IN_MILLISECONDS, (day + 1) * DAY_IN_MILLISECONDS];
  const offset = shownAt(zone, begins) - begins;
  const constant = shownAt(zone, ends) - ends === offset ? offset : null;
  if (known.size >= DAYS_MAX) known.clear();
  known.set(day, constant);
  daysOffsets.set(zone, known);
  return constant;
}

/** What the zone's clocks show at a moment, as milliseconds since 1970 of a clock that never changed; a zone's offset is whole seconds. */
function localAt(zone: string, milliseconds: number): number {
  const intoDay = ((milliseconds % DAY_IN_MILLISECONDS) + DAY_IN_MILLISECONDS) % DAY_IN_MILLISECONDS;
  const offset = offsetOn(zone, (milliseconds - intoDay) / DAY_IN_MILLISECONDS);
  return offset === null ? shownAt(zone, milliseconds) : milliseconds + offset;
}

/** The same, by asking Intl. */
function shownAt(zone: string, milliseconds: number): number {
  const fields = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0 };
  for (const { type, value } of formatOf(zone).formatToParts(milliseconds))
    if (type in fields) fields[type as keyof typeof fields] = Number(value);
  const timeOfDay = ((fields.hour * 60 + fields.minute) * 60 + fields.second) * 1000;
  const withinSecond = ((milliseconds % 1000) + 1000) % 1000;
  return utc(fields.year, fields.month - 1, fields.day, timeOfDay) + withinSecond;
}

/** The moment at which the zone's clocks show `local`, and how often they do. */
function momentsOf(zone: string, local: number): { first: number; times: 0 | 1 | 2 } {
  const offsets = [-1, 1].map((days) => {
    const near = local + days * DAY_IN_MILLISECONDS;
    return localAt(zone, near) - near;
  });
  const moments = offsets.map((offset) => local - offset).filter((moment) => localAt(zone, moment) === local);
  const first = Math.min(...moments);
  // Skipped: by the offset from before the change, which lands as far behind the gap as the time was into it.
  if (moments.length === 0) return { first: local - (offsets[0] ?? 0), times: 0 };
  return { first, times: moments.some((moment) => moment !== first) ? 2 : 1 };
}

const momentOf = (zone: string, local: number): number => momentsOf(zone, local).first;

/** A stamp has one width: 2026-11-22T10:00:00.123456789Z. */
const split = (at: Stamp): { milliseconds: number; rest: string } => ({
  milliseconds: Date.parse(`${at.slice(0, 23)}Z`),
  rest: at.slice(23, 29),
});

const stamp = (milliseconds: number, rest = '000000'): Stamp =>
  `${new Date(milliseconds).toISOString().slice(0, 23)}${rest}Z`;

/** The local day that many calendar months after `local` (below 0: before), clipped to the month's last day. */
function dayMonthsLater(local: Date, months: number): [year: number, month: number, day: number] {
  const [year, month] = [local.getUTCFullYear(), local.getUTCMonth() + months];
  const lastDay = new Date(utc(year, month + 1, 0)).getUTCDate();
  return [year, month, Math.min(local.getUTCDate(), lastDay)];
}

/** The same local time that many calendar months later (below 0: earlier), clipped to the month's last day. */
export function monthsLater(at: Stamp, months: number, zone: string): Stamp {
  const { milliseconds, rest } = split(at);
  const local = new Date(localAt(zone, milliseconds));
  const timeOfDay = local.getTime() - utc(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate());
  return stamp(momentOf(zone, utc(...dayMonthsLater(local, months), timeOfDay)), rest);
}

/** The last millisecond of the local day that many calendar months later, clipped to the month's last day: a day ends where the next begins. */
export function endOfDayMonthsLater(at: Stamp, months: number, zone: string): Stamp {
  const [year, month, day] = dayMonthsLater(new Date(localAt(zone, split(at).milliseconds)), months);
  return stamp(momentOf(zone, utc(year, month, day + 1)) - 1);
}

/** The last millisecond of the local day that many days later (below 0: earlier). */
export function endOfDayDaysLater(at: Stamp, days: number, zone: string): Stamp {
  const local = new Date(localAt(zone, split(at).milliseconds));
  return stamp(
    momentOf(zone, utc(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate() + days + 1)) - 1,
  );
}

/** The first moment of the local year `years` after that of `at`. */
export function startOfYear(at: Stamp, zone: string, years = 0): Stamp {
  const year = new Date(localAt(zone, split(at).milliseconds)).getUTCFullYear();
  return stamp(momentOf(zone, utc(year + years, 0, 1)));
}

/** The first moment after a calendar date (2026-11-21) of the zone. */
export function endOfDay(day: string, zone: string): Stamp {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return stamp(momentOf(zone, utc(year, month - 1, date + 1)));
}

/** A date of a calendar as people write it: 2026-11-22. Dates sort as text. */
export type LocalDate = string;

/** The date that the zone's clocks show at a moment. */
export function localDate(at: Stamp, zone: string): LocalDate {
  return new Date(localAt(zone, split(at).milliseconds)).toISOString().slice(0, 10);
}

/** The first moment of a date; where clocks skip its midnight, the first that they show. */
export function startOfDate(date: LocalDate, zone: string): Stamp {
  return stamp(momentOf(zone, Date.parse(`${date}T00:00:00Z`)));
}

/** A time of day to the minute, as clocks show it: 09:30. */
export type LocalTime = string;

/** The date and the time of day that the zone's clocks show at a moment. */
export function localDateTime(at: Stamp, zone: string): { date: LocalDate; time: LocalTime } {
  const shown = new Date(localAt(zone, split(at).milliseconds)).toISOString();
  return { date: shown.slice(0, 10), time: shown.slice(11, 16) };
}

/** The moment of a date and time of a zone, and how often its clocks show that: not once where they go forward over it, twice where they go back. */
export function momentOfLocal(
  date: LocalDate,
  time: LocalTime,
  zone: string,
): { at: Stamp; times: 0 | 1 | 2 } {
  const { first, times } = momentsOf(zone, Date.parse(`${date}T${time}:00Z`));
  return { at: stamp(first), times };
}
