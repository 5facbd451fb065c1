// A shop in production, as the benchmarks need it: the app's own processes on a database of their own, its doors, and what must hold at the end.
import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { sendWebhook } from '../support/signed-webhook.ts';
import type { BenchDatabase } from './cluster.ts';
import type { Context, Service } from './context.ts';
import type { WebhookPlan } from './load-plan.ts';
import type { Customers } from './order-body.ts';
import { REWARD_POINTS } from './reward.ts';

export const SHOP = 'haven.myshopify.com';
export const SECRET = 'secret-of-the-benchmarks';

const run = promisify(execFile);
/** Shopify's Admin API answers in some 100 ms. */
const ADMIN_LATENCY_MS = 100;
const SETTLED_LIMIT_MS = 3_600_000;

/** One point for each dollar, available at once, and a reward. */
const program = {
  ...startingProgram,
  earning: { ...startingProgram.earning, pending: { days: 0, from: 'processed', byMarket: {} } },
  rewards: [
    {
      id: 'five-off',
      kind: 'amountOff',
      name: { en: '{amount} off' },
      points: REWARD_POINTS,
      values: [{ currency: 'USD', amount: '5.00' }],
      validDays: 90,
    },
  ],
};

export type BenchShop = {
  database: BenchDatabase;
  /** Of the stand-in for Shopify's Admin API. */
  adminUrl: string;
  startApp(): Promise<Service>;
  startWorker(): Promise<Service>;
  apiKeys(count: number): Promise<string[]>;
  /** Orders `first` to `first + count`, at as many connections, each a webhook. */
  orders(app: readonly Service[], first: number, count: number, connections: number): WebhookPlan;
  /** Waits until no delivery is unprocessed; throws where one was refused. */
  settled(): Promise<void>;
  /** What the operator's `ledger verify` says; throws where it finds a fault. */
  verifyLedger(): Promise<void>;
};

export type Books = { orders: number; entries: number; points: number; balances: number };

/** The app installed in a shop, its programme published. `adminLatency`: of the stand-in for Shopify; `parts`: what the programme has besides. */
export async function openShop(
  context: Context,
  name: string,
  options: { customers: Customers; adminLatency?: number; parts?: object },
): Promise<BenchShop> {
  const { adminLatency = ADMIN_LATENCY_MS, customers, parts = {} } = options;
  const database = await context.cluster.database(name, true);
  const latency = { ADMIN_LATENCY_MS: String(adminLatency) };
  const admin = await context.start(`${name} admin`, ['tests/bench/admin-stub.ts'], latency, 'http');
  const env = {
    DATABASE_URL: database.url,
    DEVSTORE_URL: admin.url,
    SHOPIFY_API_KEY: 'key-of-the-benchmarks',
    SHOPIFY_API_SECRET: SECRET,
    SHOPIFY_APP_URL: 'https://loyalty.example.com',
  };
  const programOf = (file: string) => ['--import', './devstore/reroute.mjs', file];
  const meridian = async (args: string[]) => {
    const own = { ...process.env, NODE_ENV: 'production' as const, ...env };
    return (await run(process.execPath, ['meridian.ts', ...args], { env: own })).stdout;
  };
  const shop: BenchShop = {
    database,
    adminUrl: admin.url,
    startApp: () => context.start(`${name} app`, programOf('server.ts'), env, 'http'),
    startWorker: () => context.start(`${name} worker`, programOf('worker.ts'), env, '"worker ready"'),
    apiKeys: async (count) => {
      const args = ['api-key', 'create', '--shop', SHOP, '--scopes', 'read,write'];
      const keys: string[] = [];
      while (keys.length < count) keys.push((await meridian(args)).trim());
      return keys;
    },
    orders: (apps, first, count, connections) => ({
      kind: 'webhooks',
      urls: apps.map((app) => app.url),
      connections,
      first,
      count,
      customers,
      shop: SHOP,
      secret: SECRET,
      again: false,
    }),
    settled: () => settled(database),
    verifyLedger: async () => void (await meridian(['ledger', 'verify', '--shop', SHOP])),
  };
  await install(shop, { ...program, ...parts });
  return shop;
}

/** As the merchant and Shopify do it, but for the session: its token exchange is the dev store's, which is not here. */
async function install(shop: BenchShop, document: object): Promise<void> {
  await shop.database.pool.query('INSERT INTO shop (shop) VALUES ($1)', [SHOP]);
  await shop.database.pool.query(
    `INSERT INTO session (id, shop, state, scope, access_token, expires, refresh_token, refresh_token_expires)
     VALUES ('offline_' || $1, $1, '', '', 'token', now() + interval '1 day', 'token', now() + interval '30 days')`,
    [SHOP],
  );
  const app = await shop.startApp();
  const worker = await shop.startWorker();
  const [key] = await shop.apiKeys(1);
  const api = async (method: string, path: string, body: object) => {
    const headers = { Authorization: `Bearer ${key}` };
    const answer = await fetch(`${app.url}${path}`, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  };
  await api('PUT', '/api/v1/program/draft', document);
  await api('POST', '/api/v1/program/publish', { publishedAt: '2026-01-01T00:00:00Z' });
  const payload = { currency: 'USD', iana_timezone: 'America/New_York', name: 'Haven' };
  await deliver(app, 'shop/update', payload);
  await shop.settled();
  await worker.stop();
  await app.stop();
}

export async function deliver(app: Service, topic: string, payload: object): Promise<void> {
  const answer = await sendWebhook(app.url, { topic, payload, shop: SHOP, secret: SECRET });
  if (!answer.ok) throw new Error(`${topic}: ${answer.status} ${await answer.text()}`);
}

async function settled({ pool }: BenchDatabase): Promise<void> {
  for (const deadline = Date.now() + SETTLED_LIMIT_MS; Date.now() < deadline; await delay(50)) {
    const { rows } = await pool.query<{ waits: boolean; refused: string | null }>(
      // In the indexes' orders: otherwise PostgreSQL reads the whole inbox, 35 ms each time, on a core that is measured.
      `SELECT (SELECT id FROM inbox WHERE processed_at IS NULL AND refused IS NULL ORDER BY priority, due_at, id LIMIT 1) IS NOT NULL AS waits,
              (SELECT refused FROM inbox WHERE refused IS NOT NULL ORDER BY shop, id LIMIT 1) AS refused`,
    );
    if (rows[0]?.refused) throw new Error(`a delivery was refused: ${rows[0].refused}`);
    if (!rows[0]?.waits) return;
  }
  throw new Error('deliveries are still unprocessed');
}

/** What orders have left in the books. */
export async function books({ pool }: BenchDatabase): Promise<Books> {
  const { rows } = await pool.query<Record<keyof Books, string>>(
    `SELECT (SELECT count(*) FROM order_facts) AS orders, (SELECT count(*) FROM entry) AS entries,
            (SELECT coalesce(sum(points), 0) FROM entry) AS points, (SELECT coalesce(sum(balance), 0) FROM member) AS balances`,
  );
  const { orders, entries, points, balances } = rows[0] ?? { orders: 0, entries: 0, points: 0, balances: 0 };
  return {
    orders: Number(orders),
    entries: Number(entries),
    points: Number(points),
    balances: Number(balances),
  };
}

/** Throws unless both are the same, with both. */
export function mustEqual(what: string, found: unknown, expected: unknown): void {
  const [is, should] = [JSON.stringify(found), JSON.stringify(expected)];
  if (is !== should) throw new Error(`${what}: ${is} instead of ${should}`);
}
