import { z } from 'zod';
import { endpoint, methodNotAllowed } from '../api/endpoint.ts';
import { refusalProblem } from '../api/problem.ts';
import { redemptionView, shopRedemption } from '../queries/redemption-view.ts';

export const loader = endpoint({
  scope: 'read',
  method: 'GET',
  params: z.object({ id: z.uuid() }),
  handle: async ({ deps, shop, params }) => {
    const redemption = await shopRedemption(deps.pool, shop, params.id);
    return redemption
      ? Response.json(redemptionView(redemption, 'en'))
      : refusalProblem({ reason: 'unknown_redemption' }, `Redemption ${params.id}`);
  },
});

export const action = () => methodNotAllowed('GET');
