import { z } from 'zod';
import { endpoint, methodNotAllowed } from '../api/endpoint.ts';
import { answerPlacement } from '../api/placement.ts';
import { EndedPlacementSchema } from '../api/schemas.ts';
import { ShopifyIdSchema } from '../domain/ids.ts';

export const loader = () => methodNotAllowed('POST');

/** Not a DELETE: it has a reason, and many clients and proxies drop the body of one. */
export const action = endpoint({
  scope: 'write',
  method: 'POST',
  idempotent: true,
  params: z.object({ customerId: ShopifyIdSchema }),
  body: EndedPlacementSchema,
  handle: (call) => answerPlacement(call, { ...call.body, level: null, until: null }),
});
