// A shop of the dev store whose processes run in the test's own and die where a round says, by a clock that the test moves on: what one waits for
// is due sooner, instead of the test waiting for it. Webhooks reach a real app.
import { randomUUID } from 'node:crypto';
import { expect, vi } from 'vitest';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { handleRedemptions } from '../../app/jobs/redemption-handler.ts';
import { adjustPoints } from '../../app/services/adjust-points.ts';
import { enrolSignIn } from '../../app/services/enrol-member.ts';
import { publishProgram } from '../../app/services/publish-program.ts';
import { cancelRedemption, redeemReward, type Outcome } from '../../app/services/redeem-reward.ts';
import { retryRedemption } from '../../app/services/retry-redemption.ts';
import { drainBatch } from '../../app/webhooks/drain-inbox.ts';
import { programAt, type Price, type Weather, type Wish } from './fault-round.ts';
import { MortalProcess, type Death } from './mortal-process.ts';
import { SHOP } from './shop.ts';
import { StoreShop } from './store-shop.ts';

export const SHOP_ID = ShopIdSchema.parse(SHOP);
/** Of which Shopify's mutations and looks are hit: those of rewards. */
const FIELDS = [
  ...['discountCodeBasicCreate', 'discountCodeAppCreate', 'discountCodeFreeShippingCreate', 'giftCardCreate'],
  ...['storeCreditAccountCredit', 'discountCodeDeactivate', 'giftCardDeactivate'],
  ...['codeDiscountNodeByCode', 'giftCards', 'customer'],
];
/** To be made, or to end. */
const UNDER_WAY =
  "(status = 'reserved' OR ending IS NOT NULL OR (status = 'issued' AND expires_at <= now()))";
const ASKED_MOST = 8;
const TICKS_MOST = 200;
/** Milliseconds: twice the longest back-off. */
const STEP_MOST = 600_000;
const WAITING = { timeout: 30_000, interval: 5 };

/** One kind of process, which is started again when it has died: with the next of its deaths, and at last with none. */
class Supervised {
  readonly #begin: (death: Death | null) => MortalProcess;
  #deaths: Death[] = [];
  #running: MortalProcess;
  readonly #gone: MortalProcess[] = [];
  /** Of all rounds, by the step that it died at. */
  readonly placed: Record<string, number> = {};
  readonly sprung: Record<string, number> = {};

  constructor(begin: (death: Death | null) => MortalProcess) {
    this.#begin = begin;
    this.#running = begin(null);
  }

  get process(): MortalProcess {
    if (this.#running.isDead) this.#next();
    return this.#running;
  }

  /** Begins anew, with these to come. */
  meet(deaths: readonly Death[]): void {
    this.#deaths = [...deaths];
    this.#next();
  }

  async quiet(): Promise<void> {
    for (const one of [...this.#gone.splice(0), this.#running]) await one.quiet();
  }

  #next(): void {
    const before = this.#running;
    if (before.death && before.isDead)
      this.sprung[before.death.step] = (this.sprung[before.death.step] ?? 0) + 1;
    this.#gone.push(before);
    const death = this.#deaths.shift() ?? null;
    if (death) this.placed[death.step] = (this.placed[death.step] ?? 0) + 1;
    this.#running = this.#begin(death);
  }
}

export type Asked = { wish: Wish; outcome: Outcome };

export class FaultScene {
  readonly shop: StoreShop;
  readonly app: Supervised;
  readonly worker: Supervised;
  /** What nobody kills: the merchant's and the test's own. */
  readonly #outside: MortalProcess;
  price: Price = 100;

  private constructor(shop: StoreShop) {
    this.shop = shop;
    const begin = (death: Death | null) => new MortalProcess(shop.database, shop.store.url, death);
    this.#outside = begin(null);
    this.app = new Supervised(begin);
    this.worker = new Supervised(begin);
  }

  static async start(): Promise<FaultScene> {
    const scene = new FaultScene(
      await StoreShop.start({ worker: false, publishedAt: '2026-01-01T00:00:00Z' }),
    );
    await scene.publish(100);
    return scene;
  }

  async publish(price: Price): Promise<void> {
    const published = await publishProgram(this.#outside.deps, SHOP_ID, { document: programAt(price) });
    expect(published, JSON.stringify(published)).toMatchObject({ ok: true });
    this.price = price;
  }

  /** A customer who is a member with so many points. */
  async member(points: number): Promise<number> {
    const created = await this.shop.control<{ id: number }>('/control/customers', { market: 'us' });
    const { id } = created.body;
    const { deps } = this.#outside;
    await enrolSignIn(deps, SHOP_ID, String(id));
    const given = { customerId: String(id), points, reason: 'test', key: randomUUID() };
    expect(await adjustPoints(deps, SHOP_ID, given)).toMatchObject({ ok: true });
    return id;
  }

  async weather({ seed, shares }: Weather): Promise<void> {
    await this.shop.control('/control/faults', { seed, admin: { ...shares, fields: FIELDS, timeoutMs: 20 } });
  }

  async fairWeather(): Promise<void> {
    await this.shop.control('/control/faults', {});
  }

  /** As a client that repeats its request until it is answered, with the same key. */
  redeem(customer: number, key: string, { rewardId, market, seen }: Wish): Promise<Outcome> {
    const request = { customerId: String(customer), rewardId, market, key, points: seen, currency: null };
    return this.#answered(({ deps, adminOf }) => redeemReward(deps, adminOf, SHOP_ID, request));
  }

  cancel(id: string, customer: number | null): Promise<Outcome> {
    const by =
      customer === null
        ? { by: 'merchant' as const, redemptionId: id }
        : { by: 'member' as const, redemptionId: id, customerId: String(customer) };
    return this.#answered(({ deps, adminOf }) => cancelRedemption(deps, adminOf, SHOP_ID, by));
  }

  retry(id: string): Promise<boolean> {
    return this.#answered(({ deps }) => retryRedemption(deps, SHOP_ID, id));
  }

  async #answered<T>(ask: (process: MortalProcess) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const { process } = this.app;
      try {
        return await ask(process);
      } catch (error) {
        // Another's death may tear the connection that this one waits at.
        if (!process.isDead || attempt >= ASKED_MOST) throw error;
      }
    }
  }

  /** The worker looks once. */
  async tick(): Promise<void> {
    const { process } = this.worker;
    try {
      await drainBatch(process.deps);
      await handleRedemptions(process.deps, process.adminOf);
    } catch (error) {
      if (!process.isDead) throw error;
    }
  }

  /** Until nothing is under way any more, `after` milliseconds of the rows' clock with faults and then without. */
  async settled(outage: number): Promise<void> {
    let passed = 0;
    for (let ticks = 0; ; ticks++) {
      if (passed >= outage && ticks >= 4) await this.fairWeather();
      await this.tick();
      const wait = await this.#untilDue();
      if (wait === null) break;
      if (ticks >= TICKS_MOST)
        throw new Error(`still under way after ${ticks} looks: ${await this.#underWay()}`);
      // In steps that grow with the back-off: in a long outage many are due in one look.
      const step = Math.max(wait, Math.min(Math.trunc(passed / 4), STEP_MOST));
      await this.#pass(step);
      passed += step;
    }
    await this.app.quiet();
    await this.worker.quiet();
  }

  /** Milliseconds until the first of what is under way may be taken up; null where nothing is. */
  async #untilDue(): Promise<number | null> {
    const { rows } = await this.shop.database.pool.query<{ wait: number | null }>(
      `SELECT extract(epoch FROM min(greatest(due_at, lease_until)) - now())::float8 * 1000 AS wait FROM redemption
       WHERE ${UNDER_WAY}`,
    );
    const wait = rows[0]?.wait ?? null;
    return wait === null ? null : Math.max(0, Math.ceil(wait));
  }

  async #underWay(): Promise<string> {
    const { rows } = await this.shop.database.pool.query(
      `SELECT redemption_id, carrier, status, ending, attempts, due_at - now() AS due, lease_until - now() AS lease, sent_at,
         (SELECT count(*)::int FROM session) AS sessions
       FROM redemption WHERE ${UNDER_WAY}`,
    );
    return JSON.stringify(rows);
  }

  /** So much time goes by for all that is under way. */
  async #pass(milliseconds: number): Promise<void> {
    await this.shop.database.pool.query(
      `UPDATE redemption SET due_at = due_at - $1 * interval '1 millisecond', lease_until = lease_until - $1 * interval '1 millisecond'
       WHERE ${UNDER_WAY}`,
      [milliseconds],
    );
  }

  /** Everything that Shopify told has arrived and is worked off. */
  async heard(): Promise<void> {
    await vi.waitFor(async () => {
      const { body } = await this.shop.control<{ deliveries: { pending: number } }>('/control/state');
      expect(body.deliveries.pending).toBe(0);
      await this.tick();
      const { rows } = await this.shop.database.pool.query(
        'SELECT count(*)::int AS left FROM inbox WHERE processed_at IS NULL',
      );
      expect(rows).toEqual([{ left: 0 }]);
    }, WAITING);
  }

  stop(): Promise<void> {
    return this.shop.stop();
  }
}
