// The embedded admin as a merchant's browser asks the app for it, without Shopify's frame around it.
import type pg from 'pg';
import { mintIdToken } from '../../devstore/oauth/id-token.ts';
import { SHOP } from './shop.ts';

const KEYS = { apiKey: 'meridian-dev', apiSecret: 'meridian-dev-secret' };
/** Shopify's library takes Node's own for a crawler's, which it shows nothing. */
const USER_AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36';

/** As an install leaves it: a token that is good for longer than a test. */
export async function insertSession(db: Pick<pg.Client, 'query'>): Promise<void> {
  await db.query(
    `INSERT INTO session (id, shop, state, scope, access_token, expires)
     VALUES ($1, $2, '', 'read_orders,read_customers', 'shpat_test', now() + interval '1 day')`,
    [`offline_${SHOP}`, SHOP],
  );
}

/** A page of the admin, with an id token as Shopify hands it to the frame; with `form`, what its form sends. */
export function adminPage(url: string, path: string, form?: Record<string, string>): Promise<Response> {
  const idToken = mintIdToken(KEYS, { sessionId: 'session-1', userId: 42, nowMs: Date.now() });
  const host = Buffer.from('admin.shopify.com/store/haven').toString('base64url');
  const query = new URLSearchParams({ shop: SHOP, host, embedded: '1', locale: 'en', id_token: idToken });
  return fetch(`${url}${path}${path.includes('?') ? '&' : '?'}${query.toString()}`, {
    headers: { 'User-Agent': USER_AGENT },
    redirect: 'manual',
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  });
}
