/** Telling members ahead (points.md 6), pure: which reminders are due for the dates at which their points expire. */
import { toldExpiry, type ExpiryRules } from './expiry.ts';
import { addDays } from './instant.ts';
import type { Lot } from './ledger.ts';
import { endOfDayDaysLater } from './local-time.ts';
import { stampOf } from './stamp.ts';

/** Days of the shop's calendar ahead, the first reminder first. */
export const LEADS = [30, 7] as const;
export type Lead = (typeof LEADS)[number];

export type Reminder = { at: string; points: bigint; daysAhead: Lead };

/** What expires when, of points that are left, soonest first. */
export function expiringPoints(lots: readonly Lot[]): { at: string; points: bigint }[] {
  const byDate = new Map<string, bigint>();
  for (const { expiresAt, remaining } of lots)
    if (expiresAt !== null) byDate.set(expiresAt, (byDate.get(expiresAt) ?? 0n) + remaining);
  return [...byDate].map(([at, points]) => ({ at, points })).sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** Members see what expires within so many days. */
export const SHOWN_AHEAD = 60;

/** The next points to expire, where members see them by now; null where none do. */
export function shownExpiry(lots: readonly Lot[], now: string): { at: string; points: bigint } | null {
  const next = nextExpiry(lots, now);
  return next && addDays(next.at, -SHOWN_AHEAD) <= now ? next : null;
}

/** When what `shownExpiry` gives is another by itself; null: never, as things stand. */
export function shownExpiryChanges(lots: readonly Lot[], now: string): string | null {
  const next = nextExpiry(lots, now);
  if (next === null) return null;
  const seen = addDays(next.at, -SHOWN_AHEAD);
  return seen > now ? seen : next.at;
}

/** The next points to expire; null where none do. */
export function nextExpiry(lots: readonly Lot[], now: string): { at: string; points: bigint } | null {
  return expiringPoints(lots).find(({ at }) => at > now) ?? null;
}

/** The end of the day that many days of the calendar before the day that ends at `at`. */
const ahead = (at: string, lead: Lead, timeZone: string): string =>
  new Date(endOfDayDaysLater(stampOf(at), -lead, timeZone)).toISOString();

/** What is told of a lot as it opens: its date, and when there is first something to do for it. */
export type ToldLot = { expiresAt: string; lookAt: string };

/** null where `toldExpiry` tells no date: whoever looks at the member's lots finds it. */
export function toldLot(availableAt: string, rules: ExpiryRules): ToldLot | null {
  const expiresAt = toldExpiry(availableAt, rules);
  return expiresAt === null ? null : { expiresAt, lookAt: ahead(expiresAt, LEADS[0], rules.timeZone) };
}

/**
 * One for each date whose time has come: after a downtime the nearest lead only, since nobody wants to be told the same twice at once, and none for
 * what is gone already.
 */
export function dueReminders(lots: readonly Lot[], now: string, timeZone: string): Reminder[] {
  return expiringPoints(lots).flatMap(({ at, points }) => {
    if (at <= now) return [];
    const daysAhead = LEADS.findLast((lead) => ahead(at, lead, timeZone) <= now);
    return daysAhead === undefined ? [] : [{ at, points, daysAhead }];
  });
}

/**
 * When a member's lots have to be looked at next: a reminder, points that expire, or one of the moments at which a lot's period becomes its own (`decided`:
 * domain/expiry `ownSince`). null: never, as things stand.
 */
export function nextExpiryWork(
  lots: readonly Lot[],
  decided: readonly (string | null)[],
  now: string,
  timeZone: string,
): string | null {
  const moments = expiringPoints(lots).flatMap(({ at }) =>
    at <= now ? [] : [at, ...LEADS.map((lead) => ahead(at, lead, timeZone))],
  );
  const all = [...moments, ...decided.filter((one) => one !== null)];
  return all.filter((moment) => moment > now).sort()[0] ?? null;
}
