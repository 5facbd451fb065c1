/** A level given by hand, and its end: what both routes of it answer. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { memberOfCustomer } from '../queries/member-points.ts';
import { programOverview } from '../queries/program-overview.ts';
import { placeMember } from '../services/place-member.ts';
import { problem, refusalProblem } from './problem.ts';

type Call = { deps: Deps; shop: ShopId; params: { customerId: string }; key: string };
type Asked = { level: string | null; until: string | null; reason: string };

export async function answerPlacement(
  { deps, shop, params: { customerId }, key }: Call,
  asked: Asked,
): Promise<Response> {
  const placed = await placeMember(deps, shop, { ...asked, customerId, actor: 'api', key: `api:${key}` });
  if (placed.ok) {
    const member = await memberOfCustomer(deps.pool, shop, customerId, deps.clock.now());
    return Response.json({ tier: member?.tier ?? null, before: placed.before });
  }
  switch (placed.reason) {
    case 'unknown_level':
      return problem('invalid', await unknownLevel(deps, shop, asked.level));
    case 'in_past':
      return problem('invalid', `"until" has passed already: it is ${deps.clock.now().toISOString()}.`);
    case 'not_placed':
      return problem('conflict', `Customer ${customerId} has no level that was given by hand.`);
    default:
      return refusalProblem({ reason: placed.reason }, `Customer ${customerId}`);
  }
}

async function unknownLevel(deps: Deps, shop: ShopId, asked: string | null): Promise<string> {
  const { published } = await programOverview(deps, shop);
  const levels = published?.program.tiers?.levels.map(({ id }) => id) ?? [];
  return levels.length === 0
    ? 'The programme in force has no levels.'
    : `The programme in force has no level "${asked}". It has: ${levels.join(', ')}.`;
}
