import { expect, test } from 'vitest';
import { limitPeriod } from './limit-period.ts';
import { stampOf } from './stamp.ts';

test.each([
  ['2026-03-08T12:00:00Z', 'day', 'America/New_York', '2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z'],
  ['2026-03-09T03:59:59.999Z', 'day', 'America/New_York', '2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z'],
  ['2026-11-01T04:00:00Z', 'day', 'America/New_York', '2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z'],
  // A Sunday belongs to the week that began on Monday; a week goes over the end of a year.
  ['2026-03-08T23:00:00Z', 'week', 'UTC', '2026-03-02T00:00:00Z', '2026-03-09T00:00:00Z'],
  ['2027-01-01T00:00:00Z', 'week', 'UTC', '2026-12-28T00:00:00Z', '2027-01-04T00:00:00Z'],
  ['2028-02-29T23:00:00Z', 'month', 'Asia/Kathmandu', '2028-02-29T18:15:00Z', '2028-03-31T18:15:00Z'],
  ['2026-12-31T13:30:00Z', 'month', 'Australia/Lord_Howe', '2026-12-31T13:00:00Z', '2027-01-31T13:00:00Z'],
  ['2026-06-01T00:00:00Z', 'year', 'America/St_Johns', '2026-01-01T03:30:00Z', '2027-01-01T03:30:00Z'],
  // Midnight is skipped: the day begins at one.
  ['2026-04-24T12:00:00Z', 'day', 'Africa/Cairo', '2026-04-23T22:00:00Z', '2026-04-24T21:00:00Z'],
  // The date before is skipped.
  ['2011-12-30T10:00:00Z', 'day', 'Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-31T10:00:00Z'],
] as const)('%s: the %s in %s is from %s until %s', (at, per, zone, from, until) => {
  expect(limitPeriod(stampOf(at), per, zone)).toEqual({ from: stampOf(from), until: stampOf(until) });
});

test('for ever is all of time', () => {
  expect(limitPeriod(stampOf('2026-03-08T12:00:00Z'), 'ever', 'UTC')).toBe(null);
});
