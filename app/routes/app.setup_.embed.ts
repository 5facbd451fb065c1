import type { LoaderFunctionArgs } from '@remix-run/node';
import { readEmbedStatus } from '../shopify/theme-settings.ts';
import { requireMerchant } from '../shopify.server.ts';

/** What an open set-up guide asks for now and then while the embed is not on: Shopify gives a file of up to some MB for it. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { admin } = await requireMerchant(request);
  return Response.json({ stamp: await readEmbedStatus(admin) });
}
