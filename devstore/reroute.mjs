// Loaded with `node --import` before the app: Shopify's adapter takes globalThis.fetch when it is imported, so requests to the platform go to the
// dev store from the first one on, and the app needs to know nothing of it.
const devstoreUrl = process.env.DEVSTORE_URL ?? 'http://localhost:3100';
const platformFetch = globalThis.fetch;

/** @param {string} hostname */
const isPlatform = (hostname) => hostname.endsWith('.myshopify.com') || hostname === 'admin.shopify.com';

/** @type {typeof fetch} */
globalThis.fetch = async (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input);
  if (!isPlatform(url.hostname)) return platformFetch(input, init);
  const target = new URL(url.pathname + url.search, devstoreUrl);
  // What is given apart goes on as it is: making a Request of it would cost as much as the call, in the process whose speed is measured.
  const given = input instanceof Request ? await partsOf(new Request(input, init)) : { ...init };
  const headers = new Headers(given.headers);
  headers.set('X-Forwarded-Host', url.hostname);
  return platformFetch(target, { ...given, headers });
};

/** @param {Request} request */
const partsOf = async (request) => ({
  method: request.method,
  headers: request.headers,
  body: request.body ? await request.arrayBuffer() : undefined,
  redirect: request.redirect,
  signal: request.signal,
});
