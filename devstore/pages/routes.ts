import type { Hono } from 'hono';
import type { AppProxy } from '../app-config.ts';
import { openTheme } from '../liquid/theme.ts';
import type { DevStore } from '../state/dev-store.ts';
import { adminRoutes } from './admin/routes.ts';
import { adminRoot } from './admin/shell.ts';
import { startAppProxy } from './app-proxy.ts';
import { registerAssets } from './assets.ts';
import { registerExtensionAssets } from './extension-assets.ts';
import { doorsPage } from './doors-page.ts';
import { messagePage } from './message-page.ts';
import { appProxyRoutes } from './store/app-proxy-routes.ts';
import { storefrontRoutes } from './store/routes.ts';
import { webhookRoutes } from './webhooks/routes.ts';

export type PageOptions = {
  /** The app's origin, such as `http://localhost:3000`. */
  appUrl: string;
  /** The dev store's own port; the proxy of the app takes the next one, or any that is free. */
  port: number;
  /** The app's API key, which is its handle in the admin's addresses too. */
  apiKey: string;
  /** Signs what the app proxy forwards. */
  apiSecret: string;
  appProxy: AppProxy;
  /** Where the app's theme extensions are. */
  extensionsFolder: string;
};

/** Where the visible pages plug in: three doors, admin, storefront, webhooks. Call it after the core's own routes. */
export function registerPages(app: Hono, store: DevStore, options: PageOptions): void {
  const { appUrl, port, apiKey } = options;
  let proxy: Promise<string> | null = null;
  const proxyOrigin = () => {
    proxy ??= startAppProxy({
      appUrl,
      devstoreUrl: `http://localhost:${port}`,
      shop: store.shop.domain,
      appHandle: apiKey,
      preferredPort: port + 1,
    });
    return proxy;
  };
  const root = adminRoot(store);

  app.use('*', async (context, next) => {
    const isForeign = context.req.header('Sec-Fetch-Site') === 'cross-site';
    if (isForeign && context.req.method !== 'GET')
      return context.text('Forms of other sites are refused', 403);
    await next();
  });
  registerAssets(app);
  app.get('/', (context) => context.html(doorsPage(store, apiKey).markup));
  app.get('/admin', (context) => context.redirect(root));
  app.route(root, adminRoutes(store, { appHandle: apiKey, proxyOrigin }));
  // Shopify's older addresses, /admin/orders/1, lead to the same pages.
  app.get('/admin/:rest{.+}', (context) => {
    const { pathname, search } = new URL(context.req.url);
    if (pathname.startsWith('/admin/store/')) return context.notFound();
    return context.redirect(`${root}${pathname.slice('/admin'.length)}${search}`);
  });
  app.route('/store', appProxyRoutes(store, options));
  const theme = openTheme(options.extensionsFolder, apiKey);
  registerExtensionAssets(app, theme.extensions);
  app.route('/store', storefrontRoutes(store, root, theme));
  app.route('/webhooks', webhookRoutes(store, root));
  app.notFound((context) => {
    const text = 'Nothing is at this address. The three doors lead to everything that is.';
    return context.html(messagePage('Page not found', text).markup, 404);
  });
}
