/** Tokens live 60 s; one with less than this left is replaced, so that none expires on its way to the app. */
const MARGIN_MS = 5_000;

/** A function that gives a valid session token, asking for a new one only when the last is about to expire. */
export function cachedToken(
  fetchToken: () => Promise<string>,
  now: () => number,
): (fresh?: boolean) => Promise<string> {
  let last: { token: Promise<string>; expiresAt: number } | null = null;
  return (fresh = false) => {
    if (!fresh && last && now() < last.expiresAt - MARGIN_MS) return last.token;
    const token = fetchToken();
    // Until the token is here its expiry is unknown: those who ask meanwhile share this request.
    const entry = { token, expiresAt: Number.POSITIVE_INFINITY };
    last = entry;
    token.then(
      (text) => {
        entry.expiresAt = expiryOf(text);
      },
      () => {
        if (last === entry) last = null;
      },
    );
    return token;
  };
}

/** When a JWT expires, in milliseconds since 1970; 0 for a text without `exp`. */
export function expiryOf(token: string): number {
  const body = token.split('.')[1] ?? '';
  const claims: unknown = JSON.parse(atob(body.replaceAll('-', '+').replaceAll('_', '/')) || '{}');
  const exp = typeof claims === 'object' && claims !== null && 'exp' in claims ? Number(claims.exp) : 0;
  return exp * 1000;
}
