/** The place in the members' list: what the row that a page ends with is sorted by. Its text is in the address of the next page. */
import { memberId, type MemberId } from '../domain/ids.ts';
import { MEMBER_SORTS, type MemberSort } from './members-asked.ts';

/** `value` is a moment (2026-11-21T20:34:15.123Z) or points, as the sort has it. */
export type MemberCursor = { value: string; memberId: MemberId };

const CURSOR = /^([^_]+)_([1-9]\d{0,17})$/;
const VALUE = {
  timestamptz: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/,
  bigint: /^-?\d{1,18}$/,
} as const;

export function cursorText({ value, memberId }: MemberCursor): string {
  return `${value}_${memberId}`;
}

/** null where the text is none of ours, or of another sort: the list then begins at its beginning. */
export function parseCursor(text: string | null, sort: MemberSort): MemberCursor | null {
  const [, value, id] = CURSOR.exec(text ?? '') ?? [];
  const { type } = MEMBER_SORTS[sort];
  if (!value || !id || !VALUE[type].test(value)) return null;
  if (type === 'timestamptz' && !isMoment(value)) return null;
  return { value, memberId: memberId(id) };
}

/** Of a day that the calendar has: JavaScript takes February 30 for March 2, PostgreSQL refuses it; the year 0 too. */
function isMoment(value: string): boolean {
  const moment = new Date(value);
  return !Number.isNaN(moment.getTime()) && moment.toISOString() === value && !value.startsWith('0000');
}
