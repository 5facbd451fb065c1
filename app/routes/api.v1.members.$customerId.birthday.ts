import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { endpoint } from '../api/endpoint.ts';
import { actionProblem } from '../api/problem.ts';
import { BirthdaySchema } from '../api/schemas.ts';
import { ShopifyIdSchema } from '../domain/ids.ts';
import { memberBirthday } from '../queries/member-birthday.ts';
import { forgetBirthday } from '../services/forget-birthday.ts';
import { tellBirthday } from '../services/tell-birthday.ts';

const params = z.object({ customerId: ShopifyIdSchema });
const nobody = (customerId: string) => actionProblem({ reason: 'not_a_member' }, `Customer ${customerId}`);

export const loader = endpoint({
  scope: 'read',
  method: 'GET',
  params,
  handle: async ({ deps, shop, params: { customerId } }) => {
    const told = await memberBirthday(deps, shop, customerId);
    return told ? Response.json(told) : nobody(customerId);
  },
});

const tell = endpoint({
  scope: 'write',
  method: 'PUT',
  params,
  body: BirthdaySchema,
  handle: async ({ deps, shop, params: { customerId }, body }) => {
    const told = await tellBirthday(deps, shop, { customerId, birthday: body });
    if (!told.ok) return actionProblem(told.refusal, `Customer ${customerId}`);
    return Response.json({ birthday: told.birthday, changeableFrom: told.changeableFrom });
  },
});

const forget = endpoint({
  scope: 'write',
  method: 'DELETE',
  params,
  handle: async ({ deps, shop, params: { customerId } }) => {
    const known = await forgetBirthday(deps, shop, customerId);
    return known ? Response.json({ birthday: null, changeableFrom: null }) : nobody(customerId);
  },
});

export const action = (args: ActionFunctionArgs) =>
  args.request.method === 'DELETE' ? forget(args) : tell(args);
