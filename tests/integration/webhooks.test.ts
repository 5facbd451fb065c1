// POST /webhooks: what is refused, what is kept as refused, and that one bad row holds up nobody.
import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDeps } from '../../app/deps.server.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { createReceiveWebhook, QUEUE_BYTES_MAX } from '../../app/services/receive-webhook.ts';
import type { Delivery } from '../../app/storage/inbox.ts';
import { drainBatch } from '../../app/webhooks/drain-inbox.ts';
import { orderPayload } from '../support/order-payload.ts';
import { LONG } from '../support/property.ts';
import { SHOP, startShop, type TestShop } from '../support/shop.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await startShop();
});
afterAll(() => shop.stop());

type InboxRow = { topic: string; refused: string | null; processed_at: Date | null };

async function inbox(webhookId: string): Promise<InboxRow[]> {
  const { rows } = await shop.database.pool.query<InboxRow>(
    'SELECT topic, refused, processed_at FROM inbox WHERE shop = $1 AND webhook_id = $2',
    [SHOP, webhookId],
  );
  return rows;
}

const inboxCount = async () =>
  Number((await shop.database.pool.query<{ count: string }>('SELECT count(*) FROM inbox')).rows[0]?.count);

function rawAnswer(request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(Number(new URL(shop.app.url).port), '127.0.0.1', () => socket.write(request));
    socket.on('data', (data) => (received += data.toString()));
    socket.on('error', reject);
    socket.on('close', () => resolve(received));
  });
}

describe('refused before anything is stored', () => {
  const payload = orderPayload({ lines: [{ price: '10.00' }] });
  const signed = (body: string, secret = 'meridian-dev-secret') =>
    createHmac('sha256', secret).update(body).digest('base64');
  test.each([
    { title: 'no signature', headers: { 'X-Shopify-Hmac-Sha256': undefined }, status: 401 },
    {
      title: 'no signature and no topic either',
      headers: { 'X-Shopify-Hmac-Sha256': undefined, 'X-Shopify-Topic': undefined },
      status: 401,
    },
    { title: 'an empty signature', headers: { 'X-Shopify-Hmac-Sha256': '' }, status: 401 },
    {
      title: "another secret's signature",
      headers: { 'X-Shopify-Hmac-Sha256': signed(JSON.stringify(payload), 'another-secret') },
      status: 401,
    },
    { title: "another body's signature", headers: { 'X-Shopify-Hmac-Sha256': signed('{}') }, status: 401 },
    { title: 'a signature of the wrong length', headers: { 'X-Shopify-Hmac-Sha256': 'AAAA' }, status: 401 },
    {
      title: 'a signature in hex',
      headers: {
        'X-Shopify-Hmac-Sha256': Buffer.from(signed(JSON.stringify(payload)), 'base64').toString('hex'),
      },
      status: 401,
    },
    { title: 'no topic', headers: { 'X-Shopify-Topic': undefined }, status: 400 },
    { title: 'no shop', headers: { 'X-Shopify-Shop-Domain': undefined }, status: 400 },
    { title: 'a shop that is none', headers: { 'X-Shopify-Shop-Domain': 'evil.example.com' }, status: 400 },
    { title: 'no webhook id', headers: { 'X-Shopify-Webhook-Id': undefined }, status: 400 },
  ])('$title: $status', async ({ headers, status }) => {
    const before = await inboxCount();
    expect((await shop.deliver({ topic: 'orders/paid', payload, headers })).status).toBe(status);
    expect(await inboxCount()).toBe(before);
  });

  test('a body over 5 MB with a wrong signature is answered 401', async () => {
    const payload = `{"pad":"${'x'.repeat(5 * 1024 * 1024)}"}`;
    const headers = { 'X-Shopify-Hmac-Sha256': signed('{}') };
    expect((await shop.deliver({ topic: 'orders/paid', payload, headers })).status).toBe(401);
  });

  test.each([
    'GET http://[bad/ HTTP/1.1',
    'GET / HTTP/1.1\r\nHost: a b',
    'TRACE / HTTP/1.1',
    'OPTIONS * HTTP/1.1',
  ])('a request line that is none of ours (%s) is answered 400, and the process stays', async (line) => {
    const host = line.includes('Host:') ? '' : 'Host: x\r\n';
    expect(await rawAnswer(`${line}\r\n${host}Connection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400 /);
    expect((await fetch(`${shop.app.url}/healthz`)).status).toBe(200);
  });

  test('a form that is longer than any of ours is answered 413 before it is read', async () => {
    const head = `POST /app/program/import HTTP/1.1\r\nHost: x\r\nContent-Length: ${2 ** 30}\r\n\r\n`;
    expect(await rawAnswer(head)).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('a GET is answered 405', async () => {
    expect((await fetch(`${shop.app.url}/webhooks`)).status).toBe(405);
  });

  test('a body over 5 MB is answered 413, and one just below is taken', async () => {
    const padded = (bytes: number) => `{"pad":"${'x'.repeat(bytes - 10)}"}`;
    expect((await shop.deliver({ topic: 'orders/paid', payload: padded(5 * 1024 * 1024 + 1) })).status).toBe(
      413,
    );
    expect((await shop.deliver({ topic: 'orders/paid', payload: padded(5 * 1024 * 1024) })).status).toBe(200);
  });

  test('a body that never ends is cut off', async () => {
    const sent = await new Promise<number>((resolve) => {
      const chunk = Buffer.from(`100000\r\n${'x'.repeat(0x100000)}\r\n`);
      let megabytes = 0;
      const socket = connect(Number(new URL(shop.app.url).port), '127.0.0.1', () => {
        const head =
          'POST /webhooks HTTP/1.1\r\nHost: x\r\nX-Shopify-Hmac-Sha256: x\r\nTransfer-Encoding: chunked\r\n\r\n';
        socket.write(head);
        // After a fault nothing is sent any more, though Node calls back for all that still waited.
        const send = (fault?: Error | null) => {
          if (fault) return;
          megabytes += 1;
          if (megabytes < 1000) socket.write(chunk, send);
        };
        send();
      });
      // The server closes while we still send: which side's error comes first is chance.
      socket.on('error', () => undefined);
      socket.on('data', () => undefined);
      socket.on('close', () => resolve(megabytes));
    });
    expect(sent).toBeLessThan(200);
    expect((await fetch(`${shop.app.url}/healthz`)).status).toBe(200);
  });
});

test('a missing API version is accepted', async () => {
  const payload = orderPayload({ lines: [{ price: '10.00' }] });
  const answer = await shop.deliver({
    topic: 'orders/paid',
    payload,
    headers: { 'X-Shopify-API-Version': undefined },
  });
  expect(answer.status).toBe(200);
  await shop.settled();
  expect(await shop.get(`/api/v1/orders/${payload.id}`)).toMatchObject({ target: 10, posted: 10 });
});

describe('signed, but nothing that can be worked with: 200, kept with its reason', () => {
  test.each([
    { title: 'not JSON', topic: 'orders/paid', payload: 'not json', reason: 'not JSON' },
    {
      title: 'nesting that no stack holds',
      topic: 'orders/paid',
      payload: '['.repeat(200_000) + ']'.repeat(200_000),
      reason: '',
    },
    { title: 'an empty body', topic: 'orders/paid', payload: '', reason: 'not JSON' },
    { title: 'not an order', topic: 'orders/paid', payload: { hello: 'world' }, reason: 'id' },
    { title: 'JSON that is no object', topic: 'orders/paid', payload: '[]', reason: '' },
    {
      title: 'an unknown topic',
      topic: 'carts/create',
      payload: { id: 1 },
      reason: 'no handler for the topic carts/create',
    },
    {
      title: 'an amount that is no number',
      topic: 'orders/paid',
      payload: orderPayload({ lines: [{ price: '1e3' }] }),
      reason: 'price',
    },
  ])('$title', async ({ title, topic, payload, reason }) => {
    const webhookId = `refused-${title}`.replaceAll(' ', '-');
    expect((await shop.deliver({ topic, payload, webhookId })).status).toBe(200);
    const [row, ...more] = await inbox(webhookId);
    expect(more).toEqual([]);
    expect(row?.processed_at).toBeNull();
    expect(row?.refused).toContain(reason);
  });

  test('the operator sees how many', async () => {
    const { inbox } = await shop.get<{ inbox: { refused: number } }>('/api/v1/operations');
    const { rows } = await shop.database.pool.query<{ count: string }>(
      'SELECT count(*) FROM inbox WHERE refused IS NOT NULL',
    );
    expect(inbox.refused).toBe(Number(rows[0]?.count));
    expect(inbox.refused).toBeGreaterThanOrEqual(6);
  });
});

test('the same delivery twice is one row; the same id with another body is another delivery', async () => {
  const order = orderPayload({ lines: [{ price: '10.00' }] });
  const changed = { ...order, updated_at: new Date().toISOString(), financial_status: 'voided' };
  for (const payload of [order, order, changed])
    await shop.deliver({ topic: 'orders/updated', payload, webhookId: 'twice' });
  expect(await inbox('twice')).toHaveLength(2);
  await shop.settled();
  expect(await shop.get(`/api/v1/orders/${order.id}`)).toMatchObject({ target: 0 });
});

test('two receivers that get the same deliveries in opposite orders accept all of them', async () => {
  const env = parseEnvironment({ DATABASE_URL: shop.database.url, LOG_LEVEL: 'silent' });
  const receivers = [1, 2].map(() => createReceiveWebhook(createDeps(env, shop.database.pool)));
  const receive = (index: number, delivery: Delivery) =>
    receivers[index]?.(delivery, 1_000) ?? Promise.reject(new Error('no receiver'));
  const shopId = ShopIdSchema.parse('receivers.myshopify.com');
  const rounds = LONG ? 20 : 6;
  for (let round = 0; round < rounds; round++) {
    const deliveries = Array.from({ length: 200 }, (_, index): Delivery => ({
      shop: shopId,
      topic: 'orders/edited',
      webhookId: `round-${round}-${index}`,
      digest: '00'.repeat(32),
      eventId: null,
      triggeredAt: null,
      receivedAt: new Date().toISOString(),
      news: { kind: 'kept' },
      refused: null,
    }));
    const orders = [deliveries, deliveries.toReversed()];
    const answers = await Promise.allSettled(
      orders.flatMap((order, index) => order.map((one) => receive(index, one))),
    );
    expect(answers.filter((answer) => answer.status === 'rejected')).toEqual([]);
  }
  const { rows } = await shop.database.pool.query<{ count: string }>(
    'SELECT count(*) FROM inbox WHERE shop = $1',
    [shopId],
  );
  expect(rows[0]?.count).toBe(String(rounds * 200));
});

test('what waits for a database that stands still is bounded by its bytes, and taken as soon as it goes on', async () => {
  const env = parseEnvironment({ DATABASE_URL: shop.database.url, LOG_LEVEL: 'silent' });
  const receive = createReceiveWebhook(createDeps(env, shop.database.pool));
  const deliver = (webhookId: string, bytes: number) =>
    receive(
      {
        ...{ shop: ShopIdSchema.parse('receivers.myshopify.com'), topic: 'orders/edited', webhookId },
        ...{
          digest: '00'.repeat(32),
          eventId: null,
          triggeredAt: null,
          receivedAt: new Date().toISOString(),
        },
        ...{ news: { kind: 'kept' }, refused: null },
      },
      bytes,
    );
  const holder = await shop.database.pool.connect();
  try {
    await holder.query('BEGIN; LOCK TABLE inbox IN EXCLUSIVE MODE');
    const half = QUEUE_BYTES_MAX / 2;
    const waiting = ['half-1', 'half-2'].map((id) => deliver(id, half));
    await expect(deliver('too-much', 1)).rejects.toThrow('the queue of deliveries is full');
    await holder.query('COMMIT');
    await Promise.all(waiting);
    await deliver('too-much', QUEUE_BYTES_MAX);
  } finally {
    holder.release(true);
  }
});

test('a row that no code can settle does not delay the other 499 of its batch', async () => {
  const own = await startShop({ worker: false });
  try {
    const orders = Array.from({ length: 500 }, () => orderPayload({ lines: [{ price: '10.00' }] }));
    await Promise.all(orders.map((payload) => own.deliver({ topic: 'orders/paid', payload })));
    // As a row that an older release wrote and this one cannot read.
    await own.database.pool.query(
      `UPDATE inbox SET news = '{"kind":"order","news":{}}' WHERE id = (SELECT id FROM inbox ORDER BY id OFFSET 250 LIMIT 1)`,
    );
    const env = parseEnvironment({ DATABASE_URL: own.database.url, LOG_LEVEL: 'silent' });
    const deps = createDeps(env, own.database.pool);
    expect(await drainBatch(deps)).toBe(500);
    const { rows } = await own.database.pool.query<{ done: string; waiting: string }>(
      'SELECT count(processed_at) AS done, count(*) FILTER (WHERE attempts = 1 AND due_at > received_at) AS waiting FROM inbox',
    );
    expect(rows[0]).toEqual({ done: '499', waiting: '1' });
    await own.verify();

    // Seven more attempts, each when it is due, and it is parked with its reason.
    const later = { now: () => new Date(Date.now() + 100 * 86_400_000) };
    for (let attempt = 2; attempt <= 8; attempt++) {
      await own.database.pool.query('UPDATE inbox SET due_at = received_at WHERE processed_at IS NULL');
      expect(await drainBatch({ ...deps, clock: later })).toBe(1);
    }
    const { inbox } = await own.get<{ inbox: object }>('/api/v1/operations');
    expect(inbox).toMatchObject({ unprocessed: 0, refused: 1 });
  } finally {
    await own.stop();
  }
});
