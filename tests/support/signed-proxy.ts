// Requests of the storefront as Shopify's app proxy forwards them: signed over the sorted query.
import { createHmac } from 'node:crypto';

/** Whose page it is: by default nobody's who is signed in, of the demo's shop, in the US, in English. */
export type ProxyReader = {
  shop?: string;
  customerId?: number | null;
  market?: string;
  locale?: string;
};

/** The app's address as Shopify signs it for a storefront request. */
export function signedProxyUrl(appUrl: string, path: string, reader: ProxyReader = {}): string {
  const { shop = 'haven.myshopify.com', customerId = null, market = 'us', locale = 'en' } = reader;
  const params: [string, string][] = [
    ['shop', shop],
    ['logged_in_customer_id', customerId === null ? '' : String(customerId)],
    ['path_prefix', '/apps/loyalty'],
    ['timestamp', String(Math.floor(Date.now() / 1000))],
    ['market', market],
    ['locale', locale],
  ];
  const message = params.map(([name, value]) => `${name}=${value}`).sort();
  const signature = createHmac('sha256', 'meridian-dev-secret').update(message.join('')).digest('hex');
  return `${appUrl}/proxy/${path}?${new URLSearchParams([...params, ['signature', signature]])}`;
}

/** `address`: the shopper's, as Shopify tells it; a proxy of the operator stands behind it. */
export type ProxyRequest = {
  body?: object | undefined;
  key?: string | undefined;
  address?: string | undefined;
};

export async function signedProxyRequest<T>(
  appUrl: string,
  method: string,
  path: string,
  { body, key, address, ...reader }: ProxyReader & ProxyRequest = {},
): Promise<{ status: number; body: T }> {
  const response = await fetch(signedProxyUrl(appUrl, path, reader), {
    method,
    headers: {
      ...(key && { 'Idempotency-Key': key }),
      ...(address && { 'X-Forwarded-For': `${address}, 203.0.113.1` }),
      Origin: 'https://haven.myshopify.com',
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as T };
}
