import { z } from 'zod';
import { cursorSchema, encodeCursor } from '../api/cursor.ts';
import { endpoint, methodNotAllowed } from '../api/endpoint.ts';
import { InstantSchema } from '../domain/instant.ts';
import { NumericIdSchema } from '../domain/ids.ts';
import { listMemberPoints } from '../queries/member-points.ts';

const PAGE = 100;

export const loader = endpoint({
  scope: 'read',
  method: 'GET',
  query: z.object({ cursor: cursorSchema(z.tuple([InstantSchema, NumericIdSchema])) }),
  handle: async ({ deps, shop, query }) => {
    const page = await listMemberPoints(deps.pool, shop, {
      after: query.cursor,
      limit: PAGE,
      now: deps.clock.now(),
    });
    return Response.json({ members: page.members, next: page.next && encodeCursor(page.next) });
  },
});

export const action = () => methodNotAllowed('GET');
