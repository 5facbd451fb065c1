// The whole of it: dev store, app and worker on a database of their own, the app installed, a programme with rewards published.
import { randomUUID } from 'node:crypto';
import { expect, vi } from 'vitest';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { freePort } from '../../scripts/ports.ts';
import { testDatabase, type TestDatabase } from './database.ts';
import {
  startApp,
  startDevStore,
  startWorker,
  type RunningProcess,
  type RunningServer,
} from './processes.ts';
import { apiKey, verified } from './shop.ts';
import { signedProxyRequest, signedProxyUrl, type ProxyReader, type ProxyRequest } from './signed-proxy.ts';
import { sendWebhook } from './signed-webhook.ts';

export type RedemptionView = {
  id: string;
  points: number;
  amount: string;
  currency: string;
  status: string;
  code: string | null;
  expiresAt: string | null;
  usedOrderId: string | null;
  refusal: { reason: string } | null;
};
export type StoreDiscount = {
  id: string;
  code: string;
  title: string;
  status: string;
  used: number;
  amount: string;
  customerIds: number[];
};
export type StoreState = {
  app: { metafields: { namespace: string; key: string; value: string }[] };
  customers: { id: number; metafields: { namespace: string; key: string; value: string }[] }[];
  discounts: StoreDiscount[];
};
type Answer<T> = { status: number; body: T };

const reward = {
  kind: 'amountOff',
  name: { en: '{amount} off', ja: '{amount} オフ' },
  values: [{ currency: 'USD', amount: '5.00' }],
  validDays: 90,
};
/** Points are available at once, so that a test can spend what it was given. */
export const rewardingProgram = {
  ...startingProgram,
  earning: { ...startingProgram.earning, pending: { days: 0, from: 'processed', byMarket: {} } },
  rewards: [
    { ...reward, id: 'five-off', points: 500 },
    { ...reward, id: 'dear', points: 100_000 },
    { ...reward, id: 'asleep', points: 100, active: false },
    { ...reward, id: 'japanese', points: 100, for: { markets: ['jp'] } },
    { ...reward, id: 'euros', points: 100, values: [{ currency: 'EUR', amount: '5.00' }] },
    { ...reward, id: 'once', points: 100, limits: { perMember: { times: 1, per: 'month' }, total: null } },
    { ...reward, id: 'scarce', points: 100, limits: { perMember: null, total: 2 } },
    { ...reward, id: 'forfeit', points: 100, unused: 'forfeit' },
    { ...reward, id: 'gadget', kind: 'custom', values: undefined, points: 10 },
  ],
};

export class StoreShop {
  readonly database: TestDatabase;
  readonly store: RunningServer;
  readonly key: string;
  app: RunningServer;
  worker: RunningProcess | null;
  private readonly env: Record<string, string>;

  constructor(
    parts: Pick<StoreShop, 'database' | 'store' | 'key' | 'app' | 'worker'>,
    env: Record<string, string>,
  ) {
    this.database = parts.database;
    this.store = parts.store;
    this.key = parts.key;
    this.app = parts.app;
    this.worker = parts.worker;
    this.env = env;
  }

  /** `publishedAt`: since when its programme counts, where orders of the second in which it is published are to count. */
  static async start(options: { worker?: boolean; publishedAt?: string } = {}): Promise<StoreShop> {
    const database = await testDatabase();
    const port = String(await freePort());
    const appUrl = `http://127.0.0.1:${port}`;
    const store = await startDevStore({ SHOPIFY_APP_URL: appUrl, DEVSTORE_RETRY_SCALE: '0.001' });
    const env = { DEVSTORE_URL: store.url, PORT: port, SHOPIFY_APP_URL: appUrl, LOG_LEVEL: 'warn' };
    const [app, worker, key] = await Promise.all([
      startApp(database, env),
      options.worker === false ? null : startWorker(database, { ...env, LOG_LEVEL: 'info' }),
      apiKey(database),
    ]);
    const shop = new StoreShop({ database, store, key, app, worker }, env);
    expect((await shop.control('/control/install', {})).status).toBe(200);
    await shop.publish(rewardingProgram, options.publishedAt);
    return shop;
  }

  async publish(program: object, publishedAt?: string): Promise<void> {
    expect((await this.api('PUT', '/api/v1/program/draft', program)).status).toBe(200);
    const published = await this.api('POST', '/api/v1/program/publish', {
      ...(publishedAt && { publishedAt }),
    });
    expect(published.status).toBe(200);
  }

  startAnotherWorker(): Promise<RunningProcess> {
    return startWorker(this.database, { ...this.env, LOG_LEVEL: 'info' });
  }

  /** The leases of those that are gone or asleep are over, which a test need not wait for. */
  async endLeases(): Promise<void> {
    await this.database.pool.query('UPDATE redemption SET lease_until = now() WHERE lease_until > now()');
  }

  async restartApp(): Promise<void> {
    this.app = await startApp(this.database, this.env);
  }

  async control<T>(path: string, body?: object): Promise<Answer<T>> {
    const init = body && {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    };
    const response = await fetch(`${this.store.url}${path}`, init);
    return { status: response.status, body: (await response.json()) as T };
  }

  faults(admin: object): Promise<Answer<unknown>> {
    return this.control('/control/faults', { admin });
  }

  async state(): Promise<StoreState> {
    return (await this.control<StoreState>('/control/state')).body;
  }

  async discounts(code?: string | null): Promise<StoreDiscount[]> {
    const { discounts } = await this.state();
    return discounts.filter((one) => one.title?.startsWith('Meridian') && (!code || one.code === code));
  }

  /** Those of one customer, of any state. */
  async discountsOf(customerId: number): Promise<StoreDiscount[]> {
    return (await this.discounts()).filter((one) => one.customerIds.map(Number).includes(customerId));
  }

  async api<T>(method: string, path: string, body?: object, key?: string): Promise<Answer<T>> {
    const response = await fetch(`${this.app.url}${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.key}`, ...(key && { 'Idempotency-Key': key }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as T };
  }

  /** A delivery with Shopify's signature, of facts that the dev store has no way to bring about; waits until it is settled. */
  async deliver(topic: string, payload: object, triggeredAt = new Date().toISOString()): Promise<void> {
    expect((await sendWebhook(this.app.url, { topic, payload, triggeredAt })).status).toBe(200);
    await vi.waitFor(
      async () => {
        type Operations = { inbox: { unprocessed: number } };
        expect((await this.api<Operations>('GET', '/api/v1/operations')).body.inbox.unprocessed).toBe(0);
      },
      { timeout: 30_000, interval: 25 },
    );
  }

  /** As the storefront's proxy asks. */
  proxy<T>(method: string, path: string, options: ProxyReader & ProxyRequest = {}): Promise<Answer<T>> {
    return signedProxyRequest<T>(this.app.url, method, path, options);
  }

  proxyUrl(path: string, reader: ProxyReader = {}): string {
    return signedProxyUrl(this.app.url, path, reader);
  }

  /** A customer of the dev store who is a member with so many points. */
  async member(points: number): Promise<number> {
    const created = await this.control<{ id: number; customer?: { id: number } }>('/control/customers', {
      firstName: 'Haru',
      lastName: 'Sato',
      email: `${randomUUID()}@example.com`,
      market: 'us',
    });
    const id = created.body.customer?.id ?? created.body.id;
    await vi.waitFor(async () => expect((await this.api('GET', `/api/v1/members/${id}`)).status).toBe(200), {
      timeout: 30_000,
      interval: 50,
    });
    if (points > 0) await this.give(id, points);
    return id;
  }

  async give(customerId: number, points: number): Promise<void> {
    const path = `/api/v1/members/${customerId}/adjustments`;
    expect((await this.api('POST', path, { points, reason: 'test' }, randomUUID())).status).toBe(200);
  }

  redeem(customerId: number, rewardId = 'five-off', key: string = randomUUID()) {
    const path = `/api/v1/members/${customerId}/redemptions`;
    return this.api<RedemptionView>('POST', path, { rewardId, currency: 'USD' }, key);
  }

  async redemption(id: string): Promise<RedemptionView> {
    return (await this.api<RedemptionView>('GET', `/api/v1/redemptions/${id}`)).body;
  }

  async becomes(id: string, status: string): Promise<RedemptionView> {
    return vi.waitFor(
      async () => {
        const redemption = await this.redemption(id);
        expect(redemption.status).toBe(status);
        return redemption;
      },
      { timeout: 30_000, interval: 50 },
    );
  }

  async available(customerId: number): Promise<number> {
    type View = { points: { available: number } };
    return (await this.api<View>('GET', `/api/v1/members/${customerId}`)).body.points.available;
  }

  async kinds(customerId: number): Promise<[string, number][]> {
    type View = { entries: { kind: string; points: number }[] };
    const { body } = await this.api<View>('GET', `/api/v1/members/${customerId}/entries`);
    return body.entries.map(({ kind, points }) => [kind, points]);
  }

  async stop(): Promise<void> {
    await this.app.stop();
    await this.worker?.stop();
    await this.store.stop();
    await verified(this.database);
    await this.database.drop();
  }
}
