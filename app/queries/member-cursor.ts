/** The place in the members' list, newest first: the row that a page ends with. Its text is in the address of the next page. */
import { memberId, type MemberId } from '../domain/ids.ts';

export type MemberCursor = { enrolledAt: Date; memberId: MemberId };

const CURSOR = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)_([1-9]\d{0,17})$/;

export function cursorText({ enrolledAt, memberId }: MemberCursor): string {
  return `${enrolledAt.toISOString()}_${memberId}`;
}

/** null where the text is none of ours: the list then begins at its beginning. */
export function parseCursor(text: string | null): MemberCursor | null {
  const [, at, id] = CURSOR.exec(text ?? '') ?? [];
  if (!at || !id || Number.isNaN(Date.parse(at))) return null;
  return { enrolledAt: new Date(at), memberId: memberId(id) };
}
