import type { Hono } from 'hono';
import { streamText } from 'hono/streaming';
import { setCapabilities } from '../state/capabilities.ts';
import { setThemeChoices } from '../state/theme-choices.ts';
import type { StoreContext } from '../state/context.ts';
import type { DevStore } from '../state/dev-store.ts';
import { readBody } from './answers.ts';
import { waitUntilIdle } from './idle.ts';
import { openApp } from './install.ts';
import { appKeyBody, capabilitiesBody, scopesBody, seedBody, themeBody } from './schemas.ts';
import { seedShop } from './seed.ts';
import { storeState } from './state-summary.ts';
import { uninstallApp } from './uninstall.ts';

const idleMsDefault = 60_000;
const idleMsMax = 600_000;

/** What the merchant and Shopify have decided about the shop and the app in it. */
function registerChoices(app: Hono, context: StoreContext): void {
  app.post('/control/app-key', async (request) => {
    const read = await readBody(request, appKeyBody);
    if (!read.ok) return read.answer;
    context.tables.put('single', 'app api key', read.body.key);
    return request.json({ ok: true });
  });

  // An install from before the app asked for more, and the merchant's yes: the installation's scopes are those of its tokens.
  app.post('/control/scopes', async (request) => {
    const read = await readBody(request, scopesBody);
    if (!read.ok) return read.answer;
    const { tables } = context;
    for (const token of [...tables.all('token')])
      tables.put('token', token.token, { ...token, ...read.body });
    return request.json({ ok: true });
  });

  app.post('/control/capabilities', async (request) => {
    const read = await readBody(request, capabilitiesBody);
    if (!read.ok) return read.answer;
    return request.json(setCapabilities(context.tables, read.body));
  });

  app.post('/control/theme', async (request) => {
    const read = await readBody(request, themeBody);
    if (!read.ok) return read.answer;
    return request.json(setThemeChoices(context.tables, read.body));
  });
}

/** Installing, seeding, and waiting for all of it to be done. */
export function registerFlowRoutes(app: Hono, store: DevStore, context: StoreContext): void {
  registerChoices(app, context);

  app.post('/control/install', async (request) => {
    const result = await openApp(store);
    return request.json(result, result.installed ? 200 : 502);
  });

  app.post('/control/uninstall', (request) => {
    uninstallApp(context);
    return request.json({ ok: true });
  });

  app.post('/control/seed', async (request) => {
    const read = await readBody(request, seedBody);
    if (!read.ok) return read.answer;
    const wanted = { ...read.body, seed: read.body.seed ?? context.env.seed };
    request.header('Content-Type', 'application/x-ndjson');
    return streamText(request, async (stream) => {
      try {
        for await (const progress of seedShop(store, context, wanted))
          await stream.writeln(JSON.stringify(progress));
      } catch (error) {
        // The status line is long gone: the reason is the last line.
        await stream.writeln(JSON.stringify({ error: String(error) }));
      }
    });
  });

  app.get('/control/state', (request) => request.json(storeState(store, context)));

  app.get('/control/idle', async (request) => {
    const wanted = Number(request.req.query('timeoutMs') ?? idleMsDefault);
    const timeoutMs = Number.isFinite(wanted) ? Math.min(Math.max(0, wanted), idleMsMax) : idleMsDefault;
    const state = await waitUntilIdle(context, timeoutMs);
    return request.json(state, state.idle ? 200 : 503);
  });
}
