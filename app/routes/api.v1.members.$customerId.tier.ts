import { z } from 'zod';
import { endpoint, methodNotAllowed, type Call } from '../api/endpoint.ts';
import { problem, refusalProblem } from '../api/problem.ts';
import { EndedPlacementSchema, PlacementSchema } from '../api/schemas.ts';
import { ShopifyIdSchema } from '../domain/ids.ts';
import { memberOfCustomer } from '../queries/member-points.ts';
import { placeMember } from '../services/place-member.ts';

export const loader = () => methodNotAllowed('POST, DELETE');

const params = z.object({ customerId: ShopifyIdSchema });
type Asked = { level: string | null; until: string | null; reason: string };

async function place(
  { deps, shop, params: { customerId }, key }: Call<z.output<typeof params>, unknown, unknown>,
  asked: Asked,
) {
  const placed = await placeMember(deps, shop, { ...asked, customerId, actor: 'api', key: `api:${key}` });
  if (!placed.ok) return refused(placed.reason);
  const member = await memberOfCustomer(deps.pool, shop, customerId, deps.clock.now());
  return Response.json({ tier: member?.tier ?? null, before: placed.before });
}

function refused(
  reason: Extract<Awaited<ReturnType<typeof placeMember>>, { ok: false }>['reason'],
): Response {
  switch (reason) {
    case 'unknown_level':
      return problem('invalid', 'The programme in force has no such level.');
    case 'in_past':
      return problem('invalid', '"until" has passed already.');
    case 'not_placed':
      return problem('conflict', 'No level is given by hand.');
    default:
      return refusalProblem({ reason });
  }
}

const give = endpoint({
  scope: 'write',
  method: 'POST',
  idempotent: true,
  params,
  body: PlacementSchema,
  handle: (call) => place(call, call.body),
});

const end = endpoint({
  scope: 'write',
  method: 'DELETE',
  idempotent: true,
  params,
  body: EndedPlacementSchema,
  handle: (call) => place(call, { ...call.body, level: null, until: null }),
});

export const action: typeof give = (args) => (args.request.method === 'DELETE' ? end(args) : give(args));
