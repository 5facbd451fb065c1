// What a crash or a restart must not do: lose an accepted delivery, or give its points twice.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { ensureDatabase } from '../../scripts/database.ts';
import { orderPayload } from '../support/order-payload.ts';
import { startApp, startWorker } from '../support/processes.ts';
import { LONG } from '../support/property.ts';
import { apiKey, startShop } from '../support/shop.ts';
import { sendWebhook } from '../support/signed-webhook.ts';

const ordersOf = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    orderPayload({ lines: [{ price: `${(index % 90) + 10}.00` }] }),
  );
const worth = (orders: { line_items: { price: string }[] }[]) =>
  orders.reduce((sum, order) => sum + Math.floor(Number(order.line_items[0]?.price)), 0);

type Sums = { orders: number; entries: number; points: number; unprocessed: number };

async function sums(pool: pg.Pool): Promise<Sums> {
  const { rows } = await pool.query<Sums>(
    `SELECT (SELECT count(*)::int FROM order_facts WHERE settled_at IS NOT NULL) AS orders, (SELECT count(*)::int FROM entry) AS entries,
            (SELECT coalesce(sum(points), 0)::int FROM entry) AS points,
            (SELECT count(*)::int FROM inbox WHERE processed_at IS NULL) AS unprocessed`,
  );
  if (!rows[0]) throw new Error('no sums');
  return rows[0];
}

test('a worker that is killed between two batches, and within one, leaves nothing lost and nothing twice', async () => {
  const shop = await startShop({ worker: false });
  try {
    // Three batches and a bit; each delivered twice, as two subscriptions would.
    const orders = ordersOf(900);
    for (const topic of ['orders/create', 'orders/paid'])
      await Promise.all(orders.map((payload) => shop.deliver({ topic, payload })));
    const first = await startWorker(shop.database);
    // Some batches are done and some are not: whatever it holds at this moment dies with it.
    await vi.waitFor(async () => expect((await sums(shop.database.pool)).orders).toBeGreaterThan(0), {
      interval: 1,
      timeout: 20_000,
    });
    await first.kill('SIGKILL');
    const between = await sums(shop.database.pool);
    expect(between.unprocessed).toBeGreaterThan(0);
    await shop.verify();

    const second = await startWorker(shop.database);
    await shop.settled();
    expect(await sums(shop.database.pool)).toEqual({
      orders: 900,
      entries: 900,
      points: worth(orders),
      unprocessed: 0,
    });
    await shop.verify();
    await second.stop();
  } finally {
    await shop.stop();
  }
});

/** Some batches for each. */
const SIDE_BY_SIDE = LONG ? 600 : 350;

test('two workers side by side settle every order once', async () => {
  const shop = await startShop();
  try {
    const other = await startWorker(shop.database);
    const orders = ordersOf(SIDE_BY_SIDE);
    for (const topic of ['orders/create', 'orders/paid', 'orders/updated'])
      await Promise.all(orders.map((payload) => shop.deliver({ topic, payload })));
    await shop.settled();
    expect(await sums(shop.database.pool)).toEqual({
      orders: SIDE_BY_SIDE,
      entries: SIDE_BY_SIDE,
      points: worth(orders),
      unprocessed: 0,
    });
    await shop.verify();
    await other.stop();
  } finally {
    await shop.stop();
  }
});

test('the database restarts: both processes stay, what was not accepted is said so, and nothing accepted is lost', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'meridian-restart-'));
  const options = { databaseUrl: undefined, dataDir };
  let database = await ensureDatabase(options);
  const pool = new pg.Pool({ connectionString: database.url });
  pool.on('error', () => undefined);
  const app = await startApp(database, { LOG_LEVEL: 'fatal' });
  const worker = await startWorker(database);
  try {
    const key = await apiKey({ pool });
    const orders = ordersOf(40);
    const accepted: typeof orders = [];
    const deliver = async (order: (typeof orders)[number]) => {
      const answer = await sendWebhook(app.url, { topic: 'orders/paid', payload: order });
      if (answer.ok) accepted.push(order);
      return answer.status;
    };
    for (const order of orders.slice(0, 20)) expect(await deliver(order)).toBe(200);
    await database.stop();
    for (const order of orders.slice(20, 25)) expect(await deliver(order)).toBe(503);
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${app.url}/readyz`)).status).toBe(503);
    database = await ensureDatabase(options);
    await vi.waitFor(async () => expect((await fetch(`${app.url}/readyz`)).status).toBe(200), {
      timeout: 20_000,
      interval: 50,
    });
    for (const order of orders.slice(20)) expect(await deliver(order)).toBe(200);
    const operations = () =>
      fetch(`${app.url}/api/v1/operations`, { headers: { Authorization: `Bearer ${key}` } });
    await vi.waitFor(
      async () =>
        expect(await (await operations()).json()).toMatchObject({ inbox: { unprocessed: 0, refused: 0 } }),
      { timeout: 20_000, interval: 50 },
    );
    expect(await sums(pool)).toMatchObject({ orders: 40, unprocessed: 0 });
    expect(accepted).toHaveLength(40);
  } finally {
    await app.stop();
    await worker.stop();
    await pool.end();
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
