// The saga step by step in the test's own process, against the dev store: what is reserved, attempts whose answer is lost, and what Shopify has in the end.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { createDeps, type Deps } from '../../app/deps.server.ts';
import type { Redemption } from '../../app/domain/redemption.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import { handleRedemptions } from '../../app/jobs/redemption-handler.ts';
import { issueRedemption } from '../../app/services/issue-redemption.ts';
import { reserveReward } from '../../app/services/reserve-reward.ts';
import type { AdminGateway } from '../../app/shopify/admin-gateway.ts';
import { SHOP_ID } from './fault-scene.ts';
import { ownDeps, storeAdmin } from './in-process.ts';
import { rewardingProgram, StoreShop } from './store-shop.ts';

type Account = { customerId: number; balance: string; transactions: { kind: string; amount: string }[] };
type Card = { customerId: number; enabled: boolean };

export class DoubtScene {
  readonly shop: StoreShop;
  readonly admin: AdminGateway;
  /** The mutations whose answers are lost. */
  private readonly creates: readonly string[];

  private constructor(shop: StoreShop, admin: AdminGateway, creates: readonly string[]) {
    this.shop = shop;
    this.admin = admin;
    this.creates = creates;
  }

  static async open(rewards: readonly object[], creates: readonly string[]): Promise<DoubtScene> {
    const shop = await StoreShop.start();
    await shop.publish({ ...rewardingProgram, rewards });
    return new DoubtScene(shop, await storeAdmin(shop), creates);
  }

  /** A process that finds every lease of now ended, and every attempt due. */
  processOf(hours = 0): Deps {
    const { database } = this.shop;
    const env = parseEnvironment({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' });
    return Object.assign(createDeps(env, database.pool), { clock: ownDeps(this.shop, hours).clock });
  }

  /** As a request does that goes no further. */
  async reserved(customer: number, rewardId: string): Promise<Redemption> {
    const result = await reserveReward(this.processOf(), SHOP_ID, {
      ...{ customerId: String(customer), rewardId, points: 100, currency: 'USD', market: null },
      ...{ issuable: true, key: `test:${randomUUID()}` },
    });
    if (!result.ok) throw new Error(result.refusal.reason);
    return result.redemption;
  }

  /** One attempt, of which the answer is lost: before Shopify did it, or after. */
  async lost(redemption: Redemption, fault: 'timeout' | 'timeoutAfter'): Promise<void> {
    await this.shop.faults({ fields: this.creates, [fault]: 1, timeoutMs: 20 });
    expect(await issueRedemption(this.processOf(), this.admin, redemption)).toMatchObject({ done: false });
    await this.shop.faults({});
  }

  another(hours: number, by = this.admin): Promise<unknown> {
    return handleRedemptions(this.processOf(hours), async () => by);
  }

  statusOf(...redemptions: Redemption[]): Promise<string[]> {
    return Promise.all(redemptions.map(async ({ id }) => (await this.shop.redemption(id)).status));
  }

  async creditOf(customer: number): Promise<Omit<Account, 'customerId'>> {
    const { body } = await this.shop.control<{ storeCredit: Account[] }>('/control/state');
    const account = body.storeCredit.find((one) => one.customerId === customer);
    const transactions = account?.transactions.map(({ kind, amount }) => ({ kind, amount })) ?? [];
    return { balance: account?.balance ?? '0.00', transactions };
  }

  async cardsOf(customer: number): Promise<boolean[]> {
    const { body } = await this.shop.control<{ giftCards: Card[] }>('/control/state');
    return body.giftCards.filter((one) => one.customerId === customer).map(({ enabled }) => enabled);
  }
}
