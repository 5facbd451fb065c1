import { z } from 'zod';
import { endpoint, methodNotAllowed } from '../api/endpoint.ts';
import { actionProblem } from '../api/problem.ts';
import { ReportedActionSchema } from '../api/schemas.ts';
import { ShopifyIdSchema } from '../domain/ids.ts';
import { reportAction } from '../services/report-action.ts';

export const loader = () => methodNotAllowed('POST');

export const action = endpoint({
  scope: 'write',
  method: 'POST',
  idempotent: true,
  params: z.object({ customerId: ShopifyIdSchema }),
  body: ReportedActionSchema,
  handle: async ({ deps, shop, params, body, key }) => {
    const reported = await reportAction(deps, shop, {
      customerId: params.customerId,
      ...body,
      occurredAt: body.occurredAt ?? null,
      requestKey: `api:${key}`,
    });
    if (!reported.ok) return actionProblem({ reason: reported.reason }, `Customer ${params.customerId}`);
    const { entrySeq: seq, points, redemptionId } = reported.award;
    return Response.json({ seq, points: Number(points), redemptionId });
  },
});
