import { createHmac } from 'node:crypto';
import { shop } from '../data/catalogue.ts';
import type { Delivery } from '../state/delivery-types.ts';

/** X-Shopify-Hmac-Sha256: base64 of the HMAC-SHA256 of the raw body with the app's client secret. */
export function webhookSignature(body: string, secret: string): string {
  return createHmac('sha256', secret).update(body, 'utf8').digest('base64');
}

/** The headers of a delivery, as the platform sends them. */
export function deliveryHeaders(
  delivery: Delivery,
  body: string,
  { secret, apiVersion }: { secret: string; apiVersion: string },
): Record<string, string> {
  return {
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(body)),
    Accept: '*/*',
    'User-Agent': 'Shopify-Captain-Hook',
    'X-Shopify-Topic': delivery.topic,
    'X-Shopify-Hmac-Sha256': webhookSignature(body, secret),
    'X-Shopify-Shop-Domain': shop.domain,
    'X-Shopify-API-Version': apiVersion,
    'X-Shopify-Webhook-Id': delivery.webhookId,
    'X-Shopify-Event-Id': delivery.eventId,
    'X-Shopify-Triggered-At': delivery.triggeredAtHeader,
    ...(delivery.subscriptionName ? { 'X-Shopify-Name': delivery.subscriptionName } : {}),
    ...(delivery.orderId === null ? {} : { 'X-Shopify-Order-Id': String(delivery.orderId) }),
  };
}
