import { Hono } from 'hono';
import { registerControl } from './control/routes.ts';
import { registerAdminApi } from './graphql/admin-api.ts';
import { registerTokens } from './oauth/token-routes.ts';
import { registerPages } from './pages/routes.ts';
import type { OpenStore } from './state/create-dev-store.ts';

/** Everything that the dev store answers over HTTP. */
export function buildApp({ store, context }: OpenStore): Hono {
  const app = new Hono();
  registerControl(app, store, context);
  registerTokens(app, store, context);
  registerAdminApi(app, store, context);
  // Last: the pages take /admin/* apart from what is registered above.
  const { appUrl, port, apiKey, apiSecret, extensionsFolder } = context.env;
  const { appProxy } = context.appConfig;
  registerPages(app, store, { appUrl, port, apiKey, apiSecret, appProxy, extensionsFolder });
  app.onError((error, request) => {
    console.error(error);
    return request.json({ error: `The dev store failed: ${error.message}` }, 500);
  });
  return app;
}
