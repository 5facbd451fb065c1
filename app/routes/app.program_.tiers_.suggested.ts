import type { LoaderFunctionArgs } from '@remix-run/node';
import { deps } from '../deps.server.ts';
import { STARTING_MEASURE } from '../domain/starting-programs.ts';
import { suggestedLadder } from '../queries/tier-ladder.ts';
import { requireMerchant } from '../shopify.server.ts';

/** The thresholds that fit the shop's members: what the page without levels asks for, which does not wait for their count. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  return Response.json({ suggested: await suggestedLadder(deps(), shop, STARTING_MEASURE) });
}
