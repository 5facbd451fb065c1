import { instantOf, monthsLater, newYear } from '../naive/local-time.ts';
import type { Choices } from './choices.ts';

const ZONES = ['UTC', 'America/New_York', 'Europe/Berlin', 'Asia/Tokyo', 'Pacific/Apia'] as const;

// Last days of months and years, and leap days.
const WALLS: readonly [string, ...string[]] = [
  '2025-06-15T12:00:00Z',
  '2024-02-29T09:30:00Z',
  '2025-12-31T23:59:59.999Z',
  '2026-01-01T00:00:00Z',
  '2025-01-31T18:00:00Z',
  '2025-08-31T00:00:00Z',
];

type Local = { zone: string; wall: string };
/** Local times that clocks skip (by an hour, half an hour, at midnight, by a whole day) or show twice. */
const ODD: readonly [Local, ...Local[]] = [
  { zone: 'America/New_York', wall: '2025-03-09T02:30:00Z' },
  { zone: 'America/New_York', wall: '2025-11-02T01:30:00Z' },
  { zone: 'Europe/Berlin', wall: '2025-03-30T02:15:00Z' },
  { zone: 'Europe/Berlin', wall: '2025-10-26T02:30:00Z' },
  { zone: 'Australia/Lord_Howe', wall: '2025-10-05T02:10:00Z' },
  { zone: 'Australia/Lord_Howe', wall: '2025-04-06T01:45:00Z' },
  { zone: 'Asia/Beirut', wall: '2025-03-30T00:00:00Z' },
  { zone: 'America/Sao_Paulo', wall: '2018-11-04T00:30:00Z' },
  { zone: 'America/Sao_Paulo', wall: '2018-02-17T23:30:00Z' },
  { zone: 'Pacific/Apia', wall: '2011-12-30T10:00:00Z' },
];

const DAY = 86_400_000;
const HOUR = 3_600_000;
const BESIDE = [0, 1, -1, 1000, HOUR, -HOUR, HOUR / 2, -HOUR / 2, DAY, -DAY] as const;

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
  const months = from.of(12, 1, 6, 3, 24);
  const isOdd = from.oneIn(2);
  const plain = { zone: from.of(...ZONES), wall: from.of(...WALLS) };
  const { zone, wall } = isOdd ? from.of(...ODD) : plain;
  const odd = instantOf(Date.parse(wall), zone);
  // So that the odd time is the end of a hold, or the start of a window, as well as a moment of its own.
  const moved = monthsLater(Date.parse(wall), from.of(0, months, -months), 'UTC');
  const pool = [odd, instantOf(moved, zone)];
  for (let left = from.between(2, 6); left > 0; left -= 1) {
    const start = pool[from.upTo(pool.length - 1)] ?? odd;
    const next = from.of(
      () => start + from.between(1, 60) * DAY,
      () => monthsLater(start, months, zone),
      () => monthsLater(start, -months, zone),
      () => newYear(start, from.upTo(2), zone),
      () => start + from.upTo(DAY),
    );
    pool.push(next());
  }
  const moment = () => {
    const at = pool[from.upTo(pool.length - 1)] ?? odd;
    return instantText(at + (from.oneIn(2) ? from.of(...BESIDE) : 0));
  };
  return { zone, months, moment };
}
