import { createHmac } from 'node:crypto';

/** What the platform puts into the query itself; whatever the browser sent under these names is dropped. */
const reserved = ['shop', 'logged_in_customer_id', 'path_prefix', 'timestamp', 'signature'];

/** Of the browser's headers these go no further: cookies are stripped both ways, the rest is of one connection only. */
const strippedRequestHeaders = [
  'cookie',
  'authorization',
  'host',
  'origin',
  'referer',
  'content-length',
  'accept-encoding',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'te',
];
const strippedResponseHeaders = [
  'set-cookie',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-encoding',
  'content-length',
];

type ProxyQuery = {
  /** The browser's own query. */
  search: string;
  shop: string;
  /** Of the session; null for a guest. */
  customerId: number | null;
  pathPrefix: string;
  nowMs: number;
  secret: string;
};

/** The query with which the app is asked: the browser's parameters, the platform's own, and the signature over all of them. */
export function signedProxyQuery({
  search,
  shop,
  customerId,
  pathPrefix,
  nowMs,
  secret,
}: ProxyQuery): string {
  const query = new URLSearchParams(search);
  for (const name of reserved) query.delete(name);
  query.append('shop', shop);
  query.append('logged_in_customer_id', customerId === null ? '' : String(customerId));
  query.append('path_prefix', pathPrefix);
  query.append('timestamp', String(Math.floor(nowMs / 1000)));
  query.append('signature', proxySignature(query, secret));
  return query.toString();
}

/** Hex HMAC-SHA256 of the parameters, sorted, as `key=value` with nothing between them; a repeated key's values are joined by commas. */
export function proxySignature(query: URLSearchParams, secret: string): string {
  const message = [...new Set(query.keys())]
    .map((name) => `${name}=${query.getAll(name).join(',')}`)
    .sort()
    .join('');
  return createHmac('sha256', secret).update(message).digest('hex');
}

export function proxyRequestHeaders(headers: Headers, shop: string): Headers {
  const forwarded = new Headers(headers);
  for (const name of strippedRequestHeaders) forwarded.delete(name);
  for (const name of [...forwarded.keys()]) if (name.startsWith('sec-')) forwarded.delete(name);
  forwarded.set('X-Forwarded-Host', shop);
  forwarded.set('X-Forwarded-Proto', 'https');
  return forwarded;
}

export function proxyResponseHeaders(headers: Headers): Headers {
  const forwarded = new Headers(headers);
  for (const name of strippedResponseHeaders) forwarded.delete(name);
  return forwarded;
}
