import { z } from 'zod';
import { IdSchema } from '../domain/program-parts.ts';
import { answer, refuse, storefrontEndpoint } from '../proxy/door.ts';
import { storefrontRedemption } from '../queries/storefront-member.ts';
import { redeemReward } from '../services/redeem-reward.ts';
import { offlineAdmin } from '../shopify.server.ts';

export const loader = () => answer({ error: 'method_not_allowed' }, 405);

/** A form of another site cannot send it: the key is a header of our own, and the body JSON. */
export const action = storefrontEndpoint({
  method: 'POST',
  idempotent: true,
  body: z.strictObject({ rewardId: IdSchema, points: z.int().positive() }),
  handle: async ({ deps, shop, customerId, market, locale, body, key }) => {
    if (customerId === null) return refuse({ reason: 'not_a_member' }, locale);
    const outcome = await redeemReward(deps, (of) => offlineAdmin(of, 'page'), shop, {
      ...body,
      customerId,
      market,
      currency: null,
      key: `storefront:${key}`,
    });
    if (!outcome.ok) return refuse(outcome.refusal, locale);
    return answer({ redemption: storefrontRedemption(outcome.redemption, locale) });
  },
});
