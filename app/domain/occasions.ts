/** Days that come again every year (points.md section 7): birthdays and anniversaries of enrolment, in the shop's calendar. Pure. */
import { addDays } from './instant.ts';
import { localDate, monthsLater, startOfDate, type LocalDate } from './local-time.ts';
import type { Stamp } from './stamp.ts';

/** A birthday as a member tells it, without a year; month and day begin with 1. */
export type MonthDay = { month: number; day: number };

/** Nobody is a member for longer; a date beyond it is a fault of whoever told it. */
const YEARS_MAX = 100;

const twoDigits = (value: number): string => String(value).padStart(2, '0');
const monthDayText = ({ month, day }: MonthDay): string => `${twoDigits(month)}-${twoDigits(day)}`;

function isDate(text: LocalDate): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** Whether some year has that day: 29 February is one. */
export const isMonthDay = (value: MonthDay): boolean => isDate(`2024-${monthDayText(value)}`);

export function dateAfter(date: LocalDate): LocalDate {
  return addDays(`${date}T00:00:00Z`, 1).slice(0, 10);
}

export const yearOf = (date: LocalDate): number => Number(date.slice(0, 4));

/** The days of the year that are celebrated on a date: 29 February on the 28th where the year has none, as months are clipped elsewhere. */
export function celebratedOn(date: LocalDate): MonthDay[] {
  const own = { month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
  const leapDay = { month: 2, day: 29 };
  const standsIn = date.endsWith('-02-28') && !isDate(`${date.slice(0, 4)}-02-29`);
  return standsIn ? [own, leapDay] : [own];
}

export const isSameDay = (one: MonthDay, other: MonthDay): boolean =>
  one.month === other.month && one.day === other.day;

export const isCelebratedOn = (date: LocalDate, birthday: MonthDay): boolean =>
  celebratedOn(date).some((one) => isSameDay(one, birthday));

/** The dates after `first` and before `last`; null: none. */
export function datesBetween(first: LocalDate, last: LocalDate | null): LocalDate[] {
  const dates: LocalDate[] = [];
  if (last === null) return dates;
  for (let date = dateAfter(first); date < last; date = dateAfter(date)) dates.push(date);
  return dates;
}

/** The days of former years, as moments from <= t < until, whose anniversary is on a date; none that ended before `earliest`. */
export function anniversaryWindows(
  date: LocalDate,
  earliest: Stamp,
  zone: string,
): { from: Stamp; until: Stamp }[] {
  const firstYear = Math.max(yearOf(localDate(earliest, zone)), yearOf(date) - YEARS_MAX);
  const years = Array.from({ length: Math.max(0, yearOf(date) - firstYear) }, (_, back) => firstYear + back);
  return years
    .flatMap((year) =>
      celebratedOn(date).map((one) => `${String(year).padStart(4, '0')}-${monthDayText(one)}`),
    )
    .filter(isDate)
    .map((day) => ({ from: startOfDate(day, zone), until: startOfDate(dateAfter(day), zone) }))
    .filter(({ from, until }) => from < until && until > earliest);
}

/** From which date on a birthday that was told at a moment can be told anew: a year later. */
export function changeableFrom(toldAt: Stamp, zone: string): LocalDate {
  return localDate(monthsLater(toldAt, 12, zone), zone);
}
