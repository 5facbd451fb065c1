import { describe, expect, it, test } from 'vitest';
import {
  asksActivity,
  dateLot,
  endOfPeriod,
  everExpires,
  expiryRules,
  hangsOnActivity,
  lotExpiry,
  NO_PAST,
  toldExpiry,
} from './expiry.ts';
import type { Program, PublishedProgram } from './program.ts';
import { startingProgram } from './starting-program.ts';
import { ProgramSchema } from './program.ts';

type Rule = Program['expiry'];
const program = ProgramSchema.parse(startingProgram);
const never: Rule = { kind: 'never' };
const earning = (months: number): Rule => ({ kind: 'afterEarning', months });
const idle = (months: number): Rule => ({ kind: 'afterInactivity', months });

const versions = (given: readonly (readonly [from: string, rule: Rule])[]): PublishedProgram[] =>
  given.map(([publishedAt, expiry], index) => ({
    number: index + 1,
    publishedAt,
    program: { ...program, expiry },
  }));
const rules = (given: readonly (readonly [from: string, rule: Rule])[], timeZone = 'UTC') =>
  expiryRules(versions(given), timeZone);
const START = '2026-01-01T00:00:00Z';
/** "2026-03-05" is noon of that day. */
const at = (day: string) => `${day}T12:00:00.000Z`;
const endOf = (day: string) => `${day}T23:59:59.999Z`;

describe('the end of the day some months later', () => {
  it.each([
    ['UTC', '2026-01-15T12:00:00Z', 12, '2027-01-15T23:59:59.999Z', 'a year'],
    ['UTC', '2026-01-31T00:00:00Z', 1, '2026-02-28T23:59:59.999Z', 'clipped to the last day'],
    ['UTC', '2024-02-29T10:00:00Z', 12, '2025-02-28T23:59:59.999Z', 'a leap day'],
    ['UTC', '2023-08-31T10:00:00Z', 6, '2024-02-29T23:59:59.999Z', 'into a leap year'],
    ['Asia/Tokyo', '2026-01-31T16:00:00Z', 1, '2026-03-01T14:59:59.999Z', 'there it is February already'],
    ['America/New_York', '2026-02-01T04:59:59Z', 1, '2026-03-01T04:59:59.999Z', 'there it is January still'],
    ['America/New_York', '2026-02-08T17:00:00Z', 1, '2026-03-09T03:59:59.999Z', 'a day of 23 hours'],
    ['America/New_York', '2026-10-01T17:00:00Z', 1, '2026-11-02T04:59:59.999Z', 'a day of 25 hours'],
    ['Europe/Berlin', '2026-01-15T12:00:00Z', 6, '2026-07-15T21:59:59.999Z', 'into summer time'],
    ['Africa/Cairo', '2026-03-23T12:00:00Z', 1, '2026-04-23T21:59:59.999Z', 'before a day without midnight'],
    ['Africa/Cairo', '2026-03-24T12:00:00Z', 1, '2026-04-24T20:59:59.999Z', 'a day that begins at 1'],
    ['Asia/Kathmandu', '2026-05-01T12:00:00Z', 3, '2026-08-01T18:14:59.999Z', 'a quarter of an hour off'],
  ])('%s: %s and %i: %s (%s)', (zone, from, months, expected) => {
    expect(endOfPeriod(from, months, zone)).toBe(expected);
  });
});

/** "2026-01-01 earning 24 > 2026-06-10 idle 3": what came into force when, at 09:00. */
const history = (text: string) =>
  rules(
    text.split(' > ').map((part) => {
      const [day, kind, months] = part.split(' ');
      const rule =
        kind === 'never' ? never : kind === 'idle' ? idle(Number(months)) : earning(Number(months));
      return [`${day}T09:00:00Z`, rule] as const;
    }),
  );
const HAD_OWN = { earnedAt: null, hadOwn: true };
const days = (text: string) => text.split(' ').filter(Boolean).map(at);

/** Versions, the day when the lot became available, the days of activity, the day at whose end it expires. */
const CASES = `
never: 2026-01-01 never | 2026-03-01 | | never
before the first version: 2026-05-01 earning 2 | 2026-03-01 | | 2026-07-01
after earning: 2026-01-01 earning 12 | 2026-03-01 | | 2027-03-01
after earning, whatever else: 2026-01-01 earning 1 | 2026-01-31 | 2026-02-20 | 2026-02-28

turned on, one full period from then: 2026-01-01 never > 2026-06-10 earning 3 | 2026-01-05 | | 2026-09-10
turned on, what becomes available after it: 2026-01-01 never > 2026-06-10 earning 3 | 2026-07-01 | | 2026-10-01
shortened, a full new period ends first: 2026-01-01 earning 24 > 2026-06-10 earning 3 | 2026-03-01 | | 2026-09-10
shortened, the old date comes first: 2026-01-01 earning 12 > 2027-02-10 earning 3 | 2026-03-01 | | 2027-03-01
lengthened, the old date stays: 2026-01-01 earning 6 > 2026-06-10 earning 24 | 2026-03-01 | | 2026-09-01
the same rule again is no change: 2026-01-01 earning 12 > 2026-06-10 earning 12 | 2026-03-01 | | 2027-03-01
turned off: 2026-01-01 earning 6 > 2026-06-10 never | 2026-03-01 | | never
turned off and on: 2026-01-01 earning 6 > 2026-06-10 never > 2026-07-01 earning 6 | 2026-03-01 | | 2027-01-01
expired before it was turned off: 2026-01-01 earning 3 > 2026-06-10 never | 2026-03-01 | | 2026-06-01
expired before it was lengthened: 2026-01-01 earning 3 > 2026-06-10 earning 60 | 2026-03-01 | | 2026-06-01
of two versions of one moment the later counts: 2026-01-01 earning 3 > 2026-01-01 earning 6 | 2026-03-01 | | 2026-09-01
shortened twice: 2026-01-01 earning 24 > 2026-06-10 earning 12 > 2026-07-10 earning 6 | 2026-03-01 | | 2027-01-10

inactive since an order from before: 2026-01-01 idle 6 | 2026-03-15 | 2026-03-01 | 2026-09-01
no activity at all, from when they became available: 2026-01-01 idle 6 | 2026-03-15 | | 2026-09-15
every activity puts it off: 2026-01-01 idle 6 | 2026-03-15 | 2026-03-01 2026-06-01 2026-11-30 | 2027-05-30
activity on the last day: 2026-01-01 idle 6 | 2026-03-15 | 2026-03-01 2026-09-01 | 2027-03-01
activity a day late: 2026-01-01 idle 6 | 2026-03-15 | 2026-03-01 2026-09-02 | 2026-09-01
the balance expired while they were pending: 2026-01-01 idle 1 | 2026-05-01 | 2026-03-01 | 2026-06-01
pending for long, and active meanwhile: 2026-01-01 idle 1 | 2026-05-01 | 2026-03-01 2026-04-20 | 2026-05-20

to inactivity, a full period whatever was before: 2026-01-01 never > 2026-06-10 idle 3 | 2026-03-01 | 2026-01-02 | 2026-09-10
to inactivity, then active: 2026-01-01 never > 2026-06-10 idle 3 | 2026-03-01 | 2026-08-01 | 2026-11-01
to inactivity, active before it only: 2026-01-01 earning 4 > 2026-06-10 idle 6 | 2026-03-01 | 2026-06-09 | 2026-07-01
to inactivity, what keeps the balance keeps these: 2026-01-01 earning 4 > 2026-06-10 idle 6 | 2026-03-01 | 2026-06-11 | 2026-12-11
from inactivity, nothing puts it off any more: 2026-01-01 idle 6 > 2026-06-10 earning 12 | 2026-03-15 | 2026-03-01 2026-07-01 | 2026-09-01
from inactivity, activity up to then counts: 2026-01-01 idle 6 > 2026-06-10 earning 12 | 2026-03-15 | 2026-03-01 2026-06-01 | 2026-12-01
inactivity shortened: 2026-01-01 idle 12 > 2026-06-10 idle 2 | 2026-03-15 | 2026-03-01 | 2026-08-10`
  .split('\n')
  .filter(Boolean)
  .map((line) => {
    const [name = '', rest = ''] = line.split(': ');
    const [given = '', available = '', active = '', expected = ''] = rest.split('|').map((one) => one.trim());
    return { name, given, available, active, expected };
  });

describe('a lot expires', () => {
  test.each(CASES)('$name', ({ given, available, active, expected }) => {
    const date = expected === 'never' ? null : endOf(expected);
    expect(lotExpiry(at(available), history(given), days(active))).toBe(date);
  });

  test('not while nobody knows when it becomes available', () => {
    expect(lotExpiry(null, history('2026-01-01 earning 12'), [])).toBeNull();
    expect(lotExpiry(at('2026-03-01'), rules([]), [])).toBeNull();
  });

  test.each([
    ['no activity was known', '2026-03-15', '', '2026-02-20'],
    ['the balance had expired while they were pending', '2026-05-01', '2026-03-01', '2026-04-20'],
  ])('a period later, and keeps that where %s', (_name, available, known, late) => {
    const month = rules([[START, idle(1)]]);
    const first = dateLot(at(available), month, days(known), NO_PAST);
    const expiresAt = endOfPeriod(at(available), 1, 'UTC');
    expect(first).toEqual({ expiresAt, ownSince: at(available) });
    const all = days(`${known} ${late}`);
    expect(dateLot(at(available), month, all, HAD_OWN)).toEqual({ expiresAt, ownSince: null });
    expect(dateLot(at(available), month, all, NO_PAST)).toMatchObject({ ownSince: null });
    expect(dateLot(at(available), month, all, NO_PAST).expiresAt).not.toBe(expiresAt);
    const [active] = days(available.replace(/-\d\d$/, '-28'));
    const later = dateLot(at(available), month, [...all, active ?? ''], HAD_OWN).expiresAt;
    expect(later).toBe(endOfPeriod(active ?? '', 1, 'UTC'));
  });

  test.each<[string, string, string, string | null]>([
    ['the balance ended while they were pending', '2026-02-01', '2026-04-18', '2026-03-01'],
    ['and there was activity after that', '2026-02-01 2026-03-10', '2026-04-18', '2026-03-01'],
    ['activity kept it alive until then', '2026-02-01 2026-02-25', '2026-03-25', null],
    ['again and again', '2026-01-05 2026-02-01 2026-02-20 2026-03-15', '2026-04-15', null],
  ])('pending for 45 days, %s', (_name, active, day, since) => {
    const past = { earnedAt: at('2026-02-01'), hadOwn: false };
    const dating = dateLot(at('2026-03-18'), rules([[START, idle(1)]]), days(active), past);
    expect(dating).toEqual({ expiresAt: endOf(day), ownSince: since && endOf(since) });
  });

  test('pending when inactivity was turned on, with the balance, which had a full period from then', () => {
    const past = { earnedAt: at('2026-01-05'), hadOwn: false };
    const given = history('2026-01-01 never > 2026-03-10 idle 1');
    const dating = dateLot(at('2026-03-18'), given, days('2026-01-05'), past);
    expect(dating).toEqual({ expiresAt: endOf('2026-04-10'), ownSince: null });
  });

  test('in the shop’s time zone', () => {
    const tokyo = rules([[START, earning(1)]], 'Asia/Tokyo');
    expect(lotExpiry('2026-01-31T15:30:00.000Z', tokyo, [])).toBe('2026-03-01T14:59:59.999Z');
  });

  test('never at once: a change leaves whatever has not expired at least to the end of that day a period later, or its old date', () => {
    for (const before of [never, earning(1), earning(24), idle(1), idle(12)])
      for (const after of [earning(1), earning(12), idle(1), idle(24)]) {
        const change = '2026-06-10T09:00:00.000Z';
        const old = lotExpiry(at('2026-06-01'), rules([[START, before]]), [at('2026-06-01')]);
        const now = lotExpiry(
          at('2026-06-01'),
          rules([
            [START, before],
            [change, after],
          ]),
          [at('2026-06-01')],
        );
        const months = after.kind === 'never' ? 0 : after.months;
        const full = endOfPeriod(change, months, 'UTC');
        const same = JSON.stringify(before) === JSON.stringify(after);
        expect(now).toBe(same ? old : old !== null && old < full ? old : full);
      }
  });
});

describe('what an entry is told', () => {
  test.each<[string, readonly (readonly [string, Rule])[], string | null]>([
    ['nothing without expiry', [[START, never]], null],
    ['the date', [[START, earning(12)]], endOf('2027-03-01')],
    ['nothing that hangs on activity', [[START, idle(12)]], null],
    [
      'the date where activity was asked for before',
      [
        [START, idle(12)],
        ['2026-02-01T00:00:00Z', earning(6)],
      ],
      endOf('2026-09-01'),
    ],
  ])('%s', (_name, given, expected) => {
    expect(toldExpiry('2026-03-01T12:00:00Z', rules(given))).toBe(expected);
    expect(toldExpiry(null, rules(given))).toBeNull();
  });

  test('what versions ask for', () => {
    const kinds = [
      [START, never],
      ['2026-02-01T00:00:00Z', earning(6)],
      ['2026-03-01T00:00:00Z', never],
    ] as const;
    expect(everExpires(rules([[START, never]]))).toBe(false);
    expect([everExpires(rules(kinds)), asksActivity(rules(kinds))]).toEqual([true, false]);
    expect(asksActivity(rules([[START, idle(1)]]))).toBe(true);
    const left = history('2026-01-01 idle 6 > 2026-06-10 earning 12');
    expect(hangsOnActivity(at('2026-06-09'), left)).toBe(true);
    expect(hangsOnActivity(at('2026-06-10'), left)).toBe(false);
    expect(hangsOnActivity(at('2025-06-10'), left)).toBe(true);
  });
});
