import { z } from 'zod';
import { answer, refuse, storefrontEndpoint } from '../proxy/door.ts';
import { jsonNumber } from '../queries/member-points.ts';
import { returnedPoints } from '../queries/returned-points.ts';
import { storefrontRedemption } from '../queries/storefront-member.ts';
import { cancelRedemption } from '../services/redeem-reward.ts';
import { offlineAdmin } from '../shopify.server.ts';

export const loader = () => answer({ error: 'method_not_allowed' }, 405);

/** Cancelling twice is cancelling once, so it needs no key. `returned`: the points of it that can be spent again. */
export const action = storefrontEndpoint({
  method: 'POST',
  params: z.object({ id: z.uuid() }),
  handle: async ({ deps, shop, customerId, locale, params }) => {
    if (customerId === null) return refuse({ reason: 'unknown_redemption' }, locale);
    const request = { by: 'member' as const, customerId, redemptionId: params.id };
    const outcome = await cancelRedemption(deps, (of) => offlineAdmin(of, 'page'), shop, request);
    if (!outcome.ok) return refuse(outcome.refusal, locale);
    const { redemption } = outcome;
    const returned = await returnedPoints(deps.pool, redemption, deps.clock.now().toISOString());
    return answer({ redemption: storefrontRedemption(redemption, locale), returned: jsonNumber(returned) });
  },
});
