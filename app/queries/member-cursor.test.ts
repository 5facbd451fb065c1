import { describe, expect, it } from 'vitest';
import { memberId } from '../domain/ids.ts';
import { cursorText, parseCursor } from './member-cursor.ts';

describe('member cursor', () => {
  it('comes back from its text', () => {
    const cursor = {
      enrolledAt: new Date('2026-11-21T20:34:15.123Z'),
      memberId: memberId('900719925474099300'),
    };
    expect(parseCursor(cursorText(cursor))).toEqual(cursor);
  });

  it.each([
    null,
    '',
    'x',
    '2026-11-21T20:34:15.123Z',
    '2026-13-41T20:34:15.123Z_1',
    "2026-11-21T20:34:15.123Z_1' OR 1=1",
  ])('is nothing for %j', (text) => expect(parseCursor(text)).toBeNull());
});
