import { answer, storefrontEndpoint } from '../proxy/door.ts';
import { storefrontMember } from '../queries/storefront-member.ts';
import { enrolSignIn } from '../services/enrol-member.ts';

/** The first that we hear of somebody's first sign-in is this read: so it enrols, where the programme enrols by itself. Reading twice enrols once. */
export const loader = storefrontEndpoint({
  method: 'GET',
  handle: async ({ deps, shop, ...reader }) => {
    const read = () => storefrontMember(deps.pool, shop, reader, deps.clock.now());
    const shown = await read();
    if (reader.customerId === null || shown.member !== null || shown.join !== null) return answer(shown);
    await enrolSignIn(deps, shop, reader.customerId);
    return answer(await read());
  },
});
