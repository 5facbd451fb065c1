/** Everything that we hold of a member, as a JSON file. */
import type { LoaderFunctionArgs } from '@remix-run/node';
import { deps } from '../deps.server.ts';
import { ShopifyIdSchema } from '../domain/ids.ts';
import { memberExport } from '../queries/member-export.ts';
import { requireMerchant } from '../shopify.server.ts';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const customerId = ShopifyIdSchema.safeParse(params['customerId']);
  const json = customerId.success ? await memberExport(deps(), shop, customerId.data) : null;
  if (json === null) return Response.json(null, { status: 404 });
  return new Response(json, {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': `attachment; filename="member-${customerId.data}.json"`,
      'Cache-Control': 'no-store',
    },
  });
}
