import { answer, storefrontEndpoint } from '../proxy/door.ts';
import { storefrontRewards } from '../queries/storefront-member.ts';

export const loader = storefrontEndpoint({
  method: 'GET',
  handle: async ({ deps, shop, ...reader }) =>
    answer(await storefrontRewards(deps.pool, shop, reader, deps.clock.now())),
});
