import { z } from 'zod';
import { cursorSchema, encodeCursor } from '../api/cursor.ts';
import { endpoint, methodNotAllowed } from '../api/endpoint.ts';
import { problem } from '../api/problem.ts';
import { ShopifyIdSchema } from '../domain/ids.ts';
import { memberEntries } from '../queries/member-entries.ts';
import { memberOfCustomer } from '../queries/member-points.ts';

const PAGE = 100;

export const loader = endpoint({
  scope: 'read',
  method: 'GET',
  params: z.object({ customerId: ShopifyIdSchema }),
  query: z.object({ cursor: cursorSchema(z.tuple([z.int().positive()])) }),
  handle: async ({ deps, shop, params, query }) => {
    const member = await memberOfCustomer(deps.pool, shop, params.customerId, deps.clock.now());
    if (!member) return problem('not-found', `Customer ${params.customerId} is not a member.`);
    const afterSeq = query.cursor?.[0] ?? 0;
    const { entries, nextSeq } = await memberEntries(deps.pool, shop, member.memberId, {
      afterSeq,
      limit: PAGE,
    });
    return Response.json({ entries, next: nextSeq === null ? null : encodeCursor([nextSeq]) });
  },
});

export const action = () => methodNotAllowed('GET');
