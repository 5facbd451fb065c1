import { z } from 'zod';
import { answer, refuse, storefrontEndpoint } from '../proxy/door.ts';
import { memberRedemption } from '../queries/redemption-view.ts';
import { storefrontRedemption } from '../queries/storefront-member.ts';

export const loader = storefrontEndpoint({
  method: 'GET',
  params: z.object({ id: z.uuid() }),
  handle: async ({ deps, shop, customerId, locale, params }) => {
    const redemption = await memberRedemption(deps.pool, shop, params.id, customerId);
    if (!redemption) return refuse({ reason: 'unknown_redemption' }, locale);
    return answer({ redemption: storefrontRedemption(redemption, locale) });
  },
});
