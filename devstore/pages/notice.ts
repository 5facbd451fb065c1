import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

const COOKIE = 'devstore_notice';

/** What the page after a redirect says: what happened, or why it did not. */
export type Notice = { tone: 'done' | 'refused'; text: string };

/** Leaves a notice for the next page that the browser opens. */
export function leaveNotice(context: Context, notice: Notice): void {
  const value = Buffer.from(JSON.stringify(notice)).toString('base64url');
  setCookie(context, COOKIE, value, { path: '/', httpOnly: true, sameSite: 'Lax', maxAge: 60 });
}

/** The notice left for this page, which is shown once. */
export function takeNotice(context: Context): Notice | null {
  const value = getCookie(context, COOKIE);
  if (value === undefined) return null;
  deleteCookie(context, COOKIE, { path: '/' });
  return parseNotice(Buffer.from(value, 'base64url').toString());
}

function parseNotice(text: string): Notice | null {
  try {
    const notice: unknown = JSON.parse(text);
    if (typeof notice !== 'object' || notice === null || !('tone' in notice) || !('text' in notice))
      return null;
    return { tone: notice.tone === 'done' ? 'done' : 'refused', text: String(notice.text) };
  } catch {
    return null;
  }
}
