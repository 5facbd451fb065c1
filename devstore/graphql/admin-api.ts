import { setTimeout as pause } from 'node:timers/promises';
import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { seededRandom, seedFor } from '../random.ts';
import type { StoreContext } from '../state/context.ts';
import type { DevStore } from '../state/dev-store.ts';
import type { AccessToken } from '../oauth/token-types.ts';
import { executeAdmin, throttledAnswer } from './execute.ts';
import { CostBucket } from './throttle.ts';

const version = '2026-10';
const hangMs = 60_000;

const body = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

/** The Admin API: GraphQL only, as the platform has it for new apps. */
export function registerAdminApi(app: Hono, store: DevStore, core: StoreContext): void {
  const bucket = new CostBucket();
  let requests = 0;

  app.post('/admin/api/:version/graphql.json', async (request) => {
    const token = validToken(request, core);
    if (!token) return request.json({ errors: refusedToken }, 401);
    if (request.req.param('version') !== version)
      return request.json({ errors: `The dev store serves ${version} only.` }, 404);
    const parsed = body.safeParse(await request.req.json().catch(() => null));
    if (!parsed.success)
      return request.json({ errors: { query: 'Required parameter missing or invalid' } }, 400);
    requests += 1;
    const fault = await adminFault(store, requests);
    if (fault === 'error5xx') return request.json({ errors: 'Internal Server Error' }, 503);
    request.header('X-Shopify-API-Version', version);
    if (fault === 'throttle')
      return request.json(
        throttledAnswer({
          cost: { requestedQueryCost: 1, actualQueryCost: null, throttleStatus: bucket.status(Date.now()) },
        }),
      );
    return request.json(await executeAdmin(parsed.data, { store, core, scopes: token.scopes, bucket }));
  });
}

const refusedToken = '[API] Invalid API key or access token (unrecognized login or wrong password)';

function validToken(request: Context, { tables }: StoreContext): AccessToken | null {
  const token = tables.get('token', request.req.header('X-Shopify-Access-Token') ?? '');
  if (!token || token.revokedAt !== null) return null;
  return token.expiresAt !== null && token.expiresAt <= Date.now() ? null : token;
}

/** Latency and faults on request: which one, is a function of the seed and the request's number. */
async function adminFault(store: DevStore, requestNumber: number): Promise<'throttle' | 'error5xx' | null> {
  const { seed, admin } = store.faults();
  const random = seededRandom(seedFor(seed, 1_000_000_000 + requestNumber));
  const [throttle, error5xx, timeout] = [random(), random(), random()];
  if (admin.latencyMs > 0) await pause(admin.latencyMs);
  if (timeout < admin.timeout) await pause(hangMs);
  if (error5xx < admin.error5xx) return 'error5xx';
  return throttle < admin.throttle ? 'throttle' : null;
}
