// The dev store against the real app: installed by token exchange, seeded through checkout and signed webhooks only, and every delivery
// that it made is a row of the inbox, whatever faults came between.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startDevStore, type RunningServer } from '../support/processes.ts';
import { freePort } from '../../scripts/ports.ts';
import { SHOP, startShop, type TestShop } from '../support/shop.ts';

type State = {
  products: { handle: string; variants: { id: number; prices: { JPY: string } }[] }[];
  orders: unknown[];
  deliveries: { pending: number; webhookIds: number };
};

let shop: TestShop;
let store: RunningServer;

beforeAll(async () => {
  // Each needs to know where the other is before it starts.
  const [port, storePort] = [String(await freePort()), String(await freePort())];
  const env = {
    DEVSTORE_URL: `http://127.0.0.1:${storePort}`,
    SHOPIFY_APP_URL: `http://127.0.0.1:${port}`,
    PORT: port,
  };
  shop = await startShop({ env });
  store = await startDevStore({
    ...env,
    DEVSTORE_PORT: storePort,
    DEVSTORE_APP_API_KEY: shop.key,
    DEVSTORE_RETRY_SCALE: '0.001',
  });
});
afterAll(async () => {
  await store.stop();
  await shop.stop();
});

async function control<T>(path: string, body?: object): Promise<T> {
  const answer = await fetch(
    `${store.url}/control${path}`,
    body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
  );
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

const inboxRows = async () =>
  Number(
    (
      await shop.database.pool.query<{ count: string }>(
        'SELECT count(DISTINCT webhook_id) AS count FROM inbox',
      )
    ).rows[0]?.count,
  );

/** Every delivery has come, by its first attempt or a later one. */
const allDelivered = () =>
  vi.waitFor(
    async () => {
      const { deliveries } = await control<State>('/state');
      expect(deliveries.pending).toBe(0);
      expect(await inboxRows()).toBe(deliveries.webhookIds);
    },
    { timeout: 60_000, interval: 200 },
  );

test('the app is installed by a real token exchange, and knows the shop then', async () => {
  await control('/install', {});
  const { rows } = await shop.database.pool.query(
    'SELECT currency, time_zone, is_development FROM shop WHERE shop = $1',
    [SHOP],
  );
  expect(rows).toEqual([{ currency: 'USD', time_zone: 'America/New_York', is_development: true }]);
  const sessions = await shop.database.pool.query<{ expiring: boolean }>(
    'SELECT expires IS NOT NULL AND refresh_token IS NOT NULL AS expiring FROM session WHERE shop = $1',
    [SHOP],
  );
  expect(sessions.rows).toEqual([{ expiring: true }]);
});

test('seeding: three months of orders, and as many inbox rows as deliveries', async () => {
  const seeding = await fetch(`${store.url}/control/seed`, { method: 'POST', body: '{}' });
  const lines = (await seeding.text()).trim().split('\n');
  const last = JSON.parse(lines.at(-1) ?? '{}') as { done: number; total: number };
  expect(last.done).toBe(last.total);
  await allDelivered();
  const { orders, deliveries } = await control<State>('/state');
  expect(orders.length).toBeGreaterThanOrEqual(300);
  expect(deliveries.webhookIds).toBeGreaterThan(orders.length);
  await shop.settled();
  await shop.verify();
  expect(await shop.get('/api/v1/operations')).toMatchObject({ inbox: { unprocessed: 0, refused: 0 } });
});

test('an order through the control API, refunded by line: points to the point, in yen', async () => {
  const { products } = await control<State>('/state');
  const [variant] = products.find((product) => product.handle === 'olive-soap')?.variants ?? [];
  const { id: customerId } = await control<{ id: number }>('/customers', { market: 'jp' });
  type Order = { id: number; line_items: { id: number }[] };
  const order = await control<Order>('/orders', {
    customerId,
    market: 'jp',
    lines: [{ variantId: variant?.id, quantity: 2 }],
    codes: [],
  });
  await control('/idle');
  const each = Number(variant?.prices.JPY);
  expect(await shop.get(`/api/v1/orders/${order.id}`)).toMatchObject({
    currency: 'JPY',
    market: 'jp',
    target: Math.floor((2 * each) / 100),
    posted: Math.floor((2 * each) / 100),
  });
  await control(`/orders/${order.id}/refunds`, {
    lines: [{ lineItemId: order.line_items[0]?.id, quantity: 1 }],
  });
  await control('/idle');
  expect(await shop.get(`/api/v1/orders/${order.id}`)).toMatchObject({
    target: Math.floor(each / 100),
    posted: Math.floor(each / 100),
  });
});

test('with deliveries duplicated, reordered and delayed, every one arrives in the end and the points are the same', async () => {
  const { products } = await control<State>('/state');
  const variantId = products.find((product) => product.handle === 'olive-soap')?.variants[0]?.id;
  await control('/faults', { seed: 7, webhooks: { duplicate: 0.3, reorder: 0.5, delayMs: 50, drop: 0 } });
  const { id: customerId } = await control<{ id: number }>('/customers', {});
  for (let made = 0; made < 10; made++) {
    const order = await control<{ id: number; line_items: { id: number }[] }>('/orders', {
      customerId,
      market: 'us',
      lines: [{ variantId, quantity: 2 }],
    });
    await control(`/orders/${order.id}/refunds`, {
      lines: [{ lineItemId: order.line_items[0]?.id, quantity: 1 }],
    });
  }
  await allDelivered();
  await shop.settled();
  await control('/faults', { seed: 7, webhooks: { duplicate: 0, reorder: 0, delayMs: 0, drop: 0 } });
  const { points } = await shop.get<{ points: { pending: number } }>(`/api/v1/members/${customerId}`);
  expect(points.pending).toBe(90);
  await shop.verify();
});
