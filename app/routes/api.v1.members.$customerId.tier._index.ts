import { z } from 'zod';
import { endpoint, methodNotAllowed } from '../api/endpoint.ts';
import { answerPlacement } from '../api/placement.ts';
import { PlacementSchema } from '../api/schemas.ts';
import { ShopifyIdSchema } from '../domain/ids.ts';

export const loader = () => methodNotAllowed('POST');

export const action = endpoint({
  scope: 'write',
  method: 'POST',
  idempotent: true,
  params: z.object({ customerId: ShopifyIdSchema }),
  body: PlacementSchema,
  handle: (call) => answerPlacement(call, call.body),
});
