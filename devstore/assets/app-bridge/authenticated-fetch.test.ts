import { expect, test } from 'vitest';
import { authenticatedFetch } from './authenticated-fetch.ts';

function app(answer: (request: Request) => Response) {
  const requests: Request[] = [];
  const left: string[] = [];
  let issued = 0;
  const fetch = authenticatedFetch({
    fetch: (input, init) => {
      const request = new Request(input, init);
      requests.push(request);
      return Promise.resolve(answer(request));
    },
    origin: 'http://localhost:3101',
    base: 'http://localhost:3101/app',
    idToken: (fresh) => Promise.resolve(`token-${fresh ? ++issued : issued}`),
    leave: (address) => left.push(address),
  });
  return { fetch, requests, left };
}

test('adds the token to requests of the app, and to no other', async () => {
  const { fetch, requests } = app(() => new Response());
  await fetch('/app/members.data?page=2');
  await fetch('https://example.com/app');
  expect(requests[0]?.headers.get('Authorization')).toBe('Bearer token-0');
  expect(requests[0]?.url).toBe('http://localhost:3101/app/members.data?page=2');
  expect(requests[1]?.headers.has('Authorization')).toBe(false);
});

test("leaves an app's own authorization alone", async () => {
  const { fetch, requests } = app(() => new Response());
  await fetch('/api', { headers: { Authorization: 'Bearer own' } });
  expect(requests[0]?.headers.get('Authorization')).toBe('Bearer own');
});

test('sends a refused request once more, with its body and a new token', async () => {
  const refused = () =>
    new Response(null, { status: 401, headers: { 'X-Shopify-Retry-Invalid-Session-Request': '1' } });
  const { fetch, requests } = app(refused);
  const response = await fetch('/app', { method: 'POST', body: 'a=1' });
  expect(response.status).toBe(401);
  expect(requests.map((request) => request.headers.get('Authorization'))).toEqual([
    'Bearer token-0',
    'Bearer token-1',
  ]);
  expect(await Promise.all(requests.map((request) => request.text()))).toEqual(['a=1', 'a=1']);
});

test('follows an order to re-authorise', async () => {
  const headers = {
    'X-Shopify-API-Request-Failure-Reauthorize-Url': 'https://admin.shopify.com/store/haven/charges/1',
  };
  const { fetch, left } = app(() => new Response(null, { status: 401, headers }));
  await fetch('/app');
  expect(left).toEqual(['https://admin.shopify.com/store/haven/charges/1']);
});
