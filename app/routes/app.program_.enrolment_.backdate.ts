import type { LoaderFunctionArgs } from '@remix-run/node';
import { deps } from '../deps.server.ts';
import { backdateCost } from '../queries/backdate-cost.ts';
import { requireMerchant } from '../shopify.server.ts';

/** What past orders would cost that count from joining on: what the open form asks for as the days are typed. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const days = Number(new URL(request.url).searchParams.get('days'));
  return Response.json({ cost: await backdateCost(deps(), shop, days, request.signal) });
}
