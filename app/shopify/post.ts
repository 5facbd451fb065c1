/** HTTP to the platform, by undici's own `request`: `fetch`, around the same, takes three times its CPU for each call (decision 0020). */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { request, type Dispatcher } from 'undici';

export type Sent = { headers: Record<string, string>; body: string; signal: AbortSignal };
/** `text`: of a success; what else says is not read, since it may be packed wrong, and its status says all. */
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
  const { statusCode: status, headers: told } = answer;
  const after = told['retry-after'];
  const retryAfter = after === undefined ? null : String(after);
  if (status >= 200 && status < 300) return { status, retryAfter, text: await unpacked(answer) };
  // Away with it, so that the connection can be used again; its end is not waited for.
  void answer.body.dump();
  return { status, retryAfter, text: '' };
}

async function unpacked({ headers, body }: Dispatcher.ResponseData): Promise<string> {
  const encoding = String(headers['content-encoding']).toLowerCase();
  if (encoding !== 'gzip' && encoding !== 'x-gzip') return body.text();
  return (await inflate(await body.arrayBuffer())).toString('utf8');
}

/** undici hears a signal only once the connection stands, which may take 10 s; it sends nothing then, and what it says is heard by nobody. */
function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  return Promise.race([work, aborted.promise]).finally(() => signal.removeEventListener('abort', abort));
}
