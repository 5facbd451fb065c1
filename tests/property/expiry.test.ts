// Random lives of members in a shop whose points expire: orders that come late, returns that are taken back, rewards, gifts, new versions, merges, time
// that passes with nobody at work. After every step the ledger is whole, every lot has the date that the facts give, and nothing is left to do.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expiryRules, lotExpiry } from '../../app/domain/expiry.ts';
import { nextExpiryWork } from '../../app/domain/expiry-reminders.ts';
import { memberId } from '../../app/domain/ids.ts';
import { openLots } from '../../app/storage/members.ts';
import { publishedVersions } from '../../app/storage/programs.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { earning, ExpiryScene, idle, never, startExpiryApp } from '../support/expiry-scene.ts';
import { nextId, refundPayload, type OrderPayload, type RefundPayload } from '../support/order-payload.ts';
import type { RunningServer } from '../support/processes.ts';
import { LONG, seed, TIME_LIMIT } from '../support/property.ts';

const RUNS = LONG ? 1_000 : 20;
const DAY = 86_400_000;
const ZONE = 'America/New_York';
const START = Date.parse('2027-01-01T00:00:00.000Z');

let database: TestDatabase;
let app: RunningServer;
beforeAll(async () => {
  database = await testDatabase();
  app = await startExpiryApp(database);
});
afterAll(async () => {
  await app.stop();
  await database.drop();
});

const customer = fc.constantFrom(1, 1, 2);
const rule = fc.oneof(
  fc.constant(never),
  fc.integer({ min: 1, max: 4 }).map(earning),
  fc.integer({ min: 1, max: 4 }).map(idle),
);
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('order' as const),
      customer,
      daysAgo: fc.nat({ max: 120 }),
      dollars: fc.nat({ max: 200 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      days: fc.integer({ min: 1, max: 70 }),
      asleep: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('return' as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('undoReturn' as const), which: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('redeem' as const), customer }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('give' as const),
      customer,
      points: fc.constantFrom(40, 15, -30, -120),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('publish' as const), rule }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('merge' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

class Life {
  private readonly scene: ExpiryScene;
  private now = START;
  private readonly orders: OrderPayload[] = [];
  private readonly refunds: RefundPayload[] = [];

  constructor(scene: ExpiryScene) {
    this.scene = scene;
  }

  async take(one: Step): Promise<void> {
    const { scene } = this;
    switch (one.kind) {
      case 'order': {
        const processedAt = new Date(this.now - one.daysAgo * DAY).toISOString();
        this.orders.push(await scene.order(one.customer, processedAt, one.dollars));
        break;
      }
      case 'pass':
        this.now += one.days * DAY;
        scene.sleepUntil(new Date(this.now).toISOString());
        if (!one.asleep) await scene.work();
        break;
      case 'return':
        await this.refund(one.which);
        break;
      case 'undoReturn': {
        const refund = this.refunds[one.which % Math.max(this.refunds.length, 1)];
        if (refund) await scene.deliver('refunds/create', { ...refund, refund_line_items: [] });
        break;
      }
      case 'redeem':
        await scene.redeem(one.customer, 'forfeit');
        await scene.work();
        break;
      case 'give':
        if (this.orders.some((order) => order.customer?.id === one.customer))
          await scene.give(one.customer, one.points);
        break;
      case 'publish':
        await scene.publish(one.rule);
        break;
      case 'merge':
        await this.merge();
    }
  }

  private async refund(which: number): Promise<void> {
    const order = this.orders[which % Math.max(this.orders.length, 1)];
    if (!order) return;
    const refund = refundPayload(order, [{ index: 0, quantity: 1 }], new Date(this.now).toISOString());
    this.refunds.push({ ...refund, id: nextId() });
    await this.scene.deliver('refunds/create', this.refunds.at(-1) ?? refund);
  }

  private merge(): Promise<void> {
    return this.scene.deliver('customers/merge', {
      admin_graphql_api_customer_kept_id: 'gid://shopify/Customer/1',
      admin_graphql_api_customer_deleted_id: 'gid://shopify/Customer/2',
      admin_graphql_api_job_id: null,
      status: 'completed',
      errors: [],
    });
  }

  /** The dates from all that is known, beside those that were kept. */
  async check(): Promise<void> {
    const { pool } = this.scene.deps;
    const { shop } = this.scene;
    const now = new Date(this.now).toISOString();
    const rules = expiryRules(await publishedVersions(pool, shop), ZONE);
    const { rows: members } = await pool.query<{
      member_id: string;
      expiry_due: Date | null;
      activity: Date[];
    }>(
      `SELECT member_id, expiry_due, (
         SELECT coalesce(array_agg(at ORDER BY at), '{}') FROM (
           SELECT processed_at AS at FROM order_facts WHERE shop = $1 AND order_facts.member_id = member.member_id
           UNION ALL SELECT created_at FROM redemption WHERE shop = $1 AND redemption.member_id = member.member_id
         ) AS active WHERE at IS NOT NULL
       ) AS activity FROM member WHERE shop = $1`,
      [shop],
    );
    const ids = members.map((one) => memberId(one.member_id));
    const lots = await openLots(pool, shop, ids);
    for (const member of members) {
      const own = lots.get(memberId(member.member_id)) ?? [];
      const activity = member.activity.map((at) => at.toISOString());
      for (const lot of own) {
        expect(lot.expiresAt).toBe(lotExpiry(lot.availableAt, rules, activity));
        expect(lot.expiresAt === null || lot.expiresAt > now).toBe(true);
      }
      expect(member.expiry_due?.toISOString() ?? null).toBe(nextExpiryWork(own, now, ZONE));
    }
  }
}

test(
  'a ledger that is whole, and dates that the facts give, after every step',
  async () => {
    await fc.assert(
      fc.asyncProperty(rule, fc.array(step, { minLength: 4, maxLength: 16 }), async (first, steps) => {
        const scene = await ExpiryScene.open({ database, app }, first, { timeZone: ZONE });
        const life = new Life(scene);
        for (const one of steps) {
          await life.take(one);
          if (one.kind === 'pass' && one.asleep) continue;
          // Also where the step itself was nothing: nobody worked before it.
          await scene.work();
          await life.check();
        }
      }),
      { seed, numRuns: RUNS },
    );
  },
  TIME_LIMIT,
);
