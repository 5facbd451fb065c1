import { setTimeout as pause } from 'node:timers/promises';
import type { Context, Hono } from 'hono';
import { z } from 'zod';
import type { StoreContext } from '../state/context.ts';
import type { DevStore } from '../state/dev-store.ts';
import type { AccessToken } from '../oauth/token-types.ts';
import { countFault, hang, planAdminFault, rootFields } from './admin-faults.ts';
import { executeAdmin, throttledAnswer } from './execute.ts';
import { CostBucket } from './throttle.ts';

const version = '2026-10';

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
    count(parsed.data.query, core);
    const { admin } = store.faults();
    if (admin.latencyMs > 0) await pause(admin.latencyMs);
    const fault = planAdminFault(store.faults(), requests, parsed.data.query);
    if (fault) countFault(store);
    if (fault === 'error5xx') return request.json({ errors: 'Internal Server Error' }, 503);
    request.header('X-Shopify-API-Version', version);
    if (fault === 'throttle') return request.json(throttledAnswer({ cost: throttledCost(bucket) }));
    const execute = () =>
      executeAdmin(parsed.data, { store, core, scopes: token.scopes, bucket, refuse: fault === 'refuse' });
    if (fault !== 'timeout' && fault !== 'timeoutAfter') return request.json(await execute());
    if (fault === 'timeoutAfter') await execute();
    await hang(admin, request.req.raw.signal);
    return request.json({ errors: 'Gateway Timeout' }, 504);
  });
}

function count(query: string, { adminRequests }: StoreContext): void {
  for (const field of rootFields(query)) adminRequests.set(field, (adminRequests.get(field) ?? 0) + 1);
}

function throttledCost(bucket: CostBucket): object {
  return { requestedQueryCost: 1, actualQueryCost: null, throttleStatus: bucket.status(Date.now()) };
}

const refusedToken = '[API] Invalid API key or access token (unrecognized login or wrong password)';

function validToken(request: Context, { tables }: StoreContext): AccessToken | null {
  const token = tables.get('token', request.req.header('X-Shopify-Access-Token') ?? '');
  if (!token || token.revokedAt !== null) return null;
  return token.expiresAt !== null && token.expiresAt <= Date.now() ? null : token;
}
