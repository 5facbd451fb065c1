import { Hono, type Context } from 'hono';
import type { AppProxy } from '../../app-config.ts';
import type { DevStore } from '../../state/dev-store.ts';
import { proxyRequestHeaders, proxyResponseHeaders, signedProxyQuery } from './app-proxy-request.ts';
import { signedIn } from './session.ts';

const answerMsMax = 10_000;

export type AppProxyOptions = { appUrl: string; apiSecret: string; appProxy: AppProxy };

/** The app proxy of a market's storefront: requests under its prefix and subpath reach the app, signed as the platform signs them. */
export function appProxyRoutes(store: DevStore, options: AppProxyOptions): Hono {
  const routes = new Hono();
  const { prefix, subpath } = options.appProxy;
  const pathPrefix = `/${prefix}/${subpath}`;
  const handle = (context: Context): Promise<Response> | Response => {
    if (!store.market(context.req.param('market') ?? '')) return context.notFound();
    const rest = context.req.path.split(pathPrefix).slice(1).join(pathPrefix);
    return forward(context, store, { ...options, pathPrefix, rest });
  };
  routes.all(`/:market${pathPrefix}`, handle);
  routes.all(`/:market${pathPrefix}/*`, handle);
  return routes;
}

async function forward(
  context: Context,
  store: DevStore,
  { appUrl, apiSecret, appProxy, pathPrefix, rest }: AppProxyOptions & { pathPrefix: string; rest: string },
): Promise<Response> {
  const { raw, method } = context.req;
  const url = new URL(appProxy.url, appUrl);
  url.pathname = `${url.pathname.replace(/\/$/, '')}${rest}`;
  url.search = signedProxyQuery({
    search: new URL(raw.url).search,
    shop: store.shop.domain,
    customerId: signedIn(context, store)?.id ?? null,
    pathPrefix,
    nowMs: Date.now(),
    secret: apiSecret,
  });
  try {
    const answer = await fetch(url, {
      method,
      headers: proxyRequestHeaders(raw.headers, store.shop.domain),
      body: method === 'GET' || method === 'HEAD' ? null : await raw.arrayBuffer(),
      redirect: 'manual',
      signal: AbortSignal.timeout(answerMsMax),
    });
    const { status, headers } = answer;
    const isBodiless = status === 204 || status === 304;
    return new Response(isBodiless ? null : await answer.arrayBuffer(), {
      status,
      headers: proxyResponseHeaders(headers),
    });
  } catch {
    return context.text('There was an error in the third-party application.', 502);
  }
}
