// What may happen to two members of a shop whose points expire, one thing after the other.
import fc from 'fast-check';
import type { Redemption } from '../../app/domain/redemption.ts';
import { earning, type ExpiryScene, idle, never } from './expiry-scene.ts';
import { nextId, refundPayload, type OrderPayload, type RefundPayload } from './order-payload.ts';

const DAY = 86_400_000;
const START = Date.parse('2027-01-01T00:00:00.000Z');
/** After every date. */
export const NEVER = '~';

const customer = fc.constantFrom(1, 1, 2);
export const rule = fc.oneof(
  fc.constant(never),
  fc.integer({ min: 1, max: 4 }).map(earning),
  fc.integer({ min: 1, max: 4 }).map(idle),
);
export const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('order' as const),
      customer,
      // Half of them come late; those of today keep what was earned before from expiring.
      daysAgo: fc.oneof(fc.constant(0), fc.nat({ max: 120 })),
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
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('act' as const), customer }) },
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
export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

export class Life {
  now = START;
  /** Which of the rewards that were asked for were given. */
  readonly redeemed: boolean[] = [];
  private readonly uncancelled: Redemption[] = [];
  private readonly scene: ExpiryScene;
  private readonly orders: OrderPayload[] = [];
  private readonly refunds: RefundPayload[] = [];

  private readonly program: object;

  constructor(scene: ExpiryScene, program: object) {
    this.scene = scene;
    this.program = program;
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
        await this.pass(one.days, one.asleep);
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
        await this.redeem(one.customer);
        break;
      case 'cancel': {
        const [redemption] = this.uncancelled.splice(one.which % Math.max(this.uncancelled.length, 1), 1);
        // A code that has run out has ended by itself.
        if (redemption && (redemption.expiresAt ?? NEVER) > new Date(this.now).toISOString())
          await scene.cancel(redemption);
        break;
      }
      case 'act':
        if (this.hasOrdered(one.customer)) await scene.act(one.customer);
        break;
      case 'give':
        if (this.hasOrdered(one.customer)) await scene.give(one.customer, one.points);
        break;
      case 'publish':
        await scene.publish(one.rule, this.program);
        break;
      case 'merge':
        await scene.merge(2, 1);
    }
  }

  private hasOrdered(customer: number): boolean {
    return this.orders.some((order) => order.customer?.id === customer);
  }

  private async redeem(customer: number): Promise<void> {
    const answer = await this.scene.redeem(customer, 'forfeit');
    this.redeemed.push(answer.ok);
    if (answer.ok) this.uncancelled.push(answer.redemption);
    await this.scene.work();
  }

  /** Whoever is awake works every few days. */
  private async pass(days: number, asleep: boolean): Promise<void> {
    const end = this.now + days * DAY;
    while (this.now < end) {
      this.now = asleep ? end : Math.min(end, this.now + 3 * DAY);
      this.scene.sleepUntil(new Date(this.now).toISOString());
      if (!asleep) await this.scene.work();
    }
  }

  private async refund(which: number): Promise<void> {
    const order = this.orders[which % Math.max(this.orders.length, 1)];
    if (!order) return;
    const refund = refundPayload(order, [{ index: 0, quantity: 1 }], new Date(this.now).toISOString());
    this.refunds.push({ ...refund, id: nextId() });
    await this.scene.deliver('refunds/create', this.refunds.at(-1) ?? refund);
  }
}
