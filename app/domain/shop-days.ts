/** Days of a shop's calendar for SQL, which is told their beginnings: PostgreSQL may not know a zone that Intl knows. */
import { addDays } from './instant.ts';
import { localDate, startOfDate, type LocalDate } from './local-time.ts';
import { stampOf, type Stamp } from './stamp.ts';

/** Oldest first. `starts` are the moments at which the days begin, and last of all the one at which the last day ends. */
export type ShopDays = { dates: LocalDate[]; starts: Stamp[] };

/** The date that many days later (below 0: earlier). */
export const dateAfter = (date: LocalDate, days: number): LocalDate =>
  addDays(`${date}T00:00:00Z`, days).slice(0, 10);

export const dateOf = (at: Date, timeZone: string): LocalDate =>
  localDate(stampOf(at.toISOString()), timeZone);

/** From the day of one moment to the day of another, both included. */
export function shopDays(first: Date, last: Date, timeZone: string): ShopDays {
  const end = dateAfter(dateOf(last, timeZone), 1);
  const dates: LocalDate[] = [];
  for (let date = dateOf(first, timeZone); date < end; date = dateAfter(date, 1)) dates.push(date);
  return { dates, starts: [...dates, end].map((date) => startOfDate(date, timeZone)) };
}

/** So many days, the last of which is that of `now`. */
export function lastDays(count: number, now: Date, timeZone: string): ShopDays {
  const today = dateOf(now, timeZone);
  const dates = Array.from({ length: count + 1 }, (_, index) => dateAfter(today, index + 1 - count));
  return { dates: dates.slice(0, -1), starts: dates.map((date) => startOfDate(date, timeZone)) };
}
