import type { LoaderFunctionArgs } from '@remix-run/node';
import { deps } from '../deps.server.ts';
import { simulationRun } from '../queries/publish-preview.ts';
import { requireMerchant } from '../shopify.server.ts';

/** How far a simulation is: what the open page asks for while a worker reckons. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  return Response.json({ run: await simulationRun(deps(), shop, params['id'] ?? '') });
}
