/** HTTP to the platform, by undici's own `request`: `fetch`, around the same, takes three times its CPU for each call (decision 0020). */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { request } from 'undici';

export type Sent = { headers: Record<string, string>; body: string; signal: AbortSignal };
export type Answered = { status: number; retryAfter: string | null; text: string };
export type Post = (url: string, sent: Sent) => Promise<Answered>;

const inflate = promisify(gunzip);

/** Throws where there is no answer, with the signal's reason as soon as that ends it. Follows no redirect: its answer is the redirect. */
export const post: Post = async (url, sent) => {
  sent.signal.throwIfAborted();
  return untilAborted(sent.signal, asked(url, sent));
};

async function asked(url: string, { headers, body, signal }: Sent): Promise<Answered> {
  const given = { ...headers, 'User-Agent': 'Meridian', 'Accept-Encoding': 'gzip' };
  const answer = await request(url, { method: 'POST', headers: given, body, signal });
  const { 'content-encoding': encoding, 'retry-after': retryAfter = null } = answer.headers;
  const text =
    encoding === 'gzip'
      ? (await inflate(await answer.body.arrayBuffer())).toString('utf8')
      : await answer.body.text();
  return { status: answer.statusCode, retryAfter: retryAfter === null ? null : String(retryAfter), text };
}

/** undici hears a signal only once the connection stands, which may take 10 s; it sends nothing then, and what it says is heard by nobody. */
function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  return Promise.race([work, aborted.promise]).finally(() => signal.removeEventListener('abort', abort));
}
