import { instantOf, monthsLater, newYear } from '../naive/local-time.ts';
import type { Choices } from './choices.ts';

/** Zones whose clocks change by an hour, by half an hour, at midnight, never, and by a whole day. */
const ZONES = [
  'UTC',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Asia/Beirut',
  'America/Sao_Paulo',
  'Pacific/Apia',
  'Asia/Tokyo',
] as const;

// Local times at which something is odd in one zone or another: last days of months and years, leap days, hours that are skipped or come twice.
const WALLS: readonly [string, ...string[]] = [
  '2025-06-15T12:00:00Z',
  '2024-02-29T09:30:00Z',
  '2025-12-31T23:59:59.999Z',
  '2026-01-01T00:00:00Z',
  '2025-03-09T02:30:00Z',
  '2025-03-30T02:15:00Z',
  '2025-11-02T01:30:00Z',
  '2025-10-26T02:30:00Z',
  '2025-10-05T02:10:00Z',
  '2025-03-30T00:00:00Z',
  '2018-11-04T00:30:00Z',
  '2018-02-17T23:30:00Z',
  '2011-12-30T10:00:00Z',
  '2025-01-31T18:00:00Z',
  '2025-08-31T00:00:00Z',
];

const DAY = 86_400_000;

export type Calendar = {
  zone: string;
  /** Of rolling periods, most of the time. */
  months: number;
  /** A moment of this case: most lie on, just before or just after a boundary of another. */
  moment(): string;
};

export function instantText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.?0*Z$/, 'Z');
}

/** A shop's time zone and a handful of moments to which everything in the case is dated. */
export function calendar(from: Choices): Calendar {
  const zone = from.of(...ZONES);
  const months = from.of(12, 1, 6, 3, 24);
  const anchor = instantOf(Date.parse(from.of(...WALLS)), zone);
  const pool = [anchor];
  for (let left = from.between(3, 8); left > 0; left -= 1) {
    const start = pool[from.upTo(pool.length - 1)] ?? anchor;
    const moved = [
      () => start + from.between(1, 60) * DAY,
      () => monthsLater(start, months, zone),
      () => monthsLater(start, -months, zone),
      () => newYear(start, from.upTo(2), zone),
      () => start + from.upTo(DAY),
    ];
    pool.push((moved[from.upTo(moved.length - 1)] ?? (() => start))());
  }
  const moment = () => {
    const at = pool[from.upTo(pool.length - 1)] ?? anchor;
    return instantText(at + from.of(0, 0, 0, 1, -1, 1000, DAY, -DAY));
  };
  return { zone, months, moment };
}
