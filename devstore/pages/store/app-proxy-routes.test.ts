import { createServer, type IncomingMessage } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { openTestStore, testEnv } from '../../test-support/open-test-store.ts';
import { proxySignature, signedProxyQuery } from './app-proxy-request.ts';

const secret = 'meridian-dev-secret';

it('signs the sorted parameters with nothing between them', () => {
  // printf 'extra=1,2logged_in_customer_id=path_prefix=/apps/loyaltyshop=haven.myshopify.comtimestamp=1795262400' | openssl dgst -sha256 -hmac meridian-dev-secret
  const query = signedProxyQuery({
    search: '?extra=1&extra=2',
    shop: 'haven.myshopify.com',
    customerId: null,
    pathPrefix: '/apps/loyalty',
    nowMs: 1_795_262_400_000,
    secret,
  });
  expect(new URLSearchParams(query).get('signature')).toBe(
    '900dddff820ab6a9229a6661d8eb587ceeffda987065dec7d5cddd81e4cb57c9',
  );
});

type Asked = { url: URL; method: string; headers: IncomingMessage['headers']; body: string };

/** An app that tells what it was asked. */
async function startApp(): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://app');
      asked.push({ url, method: request.method ?? '', headers: request.headers, body });
      response
        .writeHead(409, {
          'Content-Type': 'application/json',
          'Set-Cookie': 'a=b',
          'Cache-Control': 'no-store',
        })
        .end('{"refusal":{}}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The app has no port');
  return { url: `http://127.0.0.1:${address.port}`, asked };
}

it('forwards the storefront’s requests with the session’s customer, whatever the browser claims', async () => {
  const target = await startApp();
  const { store, app } = openTestStore(testEnv(target.url));
  const made = store.createCustomer({
    firstName: 'Ada',
    lastName: 'Marsh',
    email: 'ada@example.com',
    market: 'us',
  });
  if (!made.ok) throw new Error(made.detail);
  const answer = await app.request(
    '/store/us/apps/loyalty/redemptions?market=us&logged_in_customer_id=1&shop=other.myshopify.com&signature=x',
    {
      method: 'POST',
      body: '{"rewardId":"five-off"}',
      headers: {
        Cookie: `devstore_customer=${made.customer.id}`,
        'Content-Type': 'application/json',
        'Idempotency-Key': 'k1',
        Origin: 'http://localhost',
      },
    },
  );
  expect(answer.status).toBe(409);
  expect(answer.headers.get('set-cookie')).toBeNull();
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(await answer.json()).toEqual({ refusal: {} });
  const request = target.asked.find((each) => each.url.pathname.startsWith('/proxy'));
  if (!request) throw new Error('The app was not asked');
  const query = request.url.searchParams;
  expect(request).toMatchObject({
    method: 'POST',
    body: '{"rewardId":"five-off"}',
    headers: { 'idempotency-key': 'k1', 'x-forwarded-host': 'haven.myshopify.com' },
  });
  expect(request.headers.cookie).toBeUndefined();
  expect(request.url.pathname).toBe('/proxy/redemptions');
  expect(query.getAll('logged_in_customer_id')).toEqual([String(made.customer.id)]);
  expect(query.getAll('shop')).toEqual(['haven.myshopify.com']);
  const signature = query.get('signature');
  query.delete('signature');
  expect(signature).toBe(proxySignature(query, secret));
});

it('says that the app is not there', async () => {
  const { app } = openTestStore(testEnv('http://127.0.0.1:9'));
  expect((await app.request('/store/us/apps/loyalty/member')).status).toBe(502);
  expect((await app.request('/store/mars/apps/loyalty/member')).status).toBe(404);
});
