// The whole balance expires after a time without activity; an order that arrives late gives back what it would have kept alive.
import { describe, expect, test } from 'vitest';
import { keepLastActivity } from '../../app/services/keep-last-activity.ts';
import { enrolMembers } from '../../app/storage/members.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { endOf, ExpiryScene, idle, never, noon, useExpiryDoor } from '../support/expiry-scene.ts';
import { nextId, refundPayload } from '../support/order-payload.ts';
import { rewardingProgram } from '../support/store-shop.ts';

const on = useExpiryDoor();

const open = (
  ...args: [expiry: Parameters<typeof ExpiryScene.open>[1], options?: { timeZone?: string; program?: object }]
) => ExpiryScene.open(on, ...args);
const CUSTOMER = 1;

describe('last activity', () => {
  const lastActivity = async (scene: ExpiryScene) => {
    const { rows } = await on.database.pool.query<{ at: Date | null }>(
      'SELECT last_activity_at AS at FROM member WHERE shop = $1 ORDER BY customer_id',
      [scene.shop],
    );
    return rows.map(({ at }) => at?.toISOString() ?? null);
  };

  test('of a member is what points expire by: orders, as they were processed, and redemptions', async () => {
    const scene = await open(never);
    const orders = [await scene.order(CUSTOMER, noon('2027-02-01'), 150)];
    expect(await lastActivity(scene)).toEqual([noon('2027-02-01')]);
    await scene.at(noon('2027-03-01'));
    await scene.give(CUSTOMER, 100);
    await scene.deliver('refunds/create', refundPayload(orders[0]!, [], noon('2027-03-01')));
    await scene.order(CUSTOMER, noon('2027-01-01'), 10);
    expect(await lastActivity(scene)).toEqual([noon('2027-02-01')]);
    // Worth nothing, and activity all the same.
    await scene.order(CUSTOMER, noon('2027-02-20'), 0);
    expect(await lastActivity(scene)).toEqual([noon('2027-02-20')]);
    const redeemed = await scene.redeem(CUSTOMER, 'once');
    if (!redeemed.ok) throw new Error('not redeemed');
    expect(await lastActivity(scene)).toEqual([noon('2027-03-01')]);
    await scene.at(noon('2027-03-02'));
    await scene.refuse(redeemed.redemption);
    expect(await lastActivity(scene)).toEqual([noon('2027-03-01')]);
    await scene.order(2, noon('2027-02-25'), 1);
    expect(await lastActivity(scene)).toEqual([noon('2027-03-01'), noon('2027-02-25')]);
    await scene.merge(CUSTOMER, 2);
    expect((await lastActivity(scene))[0]).toEqual(noon('2027-03-01'));
  });

  test('is made good for members from before it was kept', async () => {
    const scene = await open(never);
    await scene.order(1, noon('2027-02-01'), 150);
    await scene.order(2, noon('2027-02-02'), 0);
    const enrolment = { customerId: '3', enrolledAt: noon('2027-02-01') };
    await inTransaction(on.database.pool, (tx) => enrolMembers(tx, scene.shop, [enrolment]));
    await scene.give(3, 100);
    expect(await keepLastActivity(scene.deps, scene.shop)).toBe(0);
    const kept = await lastActivity(scene);
    expect(kept).toEqual([noon('2027-02-01'), noon('2027-02-02'), null]);
    await on.database.pool.query(
      `UPDATE member SET last_activity_at = CASE customer_id WHEN 3 THEN now() END WHERE shop = $1`,
      [scene.shop],
    );
    expect(await keepLastActivity(scene.deps, scene.shop)).toBe(3);
    expect(await lastActivity(scene)).toEqual(kept);
    expect(await keepLastActivity(scene.deps, scene.shop)).toBe(0);
  });
});

describe('after inactivity', () => {
  test('the whole balance, a period after the last order or redemption; what the shop gives is no activity', async () => {
    const scene = await open(idle(6));
    await scene.order(CUSTOMER, noon('2027-02-01'), 150);
    await scene.at(noon('2027-04-01'));
    await scene.give(CUSTOMER, 100);
    expect(await scene.nextExpiry(CUSTOMER)).toEqual({ points: 250, at: endOf('2027-08-01') });
    await scene.at(noon('2027-07-01'));
    expect(await scene.redeem(CUSTOMER, 'once')).toMatchObject({ ok: true });
    await scene.work();
    expect(await scene.nextExpiry(CUSTOMER)).toEqual({ points: 150, at: endOf('2028-01-01') });
    await scene.at(noon('2027-12-24'));
    // It is worth nothing, and activity all the same.
    await scene.order(CUSTOMER, noon('2027-12-24'), 0);
    expect(await scene.nextExpiry(CUSTOMER)).toEqual({ points: 150, at: endOf('2028-06-24') });
    await scene.at(noon('2028-07-01'));
    expect((await scene.kinds(CUSTOMER)).slice(3)).toEqual([['expiry', -150]]);
    expect((await scene.entries(CUSTOMER)).at(-1)).toMatchObject({ effectiveAt: endOf('2028-06-24') });
  });

  test('pending points stay, with a period of their own once they are available', async () => {
    const { earning: rates } = rewardingProgram;
    const program = { ...rewardingProgram, earning: { ...rates, pending: { days: 45, from: 'processed' } } };
    const scene = await open(idle(1), { program });
    await scene.order(CUSTOMER, noon('2027-02-01'), 10);
    await scene.give(CUSTOMER, 7);
    await scene.at(noon('2027-03-02'));
    expect(await scene.kinds(CUSTOMER)).toEqual([
      ['order', 10],
      ['adjustment', 7],
      ['expiry', -7],
    ]);
    expect(await scene.nextExpiry(CUSTOMER)).toEqual({ points: 10, at: endOf('2027-04-18') });
    await scene.at(noon('2027-04-19'));
    expect(await scene.available(CUSTOMER)).toBe(0);
  });

  describe('an order that arrives late', () => {
    /** 100 points, expired on the 1st of May; it is the 10th of June. */
    async function expired() {
      const scene = await open(idle(3));
      const order = await scene.order(CUSTOMER, noon('2027-02-01'), 100);
      await scene.at(noon('2027-06-10'));
      expect(await scene.available(CUSTOMER)).toBe(0);
      return { scene, order };
    }

    test('and would have kept the points alive gives them back, once; then they live on by it', async () => {
      const { scene, order } = await expired();
      const late = await scene.order(CUSTOMER, noon('2027-04-20'), 5);
      await scene.deliver('orders/updated', { ...late, updated_at: noon('2027-06-10') });
      expect(await scene.kinds(CUSTOMER)).toEqual([
        ['order', 100],
        ['expiry', -100],
        ['order', 5],
        ['expiry_reversal', 100],
      ]);
      expect((await scene.entries(CUSTOMER)).at(-1)).toMatchObject({
        effectiveAt: endOf('2027-05-01'),
        explanation: { kind: 'expiryUndone', points: '100' },
      });
      expect(await scene.nextExpiry(CUSTOMER)).toEqual({ points: 105, at: endOf('2027-07-20') });
      // They are its order's again: its refund takes them.
      await scene.deliver(
        'refunds/create',
        refundPayload(order, [{ index: 0, quantity: 1 }], noon('2027-06-09')),
      );
      expect((await scene.kinds(CUSTOMER)).slice(4)).toEqual([['order', -100]]);
      await scene.at(noon('2027-08-01'));
      expect((await scene.kinds(CUSTOMER)).slice(5)).toEqual([['expiry', -5]]);
    });

    test('and would have kept them for a while that is over too leaves them gone', async () => {
      const { scene } = await expired();
      await scene.order(CUSTOMER, noon('2027-02-20'), 5);
      expect(await scene.kinds(CUSTOMER)).toEqual([
        ['order', 100],
        ['expiry', -100],
        ['order', 5],
        ['expiry', -5],
      ]);
    });

    test('and came after they had expired leaves them gone', async () => {
      const { scene } = await expired();
      await scene.order(CUSTOMER, noon('2027-05-02'), 5);
      expect(await scene.kinds(CUSTOMER)).toEqual([
        ['order', 100],
        ['expiry', -100],
        ['order', 5],
      ]);
    });

    test('pays a debt first; what it paid with is not given a second time when the points’ order is refunded', async () => {
      const { scene, order } = await expired();
      await scene.give(CUSTOMER, -30);
      await scene.order(CUSTOMER, noon('2027-04-20'), 0);
      expect((await scene.kinds(CUSTOMER)).slice(3)).toEqual([['expiry_reversal', 100]]);
      expect(await scene.available(CUSTOMER)).toBe(70);
      await scene.deliver(
        'refunds/create',
        refundPayload(order, [{ index: 0, quantity: 1 }], noon('2027-06-09')),
      );
      expect((await scene.kinds(CUSTOMER)).slice(4)).toEqual([['order', -100]]);
      expect(await scene.available(CUSTOMER)).toBe(-30);
      await scene.order(CUSTOMER, noon('2027-04-21'), 0);
      expect(await scene.available(CUSTOMER)).toBe(-30);
    });

    test('gives them back where their order was refunded meanwhile and earned again', async () => {
      const { scene, order } = await expired();
      const refund = refundPayload(order, [{ index: 0, quantity: 1 }], noon('2027-06-09'));
      await scene.deliver('refunds/create', refund);
      await scene.deliver('refunds/create', { ...refund, refund_line_items: [] });
      expect((await scene.kinds(CUSTOMER)).slice(2)).toEqual([
        ['expiry_reversal', 100],
        ['order', -100],
        ['order', 100],
        ['expiry_reversal', -100],
      ]);
      await scene.order(CUSTOMER, noon('2027-04-20'), 0);
      expect((await scene.kinds(CUSTOMER)).slice(6)).toEqual([['expiry_reversal', 100]]);
      expect(await scene.available(CUSTOMER)).toBe(100);
      await scene.deliver('refunds/create', { ...refund, id: nextId() });
      expect((await scene.kinds(CUSTOMER)).slice(7)).toEqual([['order', -100]]);
    });
  });

  test('expired points of a member who is merged stay gone with the survivor, unless activity of theirs had kept them', async () => {
    const scene = await open(idle(1));
    const survivor = 2;
    await scene.order(CUSTOMER, noon('2027-02-01'), 10);
    await scene.order(survivor, noon('2027-02-03'), 3);
    await scene.at(noon('2027-02-20'));
    await scene.give(CUSTOMER, 7);
    await scene.at(noon('2027-03-05'));
    const { memberId } = await scene.member(CUSTOMER);
    await scene.merge(CUSTOMER, survivor);
    expect(await scene.available(survivor)).toBe(0);
    const { rows } = await on.database.pool.query(
      'SELECT balance FROM member WHERE shop = $1 AND member_id = $2',
      [scene.shop, memberId],
    );
    expect(rows).toEqual([{ balance: '0' }]);
    await scene.order(survivor, noon('2027-02-25'), 1);
    expect(await scene.available(survivor)).toBe(14);
    expect(await scene.nextExpiry(survivor)).toEqual({ points: 14, at: endOf('2027-03-25') });
  });
});
