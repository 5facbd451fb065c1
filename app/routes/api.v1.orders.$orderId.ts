import { z } from 'zod';
import { endpoint, methodNotAllowed } from '../api/endpoint.ts';
import { problem } from '../api/problem.ts';
import { ShopifyIdSchema } from '../domain/ids.ts';
import { orderPoints } from '../queries/order-points.ts';

export const loader = endpoint({
  scope: 'read',
  method: 'GET',
  params: z.object({ orderId: ShopifyIdSchema }),
  handle: async ({ deps, shop, params }) => {
    const order = await orderPoints(deps.pool, shop, params.orderId);
    return order
      ? Response.json(order)
      : problem('not-found', `No delivery told of order ${params.orderId}.`);
  },
});

export const action = () => methodNotAllowed('GET');
