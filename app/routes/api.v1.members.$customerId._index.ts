import { z } from 'zod';
import { endpoint, methodNotAllowed } from '../api/endpoint.ts';
import { problem } from '../api/problem.ts';
import { ShopifyIdSchema } from '../domain/ids.ts';
import { memberOfCustomer } from '../queries/member-points.ts';

export const loader = endpoint({
  scope: 'read',
  method: 'GET',
  params: z.object({ customerId: ShopifyIdSchema }),
  handle: async ({ deps, shop, params }) => {
    const found = await memberOfCustomer(deps.pool, shop, params.customerId, deps.clock.now());
    if (!found) return problem('not-found', `Customer ${params.customerId} is not a member.`);
    const { memberId: _, ...member } = found;
    return Response.json(member);
  },
});

export const action = () => methodNotAllowed('GET');
