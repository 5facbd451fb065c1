import { createHmac } from 'node:crypto';
import { shop } from '../data/catalogue.ts';

/** `host`: where the app is embedded, base64 without padding. */
export const adminHost = Buffer.from('admin.shopify.com/store/haven').toString('base64url');

type EmbeddedUrl = {
  appUrl: string;
  apiSecret: string;
  path: string;
  search: string;
  locale: string;
  sessionId: string;
  idToken: string;
  nowMs: number;
};

/** The address that the admin puts into its iframe, signed as Shopify signs it: hex HMAC-SHA256 of the other parameters, sorted. */
export function embeddedUrl(request: EmbeddedUrl): string {
  const url = new URL(request.path, request.appUrl);
  for (const [name, value] of new URLSearchParams(request.search)) url.searchParams.append(name, value);
  const own = {
    embedded: '1',
    host: adminHost,
    id_token: request.idToken,
    locale: request.locale,
    session: request.sessionId,
    shop: shop.domain,
    timestamp: String(Math.floor(request.nowMs / 1000)),
  };
  for (const [name, value] of Object.entries(own)) url.searchParams.set(name, value);
  url.searchParams.delete('hmac');
  const message = [...url.searchParams]
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join('&');
  url.searchParams.set('hmac', createHmac('sha256', request.apiSecret).update(message).digest('hex'));
  return url.href;
}
