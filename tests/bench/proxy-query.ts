// Queries as Shopify's app proxy signs them.
import { createHmac } from 'node:crypto';

export function signedQuery(shop: string, customerId: number, secret: string): string {
  const params = Object.entries({
    shop,
    logged_in_customer_id: String(customerId),
    path_prefix: '/apps/loyalty',
    timestamp: String(Math.floor(Date.now() / 1000)),
    market: 'us',
    locale: 'en',
  });
  const message = params.map(([name, value]) => `${name}=${value}`).sort();
  const signature = createHmac('sha256', secret).update(message.join('')).digest('hex');
  return new URLSearchParams([...params, ['signature', signature]]).toString();
}
