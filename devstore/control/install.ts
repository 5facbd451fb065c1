import { randomUUID } from 'node:crypto';
import type { DevStore } from '../state/dev-store.ts';

const answerMsMax = 15_000;
/** The app's libraries answer 410 to what looks like a robot. */
const userAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';

export type InstallResult = { installed: boolean; status: number | null; detail: string };

/**
 * Opens the app as a merchant's browser would, with a fresh id token, so that the app exchanges it for its tokens. Doing it again
 * changes nothing.
 */
export async function openApp(store: DevStore): Promise<InstallResult> {
  const url = store.embeddedAppUrl({ path: '/app', sessionId: randomUUID() });
  try {
    const answer = await fetch(url, {
      headers: { 'User-Agent': userAgent, Accept: 'text/html' },
      redirect: 'manual',
      signal: AbortSignal.timeout(answerMsMax),
    });
    await answer.arrayBuffer();
    const installed = store.installation() !== null;
    const detail = installed
      ? 'The app has its tokens.'
      : `The app answered ${answer.status} and asked for no token.`;
    return { installed: installed && answer.status < 400, status: answer.status, detail };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { installed: false, status: null, detail: `The app cannot be reached: ${reason}` };
  }
}
