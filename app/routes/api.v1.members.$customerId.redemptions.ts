import { z } from 'zod';
import { endpoint, methodNotAllowed } from '../api/endpoint.ts';
import { refusalProblem } from '../api/problem.ts';
import { RedeemSchema } from '../api/schemas.ts';
import { ShopifyIdSchema } from '../domain/ids.ts';
import { redemptionView } from '../queries/redemption-view.ts';
import { redeemReward } from '../services/redeem-reward.ts';
import { offlineAdmin } from '../shopify.server.ts';

export const loader = () => methodNotAllowed('POST');

export const action = endpoint({
  scope: 'write',
  method: 'POST',
  idempotent: true,
  params: z.object({ customerId: ShopifyIdSchema }),
  body: RedeemSchema,
  handle: async ({ deps, shop, params, body, key }) => {
    const outcome = await redeemReward(deps, (of) => offlineAdmin(of, 'page'), shop, {
      customerId: params.customerId,
      rewardId: body.rewardId,
      currency: body.currency,
      market: body.market ?? null,
      points: body.points ?? null,
      key: `api:${key}`,
    });
    return outcome.ok
      ? Response.json(redemptionView(outcome.redemption, 'en'))
      : refusalProblem(outcome.refusal, `Customer ${params.customerId}`);
  },
});
