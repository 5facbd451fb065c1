import type { ServerBuild } from '@remix-run/node';
import { describe, expect, it } from 'vitest';
import { directRoutes } from './direct-routes.ts';

/** A build with these routes, each a door that answers with its id and its parameters. */
function buildOf(routes: Record<string, { path?: string; parentId?: string; index?: true; page?: true }>) {
  const entries = Object.entries(routes).map(([id, { page, ...rest }]) => {
    const answer = (method: string) => (args: { params: object }) =>
      Promise.resolve(Response.json([id, method, args.params]));
    const module = { loader: answer('loader'), action: answer('action'), default: page && (() => null) };
    return [id, { id, parentId: 'root', ...rest, module }];
  });
  return {
    routes: Object.fromEntries([['root', { id: 'root', path: '', module: {} }], ...entries]),
  } as ServerBuild;
}

const find = directRoutes(
  buildOf({
    list: { path: 'api/v1/members', index: true },
    member: { path: 'api/v1/members/:customerId', index: true },
    redemptions: { path: 'api/v1/members/:customerId/redemptions' },
    program: { path: 'api/v1/program' },
    draft: { path: 'draft', parentId: 'program' },
    tier: { path: 'api/v1/tier' },
    tierIndex: { index: true, parentId: 'tier' },
    either: { path: 'api/v1/:one/same' },
    or: { path: 'api/v1/:other/same' },
    unknown: { path: 'api/v1/*' },
    widget: { path: 'proxy/member' },
    page: { path: 'proxy/page', page: true },
    anything: { path: 'proxy/:what' },
    below: { path: 'proxy/files/*' },
    file: { path: 'proxy/:what/:name' },
    anyTier: { path: 'api/v1/:what' },
    admin: { path: 'app/members' },
  }),
);

async function answer(method: string, path: string): Promise<unknown> {
  const found = find(method, path);
  return found ? (await found(new Request(`http://localhost${path}`))).json() : null;
}

describe('directRoutes', () => {
  it.each([
    ['GET', '/proxy/member', ['widget', 'loader', {}]],
    ['GET', '/api/v1/members', ['list', 'loader', {}]],
    ['GET', '/api/v1/members/7', ['member', 'loader', { customerId: '7' }]],
    ['POST', '/api/v1/members/7/redemptions', ['redemptions', 'action', { customerId: '7' }]],
    ['GET', '/proxy/other', ['anything', 'loader', { what: 'other' }]],
    ['GET', '/proxy/other/7', ['file', 'loader', { what: 'other', name: '7' }]],
    ['PUT', '/api/v1/program/draft', ['draft', 'action', {}]],
    ['GET', '/api/v1/program', ['program', 'loader', {}]],
  ])('%s %s', async (method, path, expected) => {
    expect(await answer(method, path)).toEqual(expected);
  });

  it.each([
    ['a method of its own', 'HEAD', '/proxy/member'],
    ['a method that no door takes', 'DELETE', '/api/v1/members'],
    ['a trailing slash', 'GET', '/proxy/member/'],
    ['an escape', 'GET', '/api/v1/members/%37'],
    ['a way up', 'GET', '/api/v1/members/..'],
    ['other letters', 'GET', '/proxy/Member'],
    ['a path that only the rest takes', 'GET', '/api/v1/nothing/at/all'],
    ['what a more exact rest takes', 'GET', '/proxy/files/7'],
    ['two routes that fit', 'GET', '/api/v1/x/same'],
    ['a route with an index, beside one that fits too', 'GET', '/api/v1/tier'],
    ['a page, beside a door that fits too', 'GET', '/proxy/page'],
    ['the admin', 'GET', '/app/members'],
  ])('leaves %s to Remix', async (_, method, path) => {
    expect(await answer(method, path)).toBeNull();
  });
});
