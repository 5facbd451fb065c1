/** Over which orders a level's metric is summed, and how long a level is held (points.md 5). */
import { monthsLater, startOfYear } from './local-time.ts';
import { FOR_EVER, type Stamp } from './stamp.ts';
import type { Tiers } from './tiers.ts';

type Period = Tiers['period'];

/** Where a window begins: with what happened at `at` or only after it. */
export type WindowStart = { at: Stamp; inclusive: boolean };

/** The start of the window that ends at `s`; null: it has none. */
export function windowStart(period: Period, s: Stamp, zone: string): WindowStart | null {
  switch (period.kind) {
    case 'lifetime':
      return null;
    case 'calendarYear':
      return { at: startOfYear(s, zone), inclusive: true };
    case 'rolling':
      return { at: monthsLater(s, -period.months, zone), inclusive: false };
  }
}

export function isWithin(moment: Stamp, start: WindowStart | null): boolean {
  return start === null || moment > start.at || (start.inclusive && moment === start.at);
}

/** Until when a level is held that was qualified for at `s`: it holds while t < that. */
export function heldUntil(period: Period, s: Stamp, zone: string): Stamp {
  switch (period.kind) {
    case 'lifetime':
      return FOR_EVER;
    case 'calendarYear':
      // "To the end of the next calendar year": the start of the one after it.
      return startOfYear(s, zone, 2);
    case 'rolling':
      return monthsLater(s, period.months, zone);
  }
}
