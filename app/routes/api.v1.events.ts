import { z } from 'zod';
import { cursorSchema, encodeCursor } from '../api/cursor.ts';
import { endpoint } from '../api/endpoint.ts';
import { ShopifyIdSchema } from '../domain/ids.ts';
import { eventsAfter } from '../queries/outbox-events.ts';

const PAGE = 100;

export const loader = endpoint({
  scope: 'read',
  method: 'GET',
  query: z.object({ cursor: cursorSchema(z.tuple([ShopifyIdSchema])) }),
  handle: async ({ deps, shop, query }) => {
    const events = await eventsAfter(deps.pool, shop, query.cursor?.[0] ?? '0', PAGE);
    const last = events.at(-1)?.id ?? query.cursor?.[0];
    return Response.json({ events, next: last === undefined ? null : encodeCursor([last]) });
  },
});
