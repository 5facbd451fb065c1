import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { findProduct } from './test-support/find-product.ts';
import { openTestStore, settled, startReceiver, testEnv } from './test-support/open-test-store.ts';

const json = (value: unknown) => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(value),
});

const mug = () => [{ variantId: findProduct('stoneware-mug'), quantity: 1 }];

async function storeWithReceiver(more: Record<string, string> = {}) {
  const receiver = await startReceiver();
  const env = testEnv(receiver.url, more);
  return { receiver, env, ...openTestStore(env) };
}

describe('a checkout', () => {
  it('tells subscribers in signed deliveries with the platform’s headers', async () => {
    const opened = await storeWithReceiver();
    const answer = await opened.app.request('/control/orders', json({ market: 'eu', lines: mug() }));
    expect(answer.status).toBe(201);
    const order: unknown = await answer.json();
    await settled(opened);

    const { received } = opened.receiver;
    expect(received.map((each) => each.headers['x-shopify-topic']).sort()).toEqual([
      'orders/create',
      'orders/paid',
      'orders/updated',
    ]);
    for (const { headers, body } of received) {
      expect(JSON.parse(body)).toEqual(order);
      expect(headers).toMatchObject({
        'x-shopify-hmac-sha256': createHmac('sha256', 'meridian-dev-secret').update(body).digest('base64'),
        'x-shopify-shop-domain': 'haven.myshopify.com',
        'x-shopify-api-version': '2026-10',
        'x-shopify-order-id': expect.stringMatching(/^\d{13}$/),
        'x-shopify-triggered-at': expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/),
        'user-agent': 'Shopify-Captain-Hook',
      });
    }
    expect(new Set(received.map((each) => each.headers['x-shopify-event-id'])).size).toBe(1);
    expect(new Set(received.map((each) => each.headers['x-shopify-webhook-id'])).size).toBe(3);
  });

  it.each([
    { body: { market: 'eu', lines: [] }, reason: 'empty-cart' },
    { body: { market: 'eu', lines: [{ variantId: 1, quantity: 1 }] }, reason: 'unknown-variant' },
    { body: { market: 'eu', lines: mug(), codes: ['NOPE'] }, reason: 'code-not-valid' },
    { body: { market: 'eu', lines: mug(), customerId: 4711 }, reason: 'unknown-customer' },
    { body: { market: 'mars', lines: mug() }, reason: undefined },
    { body: { market: 'jp', lines: mug(), tip: '0.5' }, reason: undefined },
  ])('of $body is refused with a reason', async ({ body, reason }) => {
    const { app, store } = await storeWithReceiver();
    const answer = await app.request('/control/orders', json(body));
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ error: expect.any(String), ...(reason ? { reason } : {}) });
    expect(store.orders().total).toBe(0);
  });
});

describe('deliveries', () => {
  it('are retried until the app takes them, with body and id unchanged', async () => {
    const opened = await storeWithReceiver();
    opened.receiver.status = 500;
    const stopListening = opened.store.onDelivery((delivery) => {
      if (delivery.attempts.length >= 2) opened.receiver.status = 200;
    });
    opened.store.createCustomer({
      firstName: 'Ada',
      lastName: 'Marsh',
      email: 'ada@example.com',
      market: 'us',
    });
    await settled(opened);
    stopListening();
    const [delivery] = opened.store.deliveries().items;
    expect(delivery).toMatchObject({ topic: 'customers/create', status: 'delivered' });
    expect(delivery?.attempts.map((attempt) => attempt.status)).toEqual([500, 500, 200]);
    const { received } = opened.receiver;
    expect(new Set(received.map((each) => each.body)).size).toBe(1);
    expect(new Set(received.map((each) => each.headers['x-shopify-webhook-id'])).size).toBe(1);
  });

  it('are given up after eight retries, and can be sent again by hand', async () => {
    const opened = await storeWithReceiver();
    opened.receiver.status = 302;
    opened.store.createCustomer({ firstName: 'A', lastName: 'B', email: 'a@example.com', market: 'us' });
    await settled(opened);
    const [failed] = opened.store.deliveries({ status: 'failed' }).items;
    expect(failed?.attempts).toHaveLength(9);

    opened.receiver.status = 200;
    const answer = await opened.app.request(`/control/deliveries/${failed?.id}/again`, json({}));
    expect(answer.status).toBe(200);
    await settled(opened);
    expect(opened.store.deliveries().items[0]?.status).toBe('delivered');
  });

  it('that were due survive the process', async () => {
    const receiver = await startReceiver();
    receiver.status = 503;
    const env = testEnv(receiver.url, { DEVSTORE_RETRY_SCALE: '1' });
    const first = openTestStore(env);
    const made = first.store.checkout({ customerId: null, market: 'jp', lines: mug(), codes: [] });
    if (!made.ok) throw new Error(made.detail);
    first.close();

    receiver.status = 200;
    const second = openTestStore(env);
    expect(second.store.order(made.order.id)).toEqual(made.order);
    await settled(second);
    const statuses = second.store.deliveries().items.map((delivery) => delivery.status);
    expect(statuses).toEqual(['delivered', 'delivered', 'delivered']);
  });

  it('are dropped and duplicated on request', async () => {
    const opened = await storeWithReceiver();
    const faults = { seed: 3, webhooks: { duplicate: 1, reorder: 0, delayMs: 0, drop: 0 } };
    expect((await opened.app.request('/control/faults', json(faults))).status).toBe(200);
    opened.store.checkout({ customerId: null, market: 'us', lines: mug(), codes: [] });
    await settled(opened);
    expect(opened.receiver.received).toHaveLength(6);
    expect(new Set(opened.receiver.received.map((each) => each.headers['x-shopify-webhook-id'])).size).toBe(
      3,
    );

    await opened.app.request('/control/faults', json({ webhooks: { drop: 1 } }));
    opened.store.checkout({ customerId: null, market: 'us', lines: mug(), codes: [] });
    await settled(opened);
    expect(opened.receiver.received).toHaveLength(6);
    expect(opened.store.deliveries({ status: 'dropped' }).total).toBe(3);
  });
});

it('any payload can be signed and sent, and the app’s answer comes back', async () => {
  const { app, receiver } = await storeWithReceiver();
  const answer = await app.request(
    '/control/webhooks',
    json({
      topic: 'orders/paid',
      payload: { not: 'an order' },
      webhookId: 'w-1',
      triggeredAt: '2026-11-01T00:00:00Z',
    }),
  );
  expect(await answer.json()).toMatchObject({ status: 200, body: 'taken', webhookId: 'w-1' });
  expect(receiver.received[0]?.headers).toMatchObject({
    'x-shopify-webhook-id': 'w-1',
    'x-shopify-triggered-at': '2026-11-01T00:00:00Z',
  });
});

it('a seed makes the same shop twice, and goes on where it was interrupted', async () => {
  const read = async (opened: Awaited<ReturnType<typeof storeWithReceiver>>) => {
    const answer = await opened.app.request('/control/seed', json({ seed: 5, customers: 6, orders: 25 }));
    await answer.text();
    return opened.store.orders({ limit: 250 }).items.map((order) => opened.store.totals(order));
  };
  const once = await storeWithReceiver();
  const totals = await read(once);
  expect(totals.length).toBe(25);
  expect(await read(once)).toEqual(totals);
  expect(await read(await storeWithReceiver())).toEqual(totals);
  expect(once.receiver.received).toHaveLength(once.store.deliveries().total);
});

describe('customers', () => {
  it('become one: orders and codes move, the one is gone, and subscribers are told of the merge', async () => {
    const opened = await storeWithReceiver();
    const { app, store } = opened;
    const create = async () =>
      (await (await app.request('/control/customers', json({}))).json()) as { id: number };
    const [gone, kept] = [await create(), await create()];
    const bought = await app.request(
      '/control/orders',
      json({ market: 'us', lines: mug(), customerId: gone.id }),
    );
    const order = (await bought.json()) as { id: number };
    const path = `/control/customers/${gone.id}/merge`;
    expect((await app.request(path, json({ into: gone.id }))).status).toBe(422);
    expect((await app.request(path, json({ into: 4711 }))).status).toBe(422);
    expect((await app.request(path, json({ into: kept.id }))).status).toBe(200);
    await settled(opened);

    expect(store.customer(gone.id)).toBeNull();
    expect(store.order(order.id)?.customerId).toBe(kept.id);
    const told = opened.receiver.received.find(
      (each) => each.headers['x-shopify-topic'] === 'customers/merge',
    );
    expect(JSON.parse(told?.body ?? '')).toEqual({
      admin_graphql_api_customer_kept_id: `gid://shopify/Customer/${kept.id}`,
      admin_graphql_api_customer_deleted_id: `gid://shopify/Customer/${gone.id}`,
      admin_graphql_api_job_id: null,
      status: 'completed',
      errors: [],
    });
  });
});
