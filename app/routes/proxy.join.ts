import { z } from 'zod';
import { joinRefusalText } from '../locales/join-text.ts';
import { localizedText } from '../locales/reward-text.ts';
import { answer, refuse, storefrontEndpoint } from '../proxy/door.ts';
import { storefrontMember } from '../queries/storefront-member.ts';
import { joinProgramme } from '../services/join-programme.ts';

export const loader = () => answer({ error: 'method_not_allowed' }, 405);

/** Joining twice is joining once. The Idempotency-Key is asked for all the same: no page of another site can send a header of ours, and so join for somebody. */
export const action = storefrontEndpoint({
  method: 'POST',
  idempotent: true,
  body: z.strictObject({ termsVersion: z.string().max(100).nullable() }),
  handle: async ({ deps, shop, customerId, locale, market, body }) => {
    if (customerId === null) return refuse({ reason: 'not_a_member' }, locale);
    const request = { customerId, joinedAt: null, source: 'storefront' as const, ...body };
    const joined = await joinProgramme(deps, shop, request);
    if (joined.ok) {
      const reader = { customerId, locale, market };
      return answer(await storefrontMember(deps.pool, shop, reader, deps.clock.now()));
    }
    const { reason } = joined.refusal;
    const terms = reason === 'terms_changed' ? joined.refusal.terms : null;
    const shown = terms && { version: terms.version, url: localizedText(terms.url, locale) };
    return answer({ refusal: { reason, terms: shown, text: joinRefusalText(reason, locale) } }, 409);
  },
});
