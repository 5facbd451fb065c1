// Against a real HTTP server that answers as the platform does, reached as the dev store is: only the host is another.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createListener, type AddressInfo, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';
import { afterEach, describe, expect, it } from 'vitest';
import { postTo } from '../../tests/support/post-to.ts';
import { ShopIdSchema } from '../domain/ids.ts';
import { adminGateway, type GatewayOptions } from './admin-gateway.ts';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;
type Result = { shop: { name: string | null } };

const query: TypedDocumentNode<Result, { secret?: string }> = parse('query Name { shop { name } }');
const mutation: TypedDocumentNode<Result, { secret?: string }> = parse('mutation Change { shop { name } }');

let server: Server | undefined;
afterEach(() => server?.close());

/** The gateway to a server that gives these answers in turn, the last one for ever; `asked` counts. */
async function gatewayTo(answers: Answer[], options: Partial<GatewayOptions> = {}) {
  const seen: IncomingMessage[] = [];
  server = createServer((request, response) => {
    const answer = answers[Math.min(seen.length, answers.length - 1)];
    seen.push(request);
    request.resume().on('end', () => answer?.(response, request));
  });
  await new Promise<void>((listening) => server?.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const gateway = adminGateway({
    shop: ShopIdSchema.parse('haven.myshopify.com'),
    accessToken: 'shpat_test',
    patience: 20_000,
    post: postTo(`http://127.0.0.1:${port}`),
    ...options,
  });
  return { gateway, seen };
}

const json =
  (body: object, status = 200, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));

const found = json({ data: { shop: { name: 'Haven' } } });
const error = (code: string, data: object | null = null) => ({
  data,
  errors: [{ message: code, extensions: { code } }],
});
/** `restoreRate`: points of cost per second; 10 are missing. */
const throttled = (restoreRate: number) =>
  json({
    ...error('THROTTLED'),
    extensions: {
      cost: {
        requestedQueryCost: 110,
        throttleStatus: { maximumAvailable: 1000, currentlyAvailable: 100, restoreRate },
      },
    },
  });
const never: Answer = () => undefined;
const hangUp: Answer = (response) => response.destroy();
/** Of something on the way to the platform. */
const page: Answer = (response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>');

describe('adminGateway', () => {
  it('asks the pinned version with the token', async () => {
    const { gateway, seen } = await gatewayTo([found]);
    expect(await gateway(query, {})).toEqual({
      ok: true,
      data: { shop: { name: 'Haven' } },
      refusedFields: false,
    });
    expect(seen[0]?.url).toBe('/admin/api/2026-10/graphql.json');
    expect(seen[0]?.headers['x-shopify-access-token']).toBe('shpat_test');
  });

  it.each(['gzip', 'GZIP', 'x-gzip'])('reads what was packed on the way: %s', async (encoding) => {
    const packed: Answer = (response) =>
      response
        .writeHead(200, { 'Content-Encoding': encoding })
        .end(gzipSync(JSON.stringify({ data: { shop: { name: '港' } } })));
    const { gateway, seen } = await gatewayTo([packed]);
    expect(await gateway(query, {})).toMatchObject({ ok: true, data: { shop: { name: '港' } } });
    expect(seen[0]?.headers['accept-encoding']).toBe('gzip');
  });

  it('waits as long as the reported cost says, and asks again, a mutation too', async () => {
    for (const document of [query, mutation]) {
      const { gateway, seen } = await gatewayTo([throttled(100), found]);
      expect(await gateway(document, {})).toMatchObject({ ok: true });
      expect(seen).toHaveLength(2);
      server?.close();
    }
  });

  it('gives up throttled where the wait is longer than the caller’s patience', async () => {
    const { gateway, seen } = await gatewayTo([throttled(0.1)], { patience: 20_000 });
    expect(await gateway(query, {})).toEqual({ ok: false, reason: 'throttled', codes: ['THROTTLED'] });
    expect(seen).toHaveLength(1);
  });

  it('asks a query again after an outage, and never a mutation: it may have been carried out', async () => {
    for (const outage of [json({}, 502), hangUp, page, json({}), json(error('INTERNAL_SERVER_ERROR'))]) {
      const reading = await gatewayTo([outage, found]);
      expect(await reading.gateway(query, {})).toMatchObject({ ok: true });
      server?.close();
      const writing = await gatewayTo([outage, found]);
      expect(await writing.gateway(mutation, {})).toMatchObject({ ok: false, reason: 'unavailable' });
      expect(writing.seen).toHaveLength(1);
      server?.close();
    }
  });

  it.each([301, 302, 307, 308])('takes the token to no other host: a %s is an outage', async (status) => {
    let asked = 0;
    const other = createServer((_, response) => {
      asked += 1;
      response.end(JSON.stringify({ data: { shop: { name: 'not Shopify' } } }));
    });
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
    const { port } = other.address() as AddressInfo;
    const moved = json({}, status, { Location: `http://localhost:${port}/` });
    try {
      const reading = await gatewayTo([moved, found]);
      expect(await reading.gateway(query, {})).toMatchObject({ ok: true, data: { shop: { name: 'Haven' } } });
      server?.close();
      const { gateway, seen } = await gatewayTo([moved, found]);
      const codes = [`HTTP ${status}`];
      expect(await gateway(mutation, {})).toEqual({ ok: false, reason: 'unavailable', codes });
      expect([asked, seen.length]).toEqual([0, 1]);
    } finally {
      other.close();
    }
  });

  it('asks a query again that was not answered in time, while patience lasts', async () => {
    const { gateway, seen } = await gatewayTo([never, found], { timeout: 50, patience: 20_000 });
    expect(await gateway(query, {})).toMatchObject({ ok: true });
    expect(seen).toHaveLength(2);
    server?.closeAllConnections();
  });

  it('counts the time of an unanswered request as waiting: no repeat past the deadline', async () => {
    // 300 of 500 are spent when the first request is given up, and the repeat would begin 250 later.
    const { gateway, seen } = await gatewayTo([never], { timeout: 300, patience: 500 });
    const unanswered = { ok: false, reason: 'unavailable', codes: ['TimeoutError'] };
    expect(await gateway(query, {})).toEqual(unanswered);
    expect(seen).toHaveLength(1);
    server?.closeAllConnections();
  });

  it('gives a request no more time than patience leaves', async () => {
    // With a request's own limit, the test would not live to see the answer.
    const { gateway, seen } = await gatewayTo([never], { timeout: 3_600_000, patience: 300 });
    expect(await gateway(query, {})).toMatchObject({ ok: false, reason: 'unavailable' });
    expect(seen).toHaveLength(1);
    server?.closeAllConnections();
  });

  it('says in a code why no answer came', async () => {
    const { gateway: misread } = await gatewayTo([page]);
    expect(await misread(mutation, {})).toMatchObject({ codes: ['SyntaxError'] });
    server?.close();
    const { gateway: unheard } = await gatewayTo([found]);
    server?.close();
    expect(await unheard(mutation, {})).toMatchObject({ codes: ['ECONNREFUSED'] });
  });

  it('waits no longer for a connection that never stands', async () => {
    const sockets: Socket[] = [];
    // Takes the connection and never answers TLS.
    const silent = createListener((socket) => sockets.push(socket.on('error', () => undefined)));
    await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
    const { port } = silent.address() as AddressInfo;
    const { gateway } = await gatewayTo([], { patience: 300, post: postTo(`https://127.0.0.1:${port}`) });
    try {
      // undici's own limit would be a ConnectTimeoutError, after 10 s.
      const given = { ok: false, reason: 'unavailable', codes: ['TimeoutError'] };
      expect(await gateway(query, {})).toEqual(given);
    } finally {
      for (const socket of sockets) socket.destroy();
      silent.close();
    }
  });

  it('tells of a token that is no longer accepted', async () => {
    let dropped = 0;
    const onUnauthorized = () => Promise.resolve(void dropped++);
    const { gateway, seen } = await gatewayTo([json({ errors: 'Unauthorized' }, 401)], { onUnauthorized });
    expect(await gateway(query, {})).toMatchObject({ ok: false, reason: 'unauthorized' });
    expect([dropped, seen.length]).toEqual([1, 1]);
  });

  it.each([
    [401, 'unauthorized'],
    [403, 'refused'],
    [429, 'throttled'],
    [502, 'unavailable'],
  ])('goes by a refusal’s status, whatever its body: %s', async (status, reason) => {
    const headers = { 'Content-Encoding': 'gzip', 'Retry-After': '3600' };
    const empty: Answer = (response) => response.writeHead(status, headers).end();
    const endless: Answer = (response) => response.writeHead(status, headers).write('no gzip');
    for (const answer of [empty, endless]) {
      const { gateway } = await gatewayTo([answer]);
      expect(await gateway(mutation, {})).toEqual({ ok: false, reason, codes: [`HTTP ${status}`] });
      server?.closeAllConnections();
      server?.close();
    }
  });

  it('gives what there is where protected fields are refused', async () => {
    const { gateway } = await gatewayTo([json(error('ACCESS_DENIED', { shop: { name: null } }))]);
    expect(await gateway(query, {})).toEqual({
      ok: true,
      data: { shop: { name: null } },
      refusedFields: true,
    });
  });

  it.each([
    ['refused', json(error('ACCESS_DENIED'))],
    ['refused', json({ errors: [{ message: 'no field', extensions: { code: 'undefinedField' } }] })],
    ['refused', json({}, 402)],
    ['refused', json({}, 423)],
    ['unclear', json(error('ACCESS_DENIED', null), 409)],
    ['unclear', json({}, 408)],
    ['unclear', json({ data: null, errors: [{ message: 'something' }] })],
    ['unclear', json(error('CONFLICT', { shop: { name: 'Haven' } }))],
    ['unclear', json(error('undefinedField', { shop: { name: 'Haven' } }))],
  ])('%s: whether a mutation was carried out for certain not', async (reason, answer) => {
    const { gateway, seen } = await gatewayTo([answer]);
    expect(await gateway(mutation, {})).toMatchObject({ ok: false, reason });
    expect(seen).toHaveLength(1);
  });

  it('has nothing of the request or the response in a fault', async () => {
    const { gateway } = await gatewayTo([json({ errors: [{ message: 'no haru@example.com here' }] }, 400)]);
    const answer = await gateway(query, { secret: 'haru@example.com' });
    expect(answer).toEqual({ ok: false, reason: 'refused', codes: ['HTTP 400'] });
  });
});
