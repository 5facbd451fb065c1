// One shop of a test of time: deliveries come through HTTP and the inbox, everything else runs in the test's process, by the test's clock.
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect } from 'vitest';
import { createDeps, type Deps } from '../../app/deps.server.ts';
import { ShopIdSchema, type ShopId } from '../../app/domain/ids.ts';
import type { Redemption } from '../../app/domain/redemption.ts';
import type { Program } from '../../app/domain/program.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import { memberEntries } from '../../app/queries/member-entries.ts';
import { memberOfCustomer } from '../../app/queries/member-points.ts';
import { eventsAfter } from '../../app/queries/outbox-events.ts';
import { adjustPoints } from '../../app/services/adjust-points.ts';
import { endRedemption, startCancelling } from '../../app/services/end-redemption.ts';
import { issueRedemption } from '../../app/services/issue-redemption.ts';
import { publishProgram } from '../../app/services/publish-program.ts';
import { createReceiveWebhook } from '../../app/services/receive-webhook.ts';
import { expirePoints } from '../../app/services/refresh-expiry.ts';
import { reportAction } from '../../app/services/report-action.ts';
import { reserveReward } from '../../app/services/reserve-reward.ts';
import { CreateDiscountDocument } from '../../app/shopify/admin-types.generated.ts';
import type { AdminGateway } from '../../app/shopify/admin-gateway.ts';
import { ledgerFaults } from '../../app/storage/audit-invariants.ts';
import { ensureShop } from '../../app/storage/shops.ts';
import { inTransaction, preparing } from '../../app/storage/transaction.ts';
import { createWebhookDoor } from '../../app/webhooks/door.ts';
import { drainBatch } from '../../app/webhooks/drain-inbox.ts';
import { testDatabase, type TestDatabase } from './database.ts';
import { orderPayload, type OrderOptions, type OrderPayload } from './order-payload.ts';
import { startApp, type RunningServer } from './processes.ts';
import { sendWebhook } from './signed-webhook.ts';
import { rewardingProgram } from './store-shop.ts';

export const never: Program['expiry'] = { kind: 'never' };
export const earning = (months: number): Program['expiry'] => ({ kind: 'afterEarning', months });
export const idle = (months: number): Program['expiry'] => ({ kind: 'afterInactivity', months });

/** Noon of a day, in UTC; and the end of one. */
export const noon = (day: string) => `${day}T12:00:00.000Z`;
export const endOf = (day: string) => `${day}T23:59:59.999Z`;

/** An action of the shop's own systems that a programme may have. */
export const review = { id: 'review', kind: 'custom', points: 30, name: { en: 'Review' } };

/** Shopify makes every code or refuses it, and has none when it is asked (a merchant may delete them). */
const codes = (making: 'made' | 'refused'): AdminGateway =>
  (async (document: unknown) => {
    const made = { codeDiscountNode: { id: 'gid://shopify/DiscountCodeNode/1' }, userErrors: [] };
    const refused = { codeDiscountNode: null, userErrors: [{ code: 'INVALID' }] };
    const discountCodeBasicCreate = making === 'made' ? made : refused;
    const data =
      document === CreateDiscountDocument ? { discountCodeBasicCreate } : { codeDiscountNodeByCode: null };
    return { ok: true, data, refusedFields: false };
  }) as AdminGateway;

let shops = 0;

/** `url`: where Shopify's deliveries are accepted. */
export type ExpiryDoor = { database: TestDatabase; url: string };

export class ExpiryScene {
  readonly shop: ShopId;
  readonly deps: Deps;
  private readonly appUrl: string;
  /** Nobody comes by to date lots, to expire points or to tell of it. */
  resting = false;
  private instant = '2027-01-01T00:00:00.000Z';

  private constructor(database: TestDatabase, appUrl: string) {
    this.shop = ShopIdSchema.parse(`expiry-${(shops += 1)}.myshopify.com`);
    this.appUrl = appUrl;
    const env = {
      DATABASE_URL: database.url,
      LOG_LEVEL: 'silent',
      SHOPIFY_API_SECRET: 'meridian-dev-secret',
    };
    this.deps = {
      ...createDeps(
        {
          ...env,
          NODE_ENV: 'test',
          PORT: 0,
          SHOPIFY_API_KEY: 'test',
          SHOPIFY_APP_URL: appUrl,
        } as Deps['env'],
        database.pool,
      ),
      clock: { now: () => new Date(this.instant) },
      random: { uuid: randomUUID, bytes: randomBytes },
    };
  }

  /** A shop whose first version is from the beginning of 2027. */
  static async open(
    { database, url }: ExpiryDoor,
    expiry: Program['expiry'],
    options: { timeZone?: string; program?: object } = {},
  ): Promise<ExpiryScene> {
    const scene = new ExpiryScene(database, url);
    await ensureShop(database.pool, scene.shop);
    await database.pool.query("UPDATE shop SET currency = 'USD', time_zone = $2 WHERE shop = $1", [
      scene.shop,
      options.timeZone ?? 'UTC',
    ]);
    await scene.publish(expiry, options.program);
    return scene;
  }

  /** The clock, without anybody at work. */
  sleepUntil(instant: string): void {
    expect(instant >= this.instant).toBe(true);
    this.instant = instant;
  }

  async at(instant: string): Promise<void> {
    this.sleepUntil(instant);
    await this.work();
  }

  /** Until nothing is left to do (of the inbox, while the rest rests); then the ledger is whole. */
  async work(): Promise<void> {
    while ((await drainBatch(this.deps)) > 0 || (!this.resting && (await expirePoints(this.deps)) > 0));
    // Prepared, since planning it takes longer than looking at what few entries there are.
    const faults = await inTransaction(this.deps.pool, (tx) => ledgerFaults(preparing(tx), this.shop));
    expect(faults).toEqual([]);
  }

  async publish(expiry: Program['expiry'], program: object = rewardingProgram): Promise<void> {
    const document: unknown = JSON.parse(JSON.stringify({ ...program, expiry }));
    const published = await publishProgram(this.deps, this.shop, { document });
    expect(published).toMatchObject({ ok: true });
    await this.work();
  }

  async deliver(topic: string, payload: object): Promise<void> {
    await this.deliverTogether(topic, [payload]);
  }

  /** All of them, and then what they ask for. */
  async deliverTogether(topic: string, payloads: readonly object[]): Promise<void> {
    const send = (payload: object) => sendWebhook(this.appUrl, { topic, shop: this.shop, payload });
    const answers = await Promise.all(payloads.map(send));
    for (const { status } of answers) expect(status).toBe(200);
    await this.work();
  }

  /** One point for each dollar, available at once. */
  async order(
    customer: number,
    processedAt: string,
    dollars: number,
    options: Partial<OrderOptions> = {},
  ): Promise<OrderPayload> {
    const order = orderPayload({
      customerId: customer,
      processedAt,
      lines: [{ price: `${dollars}.00` }],
      ...options,
    });
    await this.deliver('orders/paid', order);
    return order;
  }

  async give(customer: number, points: number): Promise<void> {
    const given = { customerId: String(customer), points, reason: 'test', key: randomUUID() };
    expect(await adjustPoints(this.deps, this.shop, given)).toMatchObject({ ok: true });
    await this.work();
  }

  merge(from: number, into: number): Promise<void> {
    return this.deliver('customers/merge', {
      admin_graphql_api_customer_kept_id: `gid://shopify/Customer/${into}`,
      admin_graphql_api_customer_deleted_id: `gid://shopify/Customer/${from}`,
      admin_graphql_api_job_id: null,
      status: 'completed',
      errors: [],
    });
  }

  redeem(customer: number, rewardId: string) {
    const request = { customerId: String(customer), rewardId, points: null, currency: null, market: null };
    return reserveReward(this.deps, this.shop, { ...request, key: randomUUID(), issuable: true });
  }

  async act(customer: number): Promise<void> {
    const told = { actionId: review.id, key: randomUUID(), occurredAt: null, requestKey: randomUUID() };
    const reported = await reportAction(this.deps, this.shop, { customerId: String(customer), ...told });
    expect(reported).toMatchObject({ ok: true });
    await this.work();
  }

  /** A reward that was reserved is issued, and cancelled by the shop: its points come back. */
  async cancel(redemption: Redemption): Promise<void> {
    const admin = codes('made');
    expect(await issueRedemption(this.deps, admin, redemption)).toMatchObject({ done: true });
    const request = { by: 'merchant', redemptionId: redemption.id } as const;
    const cancelling = await startCancelling(this.deps, this.shop, request);
    if (!cancelling.ok) throw new Error(`not cancelled: ${cancelling.refusal.reason}`);
    expect(await endRedemption(this.deps, admin, cancelling.redemption)).toEqual({ done: true });
    await this.work();
  }

  /** Shopify refuses a reward that was reserved: its points come back. */
  async refuse(redemption: Redemption): Promise<void> {
    expect(await issueRedemption(this.deps, codes('refused'), redemption)).toEqual({ done: true });
    await this.work();
  }

  async member(customer: number) {
    const found = await memberOfCustomer(this.deps.pool, this.shop, String(customer), this.deps.clock.now());
    if (!found) throw new Error(`customer ${customer} is no member`);
    return found;
  }

  async available(customer: number): Promise<number> {
    return (await this.member(customer)).points.available;
  }

  async nextExpiry(customer: number) {
    return (await this.member(customer)).points.nextExpiry;
  }

  async entries(customer: number) {
    const { memberId } = await this.member(customer);
    const page = { afterSeq: 0, limit: 100 };
    return (await memberEntries(this.deps.pool, this.shop, memberId, page)).entries;
  }

  async kinds(customer: number): Promise<[string, number][]> {
    return (await this.entries(customer)).map(({ kind, points }) => [kind, points]);
  }

  async told(customer: number): Promise<unknown[]> {
    const events = await eventsAfter(this.deps.pool, this.shop, '0', 1_000);
    return events.filter((one) => one.customerId === String(customer)).map((one) => one.payload);
  }
}

/** For a file of tests: the door of webhooks in the test's own process, on a database of its own, there from before the first test until after the last. */
export function useExpiryDoor(): ExpiryDoor {
  const on = {} as ExpiryDoor;
  let server: Server;
  beforeAll(async () => {
    on.database = await testDatabase();
    const env = parseEnvironment({ DATABASE_URL: on.database.url, LOG_LEVEL: 'silent' });
    const deps = createDeps(env, on.database.pool);
    const accept = createWebhookDoor(deps, createReceiveWebhook(deps));
    server = createServer((request, response) => void accept(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    on.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await on.database.drop();
  });
  return on;
}

/** The same behind the door of the whole app, for what only that answers. */
export function useExpiryApp(): ExpiryDoor {
  const on = {} as ExpiryDoor;
  let app: RunningServer;
  beforeAll(async () => {
    on.database = await testDatabase();
    app = await startApp(on.database, { LOG_LEVEL: 'warn' });
    on.url = app.url;
  });
  afterAll(async () => {
    await app.stop();
    await on.database.drop();
  });
  return on;
}
