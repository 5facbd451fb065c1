import { z } from 'zod';
import { endpoint, methodNotAllowed } from '../api/endpoint.ts';
import { refusalProblem } from '../api/problem.ts';
import { redemptionView } from '../queries/redemption-view.ts';
import { cancelRedemption } from '../services/redeem-reward.ts';
import { offlineAdmin } from '../shopify.server.ts';

export const loader = () => methodNotAllowed('POST');

/** Also ends what needs a person. Cancelling twice is cancelling once. */
export const action = endpoint({
  scope: 'write',
  method: 'POST',
  params: z.object({ id: z.uuid() }),
  handle: async ({ deps, shop, params }) => {
    const request = { by: 'merchant' as const, redemptionId: params.id };
    const outcome = await cancelRedemption(deps, (of) => offlineAdmin(of, 'page'), shop, request);
    return outcome.ok
      ? Response.json(redemptionView(outcome.redemption, 'en'))
      : refusalProblem(outcome.refusal, `Redemption ${params.id}`);
  },
});
