import { randomBytes } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { staff } from '../data/staff.ts';
import type { StoreContext } from '../state/context.ts';
import type { DevStore } from '../state/dev-store.ts';
import { verifyIdToken } from './id-token.ts';
import type { AccessToken } from './token-types.ts';

const hourMs = 60 * 60 * 1000;
const offlineMs = hourMs;
const onlineMs = 24 * hourMs;
const refreshMs = 90 * 24 * hourMs;

const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange';
const onlineType = 'urn:shopify:params:oauth:token-type:online-access-token';
const offlineType = 'urn:shopify:params:oauth:token-type:offline-access-token';

const exchangeBody = z.object({
  client_id: z.string(),
  client_secret: z.string(),
  grant_type: z.literal(exchangeGrant),
  subject_token: z.string(),
  subject_token_type: z.literal('urn:ietf:params:oauth:token-type:id_token'),
  requested_token_type: z.enum([onlineType, offlineType]),
  /** "1" asks for an offline token that expires. */
  expiring: z.union([z.string(), z.boolean(), z.number()]).optional(),
});

const refreshBody = z.object({
  client_id: z.string(),
  client_secret: z.string(),
  grant_type: z.literal('refresh_token'),
  refresh_token: z.string(),
});

const body = z.discriminatedUnion('grant_type', [exchangeBody, refreshBody]);

/** Token exchange and refreshing: the app's only way to an access token. */
export function registerTokens(app: Hono, store: DevStore, context: StoreContext): void {
  app.post('/admin/oauth/access_token', async (request) => {
    const parsed = body.safeParse(await formOrJson(request));
    if (!parsed.success) return refuse(request, 'invalid_request', z.prettifyError(parsed.error));
    const { client_id, client_secret } = parsed.data;
    if (client_id !== context.env.apiKey || client_secret !== context.env.apiSecret)
      return refuse(request, 'application_cannot_be_found', 'No app has this key and secret.');
    if (parsed.data.grant_type === 'refresh_token')
      return refresh(request, parsed.data.refresh_token, context);
    return exchange(request, parsed.data, context);
  });

  app.post('/admin/id-token', async (request) => {
    const wanted = z.object({ sessionId: z.string().min(1) }).safeParse(await formOrJson(request));
    if (!wanted.success) return refuse(request, 'invalid_request', 'Send { "sessionId": "…" }.');
    return request.json({ token: store.mintIdToken(wanted.data.sessionId) });
  });
}

async function formOrJson(request: Context): Promise<unknown> {
  const type = request.req.header('Content-Type') ?? '';
  const text = await request.req.text();
  if (!type.includes('json')) return Object.fromEntries(new URLSearchParams(text));
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function refuse(request: Context, error: string, description: string): Response {
  return request.json({ error, error_description: description }, 400);
}

function exchange(
  request: Context,
  wanted: z.output<typeof exchangeBody>,
  { env, appConfig, tables }: StoreContext,
): Response {
  const now = Date.now();
  const verified = verifyIdToken(wanted.subject_token, env, now);
  if (!verified.ok) return refuse(request, 'invalid_subject_token', `The id token is ${verified.reason}.`);
  const online = wanted.requested_token_type === onlineType;
  const expiring = ['1', 'true'].includes(String(wanted.expiring ?? ''));
  const token = online ? onlineToken(appConfig.scopes, now) : offlineToken(appConfig.scopes, now, expiring);
  tables.atomically(() => {
    tables.put('token', token.token, token);
    tables.put('single', 'installation', { installedAt: now, scopes: appConfig.scopes });
  });
  return request.json(online ? onlineAnswer(token, now) : offlineAnswer(token, now));
}

/**
 * Gives out a new pair. As on the platform since August 2026 the old refresh token may be tried again, for an answer that was lost,
 * until the new pair's refresh token is used.
 */
function refresh(request: Context, refreshToken: string, { tables }: StoreContext): Response {
  const now = Date.now();
  const find = (wanted: string | null) =>
    [...tables.all('token')].find((token) => token.refreshToken !== null && token.refreshToken === wanted);
  const old = find(refreshToken);
  const ended = !old || old.revokedAt !== null || old.refreshRetiredAt !== null;
  if (ended || (old.refreshExpiresAt ?? 0) <= now)
    return refuse(request, 'invalid_grant', 'The refresh token is unknown, retired or expired.');
  const token = { ...offlineToken(old.scopes, now, true), precedingRefreshToken: refreshToken };
  const preceding = find(old.precedingRefreshToken);
  tables.atomically(() => {
    if (preceding) tables.put('token', preceding.token, { ...preceding, refreshRetiredAt: now });
    tables.put('token', token.token, token);
  });
  return request.json(offlineAnswer(token, now));
}

function offlineToken(scopes: string[], now: number, expiring: boolean): AccessToken {
  return {
    token: `shpat_${randomBytes(16).toString('hex')}`,
    kind: 'offline',
    scopes,
    expiresAt: expiring ? now + offlineMs : null,
    refreshToken: expiring ? `shprt_${randomBytes(16).toString('hex')}` : null,
    refreshExpiresAt: expiring ? now + refreshMs : null,
    precedingRefreshToken: null,
    refreshRetiredAt: null,
    revokedAt: null,
  };
}

function onlineToken(scopes: string[], now: number): AccessToken {
  return {
    token: `shpua_${randomBytes(16).toString('hex')}`,
    kind: 'online',
    scopes,
    expiresAt: now + onlineMs,
    refreshToken: null,
    refreshExpiresAt: null,
    precedingRefreshToken: null,
    refreshRetiredAt: null,
    revokedAt: null,
  };
}

const seconds = (until: number, now: number): number => Math.round((until - now) / 1000);

function offlineAnswer(token: AccessToken, now: number) {
  return {
    access_token: token.token,
    scope: token.scopes.join(','),
    ...(token.expiresAt === null ? {} : { expires_in: seconds(token.expiresAt, now) }),
    ...(token.refreshToken === null || token.refreshExpiresAt === null
      ? {}
      : {
          refresh_token: token.refreshToken,
          refresh_token_expires_in: seconds(token.refreshExpiresAt, now),
        }),
  };
}

function onlineAnswer(token: AccessToken, now: number) {
  return {
    access_token: token.token,
    scope: token.scopes.join(','),
    expires_in: seconds(token.expiresAt ?? now, now),
    associated_user_scope: token.scopes.join(','),
    session: null,
    account_number: 0,
    associated_user: {
      id: staff.id,
      first_name: staff.firstName,
      last_name: staff.lastName,
      email: staff.email,
      email_verified: true,
      account_owner: true,
      locale: staff.locale,
      collaborator: false,
    },
  };
}
