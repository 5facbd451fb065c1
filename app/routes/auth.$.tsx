import type { LoaderFunctionArgs } from '@remix-run/node';
import { shopify } from '../shopify.server.ts';

/** The addresses of Shopify's library: the bounce page that fetches a session token, the exit from the frame. */
export async function loader({ request }: LoaderFunctionArgs) {
  await shopify().authenticate.admin(request);
  return null;
}
