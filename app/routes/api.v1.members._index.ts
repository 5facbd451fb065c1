import { z } from 'zod';
import { cursorSchema, encodeCursor } from '../api/cursor.ts';
import { endpoint } from '../api/endpoint.ts';
import { joinProblem } from '../api/problem.ts';
import { JoinSchema } from '../api/schemas.ts';
import { InstantSchema } from '../domain/instant.ts';
import { ShopifyIdSchema } from '../domain/ids.ts';
import { listMemberPoints, memberOfCustomer } from '../queries/member-points.ts';
import { joinProgramme } from '../services/join-programme.ts';

const PAGE = 100;

export const loader = endpoint({
  scope: 'read',
  method: 'GET',
  query: z.object({ cursor: cursorSchema(z.tuple([InstantSchema, ShopifyIdSchema])) }),
  handle: async ({ deps, shop, query }) => {
    const page = await listMemberPoints(deps.pool, shop, {
      after: query.cursor,
      limit: PAGE,
      now: deps.clock.now(),
    });
    return Response.json({ members: page.members, next: page.next && encodeCursor(page.next) });
  },
});

/** Joins a customer who agreed elsewhere. Joining twice is joining once, so it needs no key. */
export const action = endpoint({
  scope: 'write',
  method: 'POST',
  body: JoinSchema,
  handle: async ({ deps, shop, body }) => {
    const { customerId, joinedAt = null, termsVersion = null, source = 'api' } = body;
    const joined = await joinProgramme(deps, shop, { customerId, joinedAt, termsVersion, source });
    if (!joined.ok) return joinProblem(joined.refusal);
    const found = await memberOfCustomer(deps.pool, shop, customerId, deps.clock.now());
    if (!found) throw new Error(`customer ${customerId} is no member after joining`);
    const { memberId: _, ...member } = found;
    return Response.json(member);
  },
});
