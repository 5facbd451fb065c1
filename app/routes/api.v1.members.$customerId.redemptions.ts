import { z } from 'zod';
import { endpoint, methodNotAllowed } from '../api/endpoint.ts';
import { refusalProblem } from '../api/problem.ts';
import { CurrencySchema } from '../domain/currency.ts';
import { NumericIdSchema } from '../domain/ids.ts';
import { IdSchema } from '../domain/program-parts.ts';
import { redemptionView } from '../queries/redemption-view.ts';
import { redeemReward } from '../services/redeem-reward.ts';
import { offlineAdmin } from '../shopify.server.ts';

export const loader = () => methodNotAllowed('POST');

export const action = endpoint({
  scope: 'write',
  method: 'POST',
  idempotent: true,
  params: z.object({ customerId: NumericIdSchema }),
  body: z.strictObject({
    rewardId: IdSchema,
    currency: CurrencySchema,
    /** For rewards of some markets only. */
    market: IdSchema.optional(),
    /** The price that the member saw: refused where it changed since. */
    points: z.int().positive().optional(),
  }),
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
      : refusalProblem(outcome.refusal);
  },
});
