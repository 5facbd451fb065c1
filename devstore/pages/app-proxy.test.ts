import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requestHeaders, responseHeaders, startAppProxy } from './app-proxy.ts';

const shop = 'haven.myshopify.com';
const origin = 'http://localhost:3101';
const options = {
  appUrl: 'http://localhost:3000',
  devstoreUrl: 'http://localhost:3100',
  shop,
  appHandle: 'meridian-dev',
};

describe('responseHeaders', () => {
  test('takes frame-ancestors out of the policy and nothing else', () => {
    const csp = "default-src 'self'; frame-ancestors https://haven.myshopify.com; img-src *";
    expect(
      responseHeaders({ 'content-security-policy': csp }, origin, options)['content-security-policy'],
    ).toBe("default-src 'self'; img-src *");
    expect(responseHeaders({ 'content-security-policy': 'frame-ancestors *;' }, origin, options)).toEqual({});
  });

  const redirects: [string, string][] = [
    ['/auth/session-token?shop=x', '/auth/session-token?shop=x'],
    ['http://localhost:3000/app?a=b', 'http://localhost:3101/app?a=b'],
    ['https://admin.shopify.com/store/haven/orders/1', 'http://localhost:3100/admin/store/haven/orders/1'],
    ['https://haven.myshopify.com/admin/orders/1', 'http://localhost:3100/admin/store/haven/orders/1'],
    ['https://example.com/', 'https://example.com/'],
  ];
  test.each(redirects)('points the redirect %s at %s', (location, target) => {
    expect(responseHeaders({ location }, origin, options)['location']).toBe(target);
  });
});

test('requestHeaders asks the app under its own name, without cookies of the dev store', () => {
  const headers = {
    host: 'localhost:3101',
    origin,
    cookie: 'devstore_cart=1; app=2',
    referer: `${origin}/app`,
  };
  expect(requestHeaders(headers, new URL(options.appUrl), origin)).toEqual({
    host: 'localhost:3000',
    origin: 'http://localhost:3000',
    cookie: 'app=2',
    referer: 'http://localhost:3000/app',
  });
});

describe('a running proxy', () => {
  const app = http.createServer((request, response) => {
    response.setHeader('Set-Cookie', ['a=1; HttpOnly', 'b=2']);
    response.setHeader('Content-Security-Policy', 'frame-ancestors https://admin.shopify.com;');
    response.write(`${request.method} ${request.url} for ${request.headers.host}: `);
    request.pipe(response);
  });
  let appUrl = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => app.listen(0, resolve));
    appUrl = `http://localhost:${(app.address() as AddressInfo).port}`;
  });
  afterAll(() => app.close());

  test('streams bodies both ways and keeps cookies apart', async () => {
    const proxy = await startAppProxy({ ...options, appUrl, preferredPort: 0 });
    const response = await fetch(`${proxy}/app?x=1`, { method: 'POST', body: 'points' });
    expect(await response.text()).toBe(`POST /app?x=1 for ${new URL(appUrl).host}: points`);
    expect(response.headers.getSetCookie()).toEqual(['a=1; HttpOnly', 'b=2']);
    expect(response.headers.get('Content-Security-Policy')).toBeNull();
  });

  test('takes another port when the preferred one is busy', async () => {
    const busy = (app.address() as AddressInfo).port;
    const proxy = await startAppProxy({ ...options, appUrl, preferredPort: busy });
    expect(proxy).not.toBe(appUrl);
    expect((await fetch(proxy)).status).toBe(200);
  });

  test('says what to do when the app does not run', async () => {
    const proxy = await startAppProxy({ ...options, appUrl: 'http://localhost:9', preferredPort: 0 });
    const response = await fetch(proxy);
    expect(response.status).toBe(502);
    expect(await response.text()).toContain('npm run demo');
  });
});
