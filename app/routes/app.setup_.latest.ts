import type { LoaderFunctionArgs } from '@remix-run/node';
import { deps } from '../deps.server.ts';
import { STARTING_KINDS } from '../domain/starting-programs.ts';
import { simulationRun } from '../queries/publish-preview.ts';
import { setupStamp, setupState } from '../queries/setup-stamp.ts';
import { requireMerchant } from '../shopify.server.ts';

/** What an open set-up guide asks for every few seconds, with the simulations (`run`) that it shows: a few index reads, and no call to Shopify. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const ids = new URL(request.url).searchParams.getAll('run').slice(0, STARTING_KINDS.length);
  const costs = await Promise.all(ids.map((id) => simulationRun(deps(), shop, id)));
  return Response.json({ stamp: setupStamp(await setupState(deps(), shop), costs) });
}
