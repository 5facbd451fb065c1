import { z } from 'zod';
import type { ActionRefusal } from '../domain/award.ts';
import { isMonthDay } from '../domain/occasions.ts';
import { actionRefusalText } from '../locales/action-text.ts';
import { answer, storefrontEndpoint } from '../proxy/door.ts';
import { memberBirthday } from '../queries/member-birthday.ts';
import { tellBirthday } from '../services/tell-birthday.ts';

const refuse = (refusal: ActionRefusal | { reason: 'no_such_day' }, locale: string, status: 409 | 422) =>
  answer({ refusal: { ...refusal, text: actionRefusalText(refusal, locale) } }, status);

/** The member's own. */
export const loader = storefrontEndpoint({
  method: 'GET',
  handle: async ({ deps, shop, customerId, locale }) => {
    const told = customerId === null ? null : await memberBirthday(deps, shop, customerId);
    return told ? answer(told) : refuse({ reason: 'not_a_member' }, locale, 422);
  },
});

/** Telling it twice is telling it once. The Idempotency-Key is asked for all the same: no page of another site can send a header of ours. */
export const action = storefrontEndpoint({
  method: 'POST',
  idempotent: true,
  // 30 February is a slip of who chooses month and day, and is told in words.
  body: z.strictObject({ month: z.int().min(1).max(12), day: z.int().min(1).max(31) }),
  handle: async ({ deps, shop, customerId, locale, body }) => {
    if (customerId === null) return refuse({ reason: 'not_a_member' }, locale, 422);
    if (!isMonthDay(body)) return refuse({ reason: 'no_such_day' }, locale, 422);
    const told = await tellBirthday(deps, shop, { customerId, birthday: body });
    if (told.ok) return answer({ birthday: told.birthday, changeableFrom: told.changeableFrom });
    return refuse(told.refusal, locale, told.refusal.reason === 'not_a_member' ? 422 : 409);
  },
});
