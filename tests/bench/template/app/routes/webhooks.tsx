import { createHash } from 'node:crypto';
import type { ActionFunctionArgs } from '@remix-run/node';
import { db } from '../db.server.ts';
import { authenticate } from '../shopify.server.ts';

export const action = async ({ request }: ActionFunctionArgs) => {
  const { shop, topic, payload, webhookId } = await authenticate.webhook(request);
  const now = new Date();
  await db.inbox.create({
    data: {
      shop,
      topic,
      webhookId,
      digest: createHash('sha256').update(webhookId).digest(),
      receivedAt: now,
      dueAt: now,
      news: payload,
    },
  });
  return new Response();
};
