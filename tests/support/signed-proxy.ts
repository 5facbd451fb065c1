// Requests of the storefront as Shopify's app proxy forwards them: signed over the sorted query.
import { createHmac } from 'node:crypto';
import { SHOP } from './shop.ts';

export type ProxyRequest = {
  method: string;
  path: string;
  customerId: number | null;
  locale?: string;
  body?: object | undefined;
  key?: string | undefined;
};

export async function signedProxyRequest<T>(
  appUrl: string,
  { method, path, customerId, locale = 'en', body, key }: ProxyRequest,
): Promise<{ status: number; body: T }> {
  const params: [string, string][] = [
    ['shop', SHOP],
    ['logged_in_customer_id', customerId === null ? '' : String(customerId)],
    ['path_prefix', '/apps/loyalty'],
    ['timestamp', String(Math.floor(Date.now() / 1000))],
    ['market', 'us'],
    ['locale', locale],
  ];
  const message = params.map(([name, value]) => `${name}=${value}`).sort();
  const signature = createHmac('sha256', 'meridian-dev-secret').update(message.join('')).digest('hex');
  const query = new URLSearchParams([...params, ['signature', signature]]);
  const response = await fetch(`${appUrl}/proxy/${path}?${query}`, {
    method,
    headers: { ...(key && { 'Idempotency-Key': key }), Origin: `https://${SHOP}` },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as T };
}
