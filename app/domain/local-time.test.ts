import { describe, expect, it, test } from 'vitest';
import { endOfDay, localDate, localDateTime, momentOfLocal, monthsLater, startOfYear } from './local-time.ts';
import { stampOf } from './stamp.ts';

describe('calendar months in a zone', () => {
  it.each([
    ['UTC', '2026-01-31T12:00:00Z', 1, '2026-02-28T12:00:00Z', 'clipped to the last day'],
    ['UTC', '2024-02-29T00:00:00Z', 12, '2025-02-28T00:00:00Z', 'a leap day'],
    ['UTC', '2025-02-28T00:00:00Z', -12, '2024-02-28T00:00:00Z', 'backwards there is nothing to clip'],
    ['UTC', '2026-05-31T23:59:59.999999999Z', -3, '2026-02-28T23:59:59.999999999Z', 'nanoseconds stay'],
    ['UTC', '1969-12-31T23:59:59.5Z', -1, '1969-11-30T23:59:59.5Z', 'before 1970'],
    ['America/New_York', '2026-01-15T12:00:00-05:00', 6, '2026-07-15T12:00:00-04:00', 'into summer time'],
    [
      'America/New_York',
      '2026-02-08T02:30:00-05:00',
      1,
      '2026-03-08T03:30:00-04:00',
      'skipped: forward by the gap',
    ],
    ['America/New_York', '2026-10-01T01:30:00-04:00', 1, '2026-11-01T01:30:00-04:00', 'twice: the first'],
    ['America/New_York', '2025-12-31T23:30:00-05:00', 2, '2026-02-28T23:30:00-05:00', 'the local day counts'],
    [
      'Europe/Berlin',
      '2026-02-28T02:30:00+01:00',
      1,
      '2026-03-28T02:30:00+01:00',
      'the day before the change',
    ],
    ['Europe/Berlin', '2026-04-29T02:30:00+02:00', -1, '2026-03-29T03:30:00+02:00', 'skipped, backwards'],
    ['Europe/Berlin', '2026-09-25T02:30:00+02:00', 1, '2026-10-25T02:30:00+02:00', 'twice: the first'],
    ['Asia/Tokyo', '2026-08-31T08:00:00+09:00', 6, '2027-02-28T08:00:00+09:00', 'no summer time'],
    [
      'Australia/Lord_Howe',
      '2026-09-04T02:10:00+10:30',
      1,
      '2026-10-04T02:40:00+11:00',
      'a gap of half an hour',
    ],
    [
      'Australia/Lord_Howe',
      '2026-03-05T01:45:00+11:00',
      1,
      '2026-04-05T01:45:00+11:00',
      'half an hour twice',
    ],
    ['Pacific/Apia', '2011-11-30T10:00:00-10:00', 1, '2011-12-31T10:00:00+14:00', 'a day that never was'],
    ['Pacific/Apia', '2012-01-30T10:00:00+14:00', -1, '2011-12-31T10:00:00+14:00', 'the same, backwards'],
  ])('%s: %s and %i months is %s (%s)', (zone, at, months, there) => {
    expect(monthsLater(stampOf(at), months, zone)).toBe(stampOf(there));
  });
});

describe('the start of a local year', () => {
  it.each([
    ['UTC', '2026-06-01T00:00:00Z', 0, '2026-01-01T00:00:00Z'],
    ['UTC', '2026-01-01T00:00:00Z', 2, '2028-01-01T00:00:00Z'],
    ['Asia/Tokyo', '2025-12-31T15:00:00Z', 0, '2025-12-31T15:00:00Z'],
    ['Asia/Tokyo', '2025-12-31T14:59:59Z', 0, '2024-12-31T15:00:00Z'],
    ['America/New_York', '2026-01-01T04:59:59Z', 0, '2025-01-01T05:00:00Z'],
    ['America/New_York', '2026-01-01T04:59:59Z', 2, '2027-01-01T05:00:00Z'],
    ['Pacific/Apia', '2011-12-31T00:00:00Z', 0, '2011-01-01T10:00:00Z'],
  ])('%s: %s and %i years begins at %s', (zone, at, years, start) => {
    expect(startOfYear(stampOf(at), zone, years)).toBe(stampOf(start));
  });
});

describe('the end of a local day', () => {
  it.each([
    ['UTC', '2026-12-31', '2027-01-01T00:00:00Z'],
    ['America/New_York', '2026-11-21', '2026-11-22T05:00:00Z'],
    ['America/New_York', '2026-03-08', '2026-03-09T04:00:00Z'],
    ['Asia/Tokyo', '2028-02-28', '2028-02-28T15:00:00Z'],
    ['Pacific/Apia', '2011-12-29', '2011-12-30T10:00:00Z'],
  ])('%s: %s ends at %s', (zone, day, end) => {
    expect(endOfDay(day, zone)).toBe(stampOf(end));
  });
});

test.each([
  ['America/New_York', 2026],
  ['America/St_Johns', 2011],
  ['Pacific/Apia', 2011],
  ['Australia/Lord_Howe', 2026],
  ['Africa/Casablanca', 2026],
  ['Antarctica/Troll', 2026],
])('the local date of every half hour in %s in %i is what Intl says', (zone, year) => {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone });
  const wrong: string[] = [];
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 1_800_000) {
    const instant = new Date(at).toISOString();
    if (localDate(stampOf(instant), zone) !== format.format(at)) wrong.push(instant);
  }
  expect(wrong).toEqual([]);
});

describe('a date and a time of a zone', () => {
  it.each([
    ['Europe/Berlin', '2026-12-12', '09:30', '2026-12-12T08:30:00Z', 1, '09:30'],
    ['Europe/Berlin', '2026-03-29', '02:30', '2026-03-29T01:30:00Z', 0, '03:30'],
    ['Europe/Berlin', '2026-10-25', '02:30', '2026-10-25T00:30:00Z', 2, '02:30'],
    ['America/New_York', '2026-11-01', '01:30', '2026-11-01T05:30:00Z', 2, '01:30'],
    ['America/New_York', '2026-11-01', '02:00', '2026-11-01T07:00:00Z', 1, '02:00'],
    ['Asia/Beirut', '2026-03-29', '00:00', '2026-03-28T22:00:00Z', 0, '01:00'],
    ['UTC', '2026-12-12', '00:00', '2026-12-12T00:00:00Z', 1, '00:00'],
  ])('%s: %s %s is %s, shown %i times, and read back as %s', (zone, date, time, at, times, shown) => {
    expect(momentOfLocal(date, time, zone)).toEqual({ at: stampOf(at), times });
    expect(localDateTime(stampOf(at), zone)).toEqual({ date, time: shown });
  });
});
