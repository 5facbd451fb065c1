const RETRY = 'X-Shopify-Retry-Invalid-Session-Request';
const REAUTHORIZE_URL = 'X-Shopify-API-Request-Failure-Reauthorize-Url';

type Surroundings = {
  fetch: typeof globalThis.fetch;
  /** The app's own origin: only requests to it carry the token. */
  origin: string;
  base: string;
  idToken: (fresh?: boolean) => Promise<string>;
  /** Leaves the frame for an address that the app's server asked for. */
  leave: (address: string) => void;
};

/**
 * `fetch` as App Bridge gives it to an app: requests to the app carry a session token, a request whose token the app
 * refused is sent once more with a new one, and an order to re-authorise leaves the frame.
 */
export function authenticatedFetch({
  fetch,
  origin,
  base,
  idToken,
  leave,
}: Surroundings): typeof globalThis.fetch {
  return async (input, init) => {
    const address = new URL(input instanceof Request ? input.url : input, base);
    if (address.origin !== origin) return fetch(input, init);
    const request = new Request(input instanceof Request ? input : address, init);
    if (request.headers.has('Authorization')) return fetch(request);

    const again = request.clone();
    let response = await fetch(withToken(request, await idToken()));
    if (response.status === 401 && response.headers.has(RETRY)) {
      response = await fetch(withToken(again, await idToken(true)));
    }
    const reauthorizeAt = response.headers.get(REAUTHORIZE_URL);
    if (reauthorizeAt) leave(new URL(reauthorizeAt, base).href);
    return response;
  };
}

function withToken(request: Request, token: string): Request {
  const headers = new Headers(request.headers);
  headers.set('Authorization', `Bearer ${token}`);
  headers.set('X-Requested-With', 'XMLHttpRequest');
  return new Request(request, { headers });
}
