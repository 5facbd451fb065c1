import { jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openTestStore, testEnv } from '../test-support/open-test-store.ts';
import { mintIdToken, verifyIdToken } from './id-token.ts';

const keys = { apiKey: 'meridian-dev', apiSecret: 'meridian-dev-secret' };
const nowMs = Date.parse('2026-11-21T12:00:00Z');
const who = { sessionId: 's-1', userId: 42, nowMs };

describe('id tokens', () => {
  it('carry the platform’s claims and verify with another library', async () => {
    const { payload } = await jwtVerify(mintIdToken(keys, who), new TextEncoder().encode(keys.apiSecret), {
      currentDate: new Date(nowMs),
      algorithms: ['HS256'],
    });
    expect(payload).toMatchObject({
      iss: 'https://haven.myshopify.com/admin',
      dest: 'https://haven.myshopify.com',
      aud: 'meridian-dev',
      sub: '42',
      sid: 's-1',
      exp: nowMs / 1000 + 60,
    });
  });

  it.each([
    { what: 'expired', token: mintIdToken(keys, who), at: nowMs + 60_000 },
    { what: 'of another app', token: mintIdToken({ ...keys, apiKey: 'other' }, who), at: nowMs },
    { what: 'wrong signature', token: mintIdToken({ ...keys, apiSecret: 'other-secret' }, who), at: nowMs },
    { what: 'not a JSON web token', token: 'abc', at: nowMs },
  ])('that are $what are refused', ({ what, token, at }) => {
    expect(verifyIdToken(token, keys, at)).toEqual({ ok: false, reason: what });
  });
});

const pair = z.object({
  access_token: z.string(),
  expires_in: z.literal(3600),
  refresh_token: z.string(),
  refresh_token_expires_in: z.number(),
});

describe('token exchange', () => {
  const client = { client_id: keys.apiKey, client_secret: keys.apiSecret };
  const exchange = (subjectToken: string) => ({
    ...client,
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: subjectToken,
    subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    requested_token_type: 'urn:shopify:params:oauth:token-type:offline-access-token',
    expiring: '1',
  });
  const open = () => {
    const { app, store } = openTestStore(testEnv('http://127.0.0.1:9'));
    const post = async (path: string, body: unknown, token = '') => {
      const answer = await app.request(path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Shopify-Access-Token': token },
        body: JSON.stringify(body),
      });
      return { status: answer.status, body: (await answer.json()) as unknown };
    };
    return {
      store,
      uninstall: () => post('/control/uninstall', {}),
      tokens: (body: unknown) => post('/admin/oauth/access_token', body),
      shopName: (token: string) =>
        post('/admin/api/2026-10/graphql.json', { query: '{ shop { name } }' }, token),
    };
  };

  it('gives an offline token that opens the Admin API and can be refreshed', async () => {
    const { store, tokens, shopName } = open();
    const first = pair.parse((await tokens(exchange(store.mintIdToken('s-1')))).body);
    expect(store.installation()).not.toBeNull();
    expect(await shopName(first.access_token)).toMatchObject({
      status: 200,
      body: { data: { shop: { name: 'Haven' } } },
    });

    const refresh = (token: string) =>
      tokens({ ...client, grant_type: 'refresh_token', refresh_token: token });
    const lost = pair.parse((await refresh(first.refresh_token)).body);
    const second = pair.parse((await refresh(first.refresh_token)).body);
    expect(second.refresh_token).not.toBe(lost.refresh_token);
    const third = pair.parse((await refresh(second.refresh_token)).body);
    expect(await shopName(third.access_token)).toMatchObject({ status: 200 });
    expect(await refresh(first.refresh_token)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
  });

  it('ends with the app’s uninstalling', async () => {
    const { store, tokens, shopName, uninstall } = open();
    const { access_token } = pair.parse((await tokens(exchange(store.mintIdToken('s-1')))).body);
    await uninstall();
    expect(store.installation()).toBeNull();
    expect(await shopName(access_token)).toMatchObject({ status: 401 });
    expect(store.deliveries().items.map((delivery) => delivery.topic)).toEqual(['app/uninstalled']);
  });

  it('refuses a wrong id token, a wrong secret, and an unknown access token', async () => {
    const { store, tokens, shopName } = open();
    expect(await tokens(exchange('a.b.c'))).toMatchObject({
      status: 400,
      body: { error: 'invalid_subject_token' },
    });
    const wrong = { ...exchange(store.mintIdToken('s-1')), client_secret: 'wrong' };
    expect(await tokens(wrong)).toMatchObject({ status: 400 });
    expect(await shopName('shpat_unknown')).toMatchObject({ status: 401 });
  });
});
