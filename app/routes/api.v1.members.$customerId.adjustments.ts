import { z } from 'zod';
import { endpoint, methodNotAllowed } from '../api/endpoint.ts';
import { refusalProblem } from '../api/problem.ts';
import { AdjustmentSchema } from '../api/schemas.ts';
import { ShopifyIdSchema } from '../domain/ids.ts';
import { adjustPoints } from '../services/adjust-points.ts';

export const loader = () => methodNotAllowed('POST');

export const action = endpoint({
  scope: 'write',
  method: 'POST',
  idempotent: true,
  params: z.object({ customerId: ShopifyIdSchema }),
  body: AdjustmentSchema,
  handle: async ({ deps, shop, params, body, key }) => {
    const adjusted = await adjustPoints(deps, shop, { ...body, customerId: params.customerId, key });
    return adjusted.ok
      ? Response.json({ seq: adjusted.seq, points: adjusted.points })
      : refusalProblem({ reason: adjusted.reason }, `Customer ${params.customerId}`);
  },
});
