import { describe, expect, it } from 'vitest';
import { memberId } from '../domain/ids.ts';
import { cursorText, parseCursor } from './member-cursor.ts';

describe('member cursor', () => {
  it.each([
    ['newest', '2026-11-21T20:34:15.123Z'],
    ['inactive', '2026-11-21T20:34:15.123Z'],
    ['balanceLow', '-12'],
  ] as const)('comes back from its text, sorted by %s', (sort, value) => {
    const cursor = { value, memberId: memberId('900719925474099300') };
    expect(parseCursor(cursorText(cursor), sort)).toEqual(cursor);
  });

  it.each([
    null,
    '',
    'x',
    '2026-11-21T20:34:15.123Z',
    '2026-13-41T20:34:15.123Z_1',
    '2026-02-30T00:00:00.000Z_1',
    '0000-01-01T00:00:00.000Z_1',
    '12_1',
    "2026-11-21T20:34:15.123Z_1' OR 1=1",
  ])('is nothing for %j', (text) => expect(parseCursor(text, 'newest')).toBeNull());

  it('is nothing where the list is sorted by something else', () => {
    expect(parseCursor('2026-11-21T20:34:15.123Z_1', 'balanceHigh')).toBeNull();
  });
});
