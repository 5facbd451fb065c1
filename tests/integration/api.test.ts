// The REST API: keys, scopes, problems, pages, the programme.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATIONS } from '../../app/api/rest-operations.ts';
import { ProblemSchema, PublishedSchema, SavedDraftSchema } from '../../app/api/schemas.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { nextId, orderPayload, refundPayload } from '../support/order-payload.ts';
import { apiKey, meridian, startShop, type TestShop } from '../support/shop.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await startShop({ program: null });
});
afterAll(() => shop.stop());

type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  faults?: { path: string; reason: string }[];
};

async function problemOf(response: Response): Promise<Problem> {
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  const problem = (await response.json()) as Problem;
  expect(problem.status).toBe(response.status);
  return problem;
}

describe('keys', () => {
  test.each([
    { title: 'no key', key: null },
    { title: 'no key of ours', key: 'sk_live_something' },
    { title: 'an unknown key', key: `mrd_${'0'.repeat(16)}_${'a'.repeat(43)}` },
  ])('$title: 401', async ({ key }) => {
    const answer = await shop.send('GET', '/api/v1/operations', undefined, key);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    await problemOf(answer);
  });

  test('a known id with another secret: 401', async () => {
    const forged = shop.key.slice(0, -1) + (shop.key.endsWith('A') ? 'B' : 'A');
    expect((await shop.send('GET', '/api/v1/operations', undefined, forged)).status).toBe(401);
  });

  test('are hashed at rest', async () => {
    const { rows } = await shop.database.pool.query<{ row: string }>(
      'SELECT api_key::text AS row FROM api_key',
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.row).not.toContain(shop.key.split('_')[2]);
  });

  test('a key that may only read does not write, and a revoked one does neither', async () => {
    const key = await meridian(
      shop.database,
      'api-key',
      'create',
      '--shop',
      'haven.myshopify.com',
      '--scopes',
      'read',
    );
    expect((await shop.send('GET', '/api/v1/program', undefined, key)).status).toBe(200);
    expect((await shop.send('PUT', '/api/v1/program/draft', startingProgram, key)).status).toBe(403);
    await shop.database.pool.query('UPDATE api_key SET revoked_at = now() WHERE key_id = $1', [
      key.split('_')[1],
    ]);
    expect((await shop.send('GET', '/api/v1/program', undefined, key)).status).toBe(401);
  });

  test("another shop's key sees nothing of this one", async () => {
    const order = orderPayload({ lines: [{ price: '10.00' }] });
    await shop.deliver({ topic: 'orders/paid', payload: order });
    await shop.settled();
    const other = await apiKey(shop.database, 'other.myshopify.com');
    for (const path of [
      `/orders/${order.id}`,
      `/members/${order.customer?.id}`,
      `/members/${order.customer?.id}/entries`,
    ]) {
      expect((await shop.send('GET', `/api/v1${path}`)).status).toBe(200);
      expect((await shop.send('GET', `/api/v1${path}`, undefined, other)).status).toBe(404);
    }
    const list = await shop.send('GET', '/api/v1/members', undefined, other);
    expect(await list.json()).toEqual({ members: [], next: null });
  });
});

describe('what is malformed is a problem that says where', () => {
  test.each([
    { method: 'GET', path: '/api/v1/members/abc', status: 400, path0: 'customerId' },
    { method: 'GET', path: "/api/v1/members/1'%20OR%201=1", status: 400, path0: 'customerId' },
    { method: 'GET', path: '/api/v1/members?cursor=nonsense', status: 400, path0: 'cursor' },
    {
      method: 'POST',
      path: '/api/v1/program/publish',
      body: '{"publishedAt":"yesterday"}',
      status: 400,
      path0: 'publishedAt',
    },
    {
      method: 'POST',
      path: '/api/v1/program/publish',
      body: '{"publishedat":"2026-01-01T00:00:00Z"}',
      status: 400,
      path0: 'publishedat',
      reason: 'is not a field of the body',
    },
    {
      method: 'POST',
      path: '/api/v1/members',
      body: '{}',
      status: 400,
      path0: 'customerId',
      reason: 'is missing',
    },
    {
      method: 'POST',
      path: '/api/v1/members',
      body: '{"customerId":7}',
      status: 400,
      path0: 'customerId',
      reason: 'is not of type string',
    },
  ])('$method $path $body', async ({ method, path, body, status, path0, reason }) => {
    const answer = await shop.send(method, path, body);
    expect(answer.status).toBe(status);
    const { faults, detail } = await problemOf(answer);
    expect(faults?.[0]).toMatchObject({ path: path0, ...(reason && { reason }) });
    expect(detail).toContain(`${path0} ${faults?.[0]?.reason}`);
  });

  test('a body that is not JSON, too large a one, an unknown path, a wrong method', async () => {
    expect((await problemOf(await shop.send('PUT', '/api/v1/program/draft', '{'))).detail).toBe(
      'The body is not JSON.',
    );
    await problemOf(await shop.send('PUT', '/api/v1/program/draft', `"${'x'.repeat(1024 * 1024)}"`));
    expect((await problemOf(await shop.send('GET', '/api/v1/nothing'))).status).toBe(404);
    const wrong = await shop.send('DELETE', '/api/v1/program');
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get('allow')).toBe('GET');
  });
});

describe('the programme', () => {
  test('a shop has none, then a draft, then versions', async () => {
    expect(await shop.get('/api/v1/program')).toEqual({
      number: null,
      publishedAt: null,
      program: null,
      draft: null,
    });
    expect((await problemOf(await shop.send('POST', '/api/v1/program/publish'))).status).toBe(409);
    await shop.publish(startingProgram, '2026-01-01T00:00:00Z');
    expect(await shop.get('/api/v1/program')).toMatchObject({
      number: 1,
      publishedAt: '2026-01-01T00:00:00.000Z',
      program: startingProgram,
    });
    const again = await shop.send('POST', '/api/v1/program/publish', { publishedAt: '2026-02-01T00:00:00Z' });
    expect((await problemOf(again)).detail).toContain('first version');
    const second = (await (await shop.send('POST', '/api/v1/program/publish')).json()) as { number: number };
    expect(second.number).toBe(2);
  });

  test('orders since a first version that lies in the past are settled by it', async () => {
    const own = await startShop({ program: null });
    try {
      const order = orderPayload({ lines: [{ price: '25.00' }] });
      await own.deliver({ topic: 'orders/paid', payload: order });
      await own.settled();
      expect(await own.get(`/api/v1/orders/${order.id}`)).toMatchObject({
        target: 0,
        explanation: { reason: 'noProgram' },
      });
      await own.publish(startingProgram, new Date(Date.parse(order.processed_at) - 1000).toISOString());
      await own.settled();
      expect(await own.get(`/api/v1/orders/${order.id}`)).toMatchObject({
        target: 25,
        posted: 25,
        programNumber: 1,
      });
      await own.verify();
    } finally {
      await own.stop();
    }
  });

  test('a document that is not valid is refused whole, with every fault, and nothing is stored', async () => {
    const before = await shop.get('/api/v1/program');
    const document = {
      ...startingProgram,
      surprise: 1,
      earning: { ...startingProgram.earning, rates: [{ currency: 'USD', spend: '0', points: 1.5 }] },
    };
    const { faults } = await problemOf(await shop.send('PUT', '/api/v1/program/draft', document));
    expect(faults?.map((fault) => fault.path).sort()).toEqual([
      'earning.rates[0].points',
      'earning.rates[0].spend',
      'surprise',
    ]);
    expect(await shop.get('/api/v1/program')).toEqual(before);
  });

  test('publishing warns of what this release does not compute yet', async () => {
    await shop.send('PUT', '/api/v1/program/draft', {
      ...startingProgram,
      expiry: { kind: 'afterEarning', months: 12 },
    });
    const answer = (await (await shop.send('POST', '/api/v1/program/publish')).json()) as {
      warnings: { path: string }[];
    };
    expect(answer.warnings.map((warning) => warning.path)).toEqual(['expiry']);
  });
});

describe('answers are as openapi.json describes them', () => {
  test('every GET, on a shop with a programme, an order and a refund', async () => {
    const order = orderPayload({ lines: [{ price: '30.00', quantity: 2 }] });
    await shop.deliver({ topic: 'orders/paid', payload: order });
    await shop.settled();
    await shop.deliver({
      topic: 'refunds/create',
      payload: refundPayload(order, [{ index: 0, quantity: 1 }]),
    });
    await shop.settled();
    await meridian(shop.database, 'ledger', 'verify', '--shop', 'haven.myshopify.com');
    for (const { method, path, answer } of OPERATIONS.filter(
      ({ method, path }) => method === 'get' && !path.includes('{id}'),
    )) {
      const at = path
        .replace('{customerId}', String(order.customer?.id))
        .replace('{orderId}', String(order.id));
      expect({ method, path, fault: answer.safeParse(await shop.get(at)).error?.message }).toEqual({
        method,
        path,
        fault: undefined,
      });
    }
  });

  test('saving, publishing and refusing', async () => {
    const saved = await shop.send('PUT', '/api/v1/program/draft', startingProgram);
    expect(SavedDraftSchema.safeParse(await saved.json()).error).toBeUndefined();
    const published = await shop.send('POST', '/api/v1/program/publish');
    expect(PublishedSchema.safeParse(await published.json()).error).toBeUndefined();
    const refused = await shop.send('PUT', '/api/v1/program/draft', {});
    expect(ProblemSchema.safeParse(await refused.json()).error).toBeUndefined();
  });

  test('the document is open to read', async () => {
    const answer = await shop.send('GET', '/openapi.json', undefined, null);
    expect(await answer.json()).toMatchObject({ openapi: '3.1.0' });
  });
});

test('members and entries come in pages that miss nobody and show nobody twice', async () => {
  const customers = Array.from({ length: 120 }, () => nextId());
  await Promise.all(customers.map((id) => shop.deliver({ topic: 'customers/create', payload: { id } })));
  await shop.settled();
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { members: { customerId: string }[]; next: string | null } = await shop.get(
      `/api/v1/members?cursor=${cursor}`,
    );
    expect(page.members.length).toBeLessThanOrEqual(100);
    seen.push(...page.members.map((member) => member.customerId));
    cursor = page.next;
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toEqual(expect.arrayContaining(customers.map(String)));
});

test('a key that asks too much is told when to come back', async () => {
  const key = await meridian(
    shop.database,
    'api-key',
    'create',
    '--shop',
    'haven.myshopify.com',
    '--scopes',
    'read',
  );
  let refused: Response | undefined;
  for (let sent = 0; sent < 3_000 && !refused; sent += 50) {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => shop.send('GET', '/api/v1/members/1', undefined, key)),
    );
    refused = answers.find((answer) => answer.status === 429);
  }
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  // Others are not held up by it.
  expect((await shop.send('GET', '/api/v1/operations')).status).toBe(200);
});
