import { z } from 'zod';
import { endpoint, methodNotAllowed } from '../api/endpoint.ts';
import { actionProblem } from '../api/problem.ts';
import { BirthdaySchema } from '../api/schemas.ts';
import { ShopifyIdSchema } from '../domain/ids.ts';
import { tellBirthday } from '../services/tell-birthday.ts';

export const loader = () => methodNotAllowed('PUT');

export const action = endpoint({
  scope: 'write',
  method: 'PUT',
  params: z.object({ customerId: ShopifyIdSchema }),
  body: BirthdaySchema,
  handle: async ({ deps, shop, params, body }) => {
    const told = await tellBirthday(deps, shop, { customerId: params.customerId, birthday: body });
    if (!told.ok) return actionProblem(told.refusal);
    return Response.json({ birthday: told.birthday, changeableFrom: told.changeableFrom });
  },
});
