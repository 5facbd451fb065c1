// Webhooks as Shopify sends them: signed with the app's secret over the raw bytes of the body.
import { createHmac, randomUUID } from 'node:crypto';

export interface Webhook {
  topic: string;
  /** An object is sent as its JSON; a string or bytes as they are. */
  payload: unknown;
  shop?: string;
  secret?: string;
  /** Of this delivery. */
  webhookId?: string;
  /** Of the merchant's or shopper's action: the same for all deliveries that it causes. */
  eventId?: string;
  /** ISO 8601. */
  triggeredAt?: string;
  apiVersion?: string;
  /** Last word on each header; undefined leaves it out. */
  headers?: Record<string, string | undefined>;
}

/** The raw body and the headers of a delivery. */
export function signWebhook(webhook: Webhook): { body: Buffer; headers: Record<string, string> } {
  const { payload, shop = 'haven.myshopify.com', secret = 'meridian-dev-secret' } = webhook;
  const body = Buffer.isBuffer(payload)
    ? payload
    : Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
  const headers: Record<string, string | undefined> = {
    'Content-Type': 'application/json',
    'User-Agent': 'Shopify-Captain-Hook',
    'X-Shopify-Topic': webhook.topic,
    'X-Shopify-Shop-Domain': shop,
    'X-Shopify-API-Version': webhook.apiVersion ?? '2026-10',
    'X-Shopify-Webhook-Id': webhook.webhookId ?? randomUUID(),
    'X-Shopify-Event-Id': webhook.eventId ?? randomUUID(),
    'X-Shopify-Triggered-At': webhook.triggeredAt ?? new Date().toISOString(),
    'X-Shopify-Hmac-Sha256': createHmac('sha256', secret).update(body).digest('base64'),
    ...webhook.headers,
  };
  const sent = Object.entries(headers).filter(
    (header): header is [string, string] => header[1] !== undefined,
  );
  return { body, headers: Object.fromEntries(sent) };
}

/** Delivers to the app at `appUrl` and gives its answer. */
export function sendWebhook(appUrl: string, webhook: Webhook, signal?: AbortSignal): Promise<Response> {
  const { body, headers } = signWebhook(webhook);
  const init = { method: 'POST', body: new Uint8Array(body), headers, signal: signal ?? null };
  return fetch(`${appUrl}/webhooks`, init);
}
