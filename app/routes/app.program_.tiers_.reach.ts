import type { LoaderFunctionArgs } from '@remix-run/node';
import { deps } from '../deps.server.ts';
import { tierLadder } from '../queries/tier-ladder.ts';
import { requireMerchant } from '../shopify.server.ts';

/** Who would stand where on a ladder: what an open form asks for as it is typed. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const typed = new URL(request.url).searchParams.get('tiers') ?? '';
  return Response.json({ ladder: await tierLadder(deps(), shop, parsed(typed)) });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
