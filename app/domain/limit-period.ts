/** Periods of limits (points.md section 7, rewards.md) in the shop's calendar. Pure: PostgreSQL may not know a time zone that Intl knows. */
import { localDate, startOfDate, type LocalDate } from './local-time.ts';
import type { Limit } from './reward-parts.ts';
import type { Stamp } from './stamp.ts';

/** Moments from <= t < until. */
export type Period = { from: Stamp; until: Stamp };

/** The period that holds a moment; null: all of time. Weeks begin on Monday. */
export function limitPeriod(at: Stamp, per: Limit['per'], zone: string): Period | null {
  if (per === 'ever') return null;
  const [first, next] = datesAround(localDate(at, zone), per);
  return { from: startOfDate(first, zone), until: startOfDate(next, zone) };
}

/** The first date of the period that a date lies in, and of the one after it. */
function datesAround(date: LocalDate, per: Exclude<Limit['per'], 'ever'>): [LocalDate, LocalDate] {
  const [year, month, day] = [date.slice(0, 4), date.slice(5, 7), date.slice(8, 10)].map(Number) as [
    number,
    number,
    number,
  ];
  // Sunday is 0.
  const sinceMonday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
  switch (per) {
    case 'day':
      return [dateText(year, month, day), dateText(year, month, day + 1)];
    case 'week':
      return [dateText(year, month, day - sinceMonday), dateText(year, month, day - sinceMonday + 7)];
    case 'month':
      return [dateText(year, month, 1), dateText(year, month + 1, 1)];
    case 'year':
      return [dateText(year, 1, 1), dateText(year + 1, 1, 1)];
  }
}

/** Of a day or month beyond the calendar's the one that it comes to, as 32 March is 1 April. */
function dateText(year: number, month: number, day: number): LocalDate {
  const date = new Date(0);
  // setUTCFullYear, since Date.UTC takes the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day);
  return date.toISOString().slice(0, 10);
}
