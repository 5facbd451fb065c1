/**
 * POST /webhooks, on node:http and the raw bytes: verify, parse into news, make durable, answer. Not authenticate.webhook of
 * shopify-app-remix: that may refresh tokens over the network, within the five seconds that Shopify waits.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Deps } from '../deps.server.ts';
import { ShopIdSchema } from '../domain/ids.ts';
import { InstantSchema } from '../domain/instant.ts';
import type { ReceiveWebhook } from '../services/receive-webhook.ts';
import type { Delivery } from '../storage/inbox.ts';
import { readBody } from './read-body.ts';
import { TOPICS, type DeliveryContext, type ParsedNews } from './topics.ts';

/** 5 MB, as Shopify's own limit on bodies. */
const BODY_BYTES_MAX = 5 * 1024 * 1024;
/** Shopify waits five seconds. */
const ANSWER_MS = 4_500;

const headerText = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[\x21-\x7e]+$/);
const HeadersSchema = z.object({
  'x-shopify-topic': headerText,
  'x-shopify-shop-domain': ShopIdSchema,
  'x-shopify-webhook-id': headerText,
  'x-shopify-event-id': headerText.optional().catch(undefined),
  // Decides between versions of an order; a value that is no instant counts as absent, it must not lose the delivery.
  'x-shopify-triggered-at': InstantSchema.optional().catch(undefined),
});

type Answer = { status: number; message: string };

export function createWebhookDoor(deps: Deps, receive: ReceiveWebhook) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = await answerTo(deps, receive, request).catch((error: Error): Answer => {
      deps.log.error({ reason: error.message }, 'delivery not accepted: it could not be made durable');
      return { status: 503, message: 'not durable yet; deliver again' };
    });
    // What was not read to its end would be taken for the next request on this connection.
    if (!request.complete) response.setHeader('Connection', 'close');
    // With its length the answer is one write; without, Node sends it in chunks, by a slower way.
    const length = Buffer.byteLength(answer.message);
    const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': length };
    response.writeHead(answer.status, headers).end(answer.message);
  };
}

async function answerTo(deps: Deps, receive: ReceiveWebhook, request: IncomingMessage): Promise<Answer> {
  if (request.method !== 'POST') return { status: 405, message: 'deliveries come by POST' };
  const signature = request.headers['x-shopify-hmac-sha256'];
  if (typeof signature !== 'string') return { status: 401, message: 'X-Shopify-Hmac-Sha256 is missing' };
  const hmac = createHmac('sha256', deps.env.SHOPIFY_API_SECRET);
  const read = await readBody(request, BODY_BYTES_MAX, (chunk) => hmac.update(chunk));
  if (read.end === 'aborted') return { status: 400, message: 'the body ended early' };
  // Of what is cut off, chunks may still come in: a digest that was taken could not be updated.
  const digest = read.end === 'complete' ? hmac.digest() : null;
  if (digest && !isSigned(digest, signature))
    return { status: 401, message: 'the signature does not fit the body' };
  if (digest === null || read.body === null)
    return { status: 413, message: `a delivery is at most ${BODY_BYTES_MAX} bytes` };
  const headers = HeadersSchema.safeParse(request.headers);
  if (!headers.success) {
    const faults = headers.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    return { status: 400, message: faults.join('; ') };
  }
  const delivery = deliveryOf(deps, read.body, digest, headers.data);
  await Promise.race([receive(delivery, read.body.length), rejectAfter(ANSWER_MS)]);
  return { status: 200, message: 'ok' };
}

/** A database that does not answer must not keep the sender waiting; what is stored after all comes again and changes nothing. */
function rejectAfter(milliseconds: number): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`not durable within ${milliseconds} ms`)), milliseconds).unref();
  });
}

/** Compares digests of equal length in constant time; base64 that is not canonical decodes to other bytes and fails. */
function isSigned(expected: Buffer, signature: string): boolean {
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function deliveryOf(
  deps: Deps,
  body: Buffer,
  digest: Buffer,
  headers: z.output<typeof HeadersSchema>,
): Delivery {
  const topic = headers['x-shopify-topic'];
  const receivedAt = deps.clock.now().toISOString();
  const triggeredAt = headers['x-shopify-triggered-at'] ?? null;
  const webhookId = headers['x-shopify-webhook-id'];
  const parsed = newsOf(deps, body, { topic, webhookId, triggeredAt, receivedAt });
  return {
    shop: headers['x-shopify-shop-domain'],
    topic,
    webhookId,
    digest: digest.toString('hex'),
    eventId: headers['x-shopify-event-id'] ?? null,
    triggeredAt,
    receivedAt,
    news: parsed.ok ? parsed.news : null,
    refused: parsed.ok ? null : parsed.reason,
  };
}

function newsOf(deps: Deps, body: Buffer, delivery: DeliveryContext): ParsedNews {
  const parse = TOPICS.get(delivery.topic);
  if (!parse) return { ok: false, reason: `no handler for the topic ${delivery.topic}` };
  let payload: unknown;
  try {
    payload = JSON.parse(body.toString('utf8'));
  } catch {
    // Not the parser's own message: it quotes the body, and a body holds personal data.
    return { ok: false, reason: 'the body is not JSON' };
  }
  try {
    return parse(payload, delivery);
  } catch (error) {
    // A fault of ours, or nesting that no stack holds: the platform must not be told to deliver it again and again.
    const name = error instanceof Error ? error.name : 'unknown';
    deps.log.error({ topic: delivery.topic, name }, 'a payload broke its parser');
    return { ok: false, reason: `the payload broke its parser (${name})` };
  }
}
