import type { LoaderFunctionArgs } from '@remix-run/node';
import { deps } from '../deps.server.ts';
import { ShopifyIdSchema } from '../domain/ids.ts';
import { memberStamp } from '../queries/member-timeline.ts';
import { requireMerchant } from '../shopify.server.ts';

/** What an open member's page asks for every second: two index reads, and no call to Shopify. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const customerId = ShopifyIdSchema.safeParse(params['customerId']);
  return Response.json({
    stamp: customerId.success ? await memberStamp(deps(), shop, customerId.data) : null,
  });
}
