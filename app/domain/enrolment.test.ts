import { describe, expect, test } from 'vitest';
import { countsForMember, enrolsAutomatically, isMemberAt, type Membership } from './enrolment.ts';
import type { PublishedProgram } from './program.ts';
import { startingProgram } from './starting-program.ts';

type Mode = 'automatic' | 'optIn';
const day = (number: number) => `2026-03-${String(number).padStart(2, '0')}T12:00:00.000Z`;

function versions(...published: [day: number, mode: Mode, backdateDays?: number][]): PublishedProgram[] {
  return published.map(([on, mode, backdateDays = 0], index) => ({
    number: index + 1,
    publishedAt: day(on),
    program: { ...startingProgram, enrolment: { ...startingProgram.enrolment, mode, backdateDays } },
  }));
}
const membership = (enrolled: number, joined: number | null): Membership => ({
  enrolledAt: day(enrolled),
  joinedAt: joined === null ? null : day(joined),
});

describe('which orders count', () => {
  const automatic = versions([5, 'automatic']);
  const optIn = versions([5, 'optIn', 3]);
  const toOptIn = versions([5, 'automatic'], [10, 'optIn', 2]);
  const toAutomatic = versions([5, 'optIn'], [10, 'automatic']);
  const back = versions([5, 'automatic'], [10, 'optIn'], [15, 'automatic'], [20, 'optIn']);
  test.each([
    ['automatic: everybody', automatic, membership(6, null), 6, true],
    ['before the first version: whoever it is, it earns nothing for another reason', optIn, null, 4, true],
    ['opt-in: not without joining', optIn, null, 6, false],
    ['opt-in: known from before the programme is no consent', optIn, membership(1, null), 6, false],
    ['opt-in: from joining on', optIn, membership(8, 8), 8, true],
    ['opt-in: exactly backdateDays before', optIn, membership(9, 9), 6, true],
    ['opt-in: a day further back', optIn, membership(10, 10), 6, false],
    ['switched to opt-in: an earlier order counts as ever', toOptIn, membership(6, null), 6, true],
    ['switched to opt-in: an automatic member stays one', toOptIn, membership(6, null), 12, true],
    [
      'switched to opt-in: enrolled before the programme, under it, and still',
      toOptIn,
      membership(1, null),
      12,
      true,
    ],
    ['switched to opt-in: a newcomer does not count', toOptIn, null, 12, false],
    ['switched to opt-in: the days of the version at the order', toOptIn, membership(14, 14), 12, true],
    ['switched to opt-in: and no more', toOptIn, membership(15, 15), 12, false],
    [
      'switched to automatic: what was not joined then stays out',
      toAutomatic,
      membership(12, null),
      7,
      false,
    ],
    ['switched to automatic: counts from then on', toAutomatic, membership(12, null), 12, true],
    ['twice there and back: before the second automatic time', back, membership(16, null), 12, false],
    ['twice there and back: after it', back, membership(16, null), 22, true],
    ['enrolled after the order', back, membership(23, 23), 22, false],
  ])('%s', (_name, published, known, processed, counts) => {
    expect(countsForMember(published, known, day(processed))).toBe(counts);
  });

  test('an automatic version that was replaced in the same millisecond was never in force', () => {
    const replaced = versions([5, 'automatic'], [5, 'optIn']);
    expect(countsForMember(replaced, membership(1, null), day(6))).toBe(false);
  });
});

test('backdating makes an order count, and nobody a member sooner', () => {
  const optIn = versions([1, 'optIn', 30]);
  expect(countsForMember(optIn, membership(20, 20), day(10))).toBe(true);
  expect(isMemberAt(optIn, membership(20, 20), day(10))).toBe(false);
  expect(isMemberAt(optIn, membership(20, 20), day(20))).toBe(true);
  expect(isMemberAt(optIn, null, day(20))).toBe(false);
});

test('what enrols: an automatic version, and the time before the first', () => {
  expect(enrolsAutomatically(null)).toBe(true);
  expect(versions([1, 'automatic'], [2, 'optIn']).map(enrolsAutomatically)).toEqual([true, false]);
});
