import { describe, expect, test } from 'vitest';
import { dueReminders, nextExpiry, nextExpiryWork, toldLot } from './expiry-reminders.ts';
import type { Program } from './program.ts';
import type { Lot } from './ledger.ts';

const lot = (seq: number, remaining: bigint, expiresAt: string | null): Lot => ({
  seq,
  size: 100n,
  remaining,
  availableAt: '2026-01-01T00:00:00.000Z',
  expiresAt,
  source: { kind: 'order', id: '1' },
});
const MARCH = '2027-03-31T23:59:59.999Z';
const APRIL = '2027-04-10T23:59:59.999Z';
const lots = [lot(1, 30n, APRIL), lot(2, 20n, MARCH), lot(3, 5n, MARCH), lot(4, 9n, null)];

describe('reminders', () => {
  test.each([
    ['long before', '2027-02-01T00:00:00.000Z', []],
    ['a moment before 30 days', '2027-03-01T23:59:59.998Z', []],
    ['30 days ahead, to the moment', '2027-03-01T23:59:59.999Z', [[MARCH, 25n, 30]]],
    [
      'each date has its own',
      '2027-03-12T00:00:00.000Z',
      [
        [MARCH, 25n, 30],
        [APRIL, 30n, 30],
      ],
    ],
    [
      '7 days ahead',
      '2027-03-25T00:00:00.000Z',
      [
        [MARCH, 25n, 7],
        [APRIL, 30n, 30],
      ],
    ],
    [
      'after a downtime: only the nearest',
      '2027-03-31T23:00:00.000Z',
      [
        [MARCH, 25n, 7],
        [APRIL, 30n, 30],
      ],
    ],
    ['not for what is gone', MARCH, [[APRIL, 30n, 30]]],
    ['nor when all is', '2027-05-01T00:00:00.000Z', []],
  ])('%s', (_name, now, expected) => {
    expect(dueReminders(lots, now, 'UTC').map((one) => [one.at, one.points, one.daysAhead])).toEqual(
      expected,
    );
  });

  test.each([
    ['2027-01-01T00:00:00.000Z', '2027-03-01T23:59:59.999Z'],
    ['2027-03-01T23:59:59.999Z', '2027-03-11T23:59:59.999Z'],
    ['2027-03-15T00:00:00.000Z', '2027-03-24T23:59:59.999Z'],
    ['2027-03-24T23:59:59.999Z', MARCH],
    [MARCH, '2027-04-03T23:59:59.999Z'],
    [APRIL, null],
  ])('at %s there is work again at %s', (now, expected) => {
    expect(nextExpiryWork(lots, [], now, 'UTC')).toBe(expected);
  });
});

test.each([
  // The clocks go forward on the 28th of March in Berlin, and back on the 31st of October.
  ['2027-04-10T21:59:59.999Z', '2027-03-11T22:59:59.999Z', '2027-04-03T21:59:59.999Z'],
  ['2027-11-04T22:59:59.999Z', '2027-10-05T21:59:59.999Z', '2027-10-28T21:59:59.999Z'],
])('days ahead are those of the calendar: of %s %s and %s', (at, month, week) => {
  const own = [lot(1, 7n, at)];
  const zone = 'Europe/Berlin';
  const early = '2027-01-01T00:00:00.000Z';
  expect(nextExpiryWork(own, [], early, zone)).toBe(month);
  expect(dueReminders(own, month, zone)).toEqual([{ at, points: 7n, daysAhead: 30 }]);
  expect(nextExpiryWork(own, [], month, zone)).toBe(week);
  expect(dueReminders(own, week, zone)).toEqual([{ at, points: 7n, daysAhead: 7 }]);
});

test('the next points to expire: all of that date, and what is over is not next', () => {
  expect(nextExpiry(lots, '2027-01-01T00:00:00.000Z')).toEqual({ at: MARCH, points: 25n });
  expect(nextExpiry(lots, MARCH)).toEqual({ at: APRIL, points: 30n });
  expect(nextExpiry([lot(4, 9n, null)], MARCH)).toBeNull();
});

const earning = (months: number): Program['expiry'] => ({ kind: 'afterEarning', months });
const idle = (months: number): Program['expiry'] => ({ kind: 'afterInactivity', months });
const EARLY = '2026-01-01T00:00:00.000Z';
const AVAILABLE = '2026-06-15T12:00:00.000Z';

test.each([
  ['points that expire after they were earned', [earning(12)]],
  ['a month only, so that the reminder is due at once', [earning(1)]],
  ['another rule before', [idle(3), earning(6)]],
] as const)('told of a lot is what looking at it would find: %s', (_name, given) => {
  const changes = given.map((rule, index) => ({ from: `2026-01-0${index + 1}T00:00:00.000Z`, rule }));
  const told = toldLot(AVAILABLE, { changes, timeZone: 'Europe/Berlin' });
  expect(told).not.toBeNull();
  const open = [lot(1, 5n, told!.expiresAt)];
  expect(told!.lookAt).toBe(nextExpiryWork(open, [], EARLY, 'Europe/Berlin'));
});

test.each([
  ['never', [{ kind: 'never' }]],
  ['by activity', [idle(12)]],
  ['by activity from a later version on', [earning(12), idle(3)]],
] as const)('nothing is told of a lot whose date hangs on something else: %s', (_name, given) => {
  const changes = given.map((rule, index) => ({ from: `2026-0${index * 6 + 1}-20T00:00:00.000Z`, rule }));
  expect(toldLot(AVAILABLE, { changes, timeZone: 'UTC' })).toBeNull();
});
