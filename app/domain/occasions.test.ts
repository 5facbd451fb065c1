import { describe, expect, it, test } from 'vitest';
import { localDate, startOfDate } from './local-time.ts';
import { anniversaryWindows, celebratedOn, changeableFrom, dateAfter, isMonthDay } from './occasions.ts';
import { stampOf } from './stamp.ts';

test.each([
  ['2026-02-27', ['2/27']],
  ['2026-02-28', ['2/28', '2/29']],
  ['2028-02-28', ['2/28']],
  ['2028-02-29', ['2/29']],
  ['2100-02-28', ['2/28', '2/29']],
  ['2000-02-28', ['2/28']],
  ['2026-12-31', ['12/31']],
])('on %s the birthdays of %j are celebrated', (date, days) => {
  expect(celebratedOn(date).map(({ month, day }) => `${month}/${day}`)).toEqual(days);
});

test.each([
  [2, 29, true],
  [2, 30, false],
  [4, 31, false],
  [12, 31, true],
  [0, 1, false],
  [13, 1, false],
  [1, 0, false],
])('month %s, day %s: a day of the year is %s', (month, day, is) => {
  expect(isMonthDay({ month, day })).toBe(is);
});

test.each([
  ['2026-02-28', '2026-03-01'],
  ['2028-02-28', '2028-02-29'],
  ['2026-12-31', '2027-01-01'],
])('the date after %s is %s', (date, next) => {
  expect(dateAfter(date)).toBe(next);
});

describe('a date of a zone', () => {
  test.each([
    ['2026-03-08', 'America/New_York', '2026-03-08T05:00:00Z'],
    ['2026-03-09', 'America/New_York', '2026-03-09T04:00:00Z'],
    // Midnight is skipped: the day begins at one.
    ['2026-04-24', 'Africa/Cairo', '2026-04-23T22:00:00Z'],
    // The whole day is skipped: its first moment is the next day's.
    ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00Z'],
    ['2011-12-31', 'Pacific/Apia', '2011-12-30T10:00:00Z'],
  ])('%s begins in %s at %s', (date, zone, at) => {
    expect(startOfDate(date, zone)).toBe(stampOf(at));
  });

  test.each([
    ['2026-03-08T04:59:59.999Z', 'America/New_York', '2026-03-07'],
    ['2026-03-08T05:00:00Z', 'America/New_York', '2026-03-08'],
    ['2026-11-02T04:59:59Z', 'America/New_York', '2026-11-01'],
    ['2026-11-22T15:00:00Z', 'Asia/Tokyo', '2026-11-23'],
  ])('shows at %s in %s %s', (at, zone, date) => {
    expect(localDate(stampOf(at), zone)).toBe(date);
  });
});

describe('anniversaryWindows', () => {
  const windows = (date: string, earliest: string, zone = 'America/New_York') =>
    anniversaryWindows(date, stampOf(earliest), zone).map(({ from, until }) =>
      [from, until].map((one) => one.slice(0, 16)).join(' '),
    );

  it('gives the day of every year since the first enrolment, without that of the year itself', () => {
    expect(windows('2026-03-08', '2024-01-01T00:00:00Z')).toEqual([
      '2024-03-08T05:00 2024-03-09T05:00',
      '2025-03-08T05:00 2025-03-09T05:00',
    ]);
  });

  it('leaves out a day that ended before the first enrolment', () => {
    expect(windows('2026-03-08', '2024-03-09T05:00:00Z')).toEqual(['2025-03-08T05:00 2025-03-09T05:00']);
    expect(windows('2026-03-08', '2026-03-01T00:00:00Z')).toEqual([]);
  });

  it('adds 29 February to the 28th of a year without one, and has only leap years on the day itself', () => {
    expect(windows('2025-02-28', '2023-01-01T00:00:00Z', 'UTC')).toEqual([
      '2023-02-28T00:00 2023-03-01T00:00',
      '2024-02-28T00:00 2024-02-29T00:00',
      '2024-02-29T00:00 2024-03-01T00:00',
    ]);
    expect(windows('2028-02-29', '2023-01-01T00:00:00Z', 'UTC')).toEqual([
      '2024-02-29T00:00 2024-03-01T00:00',
    ]);
  });

  it('has no window for a day that the zone skipped, and ends after a hundred years', () => {
    expect(windows('2013-12-30', '2011-01-01T00:00:00Z', 'Pacific/Apia')).toEqual([
      '2012-12-29T10:00 2012-12-30T10:00',
    ]);
    expect(windows('2026-06-01', '0001-01-01T00:00:00Z', 'UTC')).toHaveLength(100);
  });
});

test.each([
  ['2026-06-02T03:59:00Z', 'America/New_York', '2027-06-01'],
  ['2026-06-02T04:00:00Z', 'America/New_York', '2027-06-02'],
  ['2028-02-29T12:00:00Z', 'UTC', '2029-02-28'],
])('a birthday told at %s in %s can be changed from %s', (at, zone, date) => {
  expect(changeableFrom(stampOf(at), zone)).toBe(date);
});
