// What points come to does not hang on when a worker came by; none is given twice, and no news makes one expire sooner than its member was told.
import { describe, expect, test } from 'vitest';
import type { Program } from '../../app/domain/program.ts';
import { earning, endOf, ExpiryScene, idle, noon, review, useExpiryDoor } from '../support/expiry-scene.ts';
import { orderPayload, refundPayload, type OrderPayload } from '../support/order-payload.ts';
import { rewardingProgram } from '../support/store-shop.ts';

const on = useExpiryDoor();

const CUSTOMER = 1;
const open = (expiry: Program['expiry'], program?: object) =>
  ExpiryScene.open(on, expiry, program && { program });
const refunded = (scene: ExpiryScene, order: OrderPayload, day: string) =>
  scene.deliver('refunds/create', refundPayload(order, [{ index: 0, quantity: 1 }], noon(day)));
const writingOff = {
  ...rewardingProgram,
  refunds: { debt: 'writeOff', spentPoints: 'proportional' },
};

const pendingFor45Days = {
  ...rewardingProgram,
  earning: { ...rewardingProgram.earning, pending: { days: 45, from: 'processed', byMarket: {} } },
};

describe.each([
  ['came by all the time', false],
  ['did not come by', true],
])('a worker that %s', (_name, resting) => {
  /** As it stands when everybody has caught up. */
  async function caughtUp(scene: ExpiryScene): Promise<number> {
    scene.resting = false;
    await scene.work();
    return scene.available(CUSTOMER);
  }

  test('what a person takes is not taken from points that have expired', async () => {
    const scene = await open(earning(1));
    scene.resting = resting;
    await scene.order(CUSTOMER, noon('2027-02-01'), 100);
    await scene.order(CUSTOMER, noon('2027-02-20'), 50);
    await scene.at(noon('2027-03-10'));
    await scene.give(CUSTOMER, -80);
    expect((await scene.kinds(CUSTOMER)).slice(2)).toEqual([
      ['expiry', -100],
      ['adjustment', -80],
    ]);
    expect(await caughtUp(scene)).toBe(-30);
  });

  test.each([
    ['allow', rewardingProgram, -50],
    ['writeOff', writingOff, 0],
  ] as const)(
    'nor is what a refund takes back of points that were spent, debt: %s',
    async (_debt, program, left) => {
      const scene = await open(earning(1), program);
      scene.resting = resting;
      const spent = await scene.order(CUSTOMER, noon('2027-02-01'), 100);
      await scene.at(noon('2027-02-21'));
      expect(await scene.redeem(CUSTOMER, 'forfeit')).toMatchObject({ ok: true });
      await scene.order(CUSTOMER, noon('2027-02-05'), 60);
      await scene.order(CUSTOMER, noon('2027-02-20'), 50);
      await scene.at(noon('2027-03-10'));
      await refunded(scene, spent, '2027-03-10');
      expect(await caughtUp(scene)).toBe(left);
    },
  );

  test('a debt is paid by points that an order heard of late kept alive, until they expire', async () => {
    const scene = await open(idle(3));
    scene.resting = resting;
    await scene.order(CUSTOMER, noon('2027-02-01'), 100);
    await scene.at(noon('2027-06-05'));
    await scene.give(CUSTOMER, -30);
    await scene.at(noon('2027-06-10'));
    // Alive until the 20th of July by this.
    await scene.order(CUSTOMER, noon('2027-04-20'), 0);
    await scene.at(noon('2027-08-01'));
    expect(await caughtUp(scene)).toBe(0);
    expect((await scene.entries(CUSTOMER)).slice(3)).toMatchObject([
      { kind: 'expiry_reversal', points: 100, effectiveAt: endOf('2027-05-01') },
      { kind: 'expiry', points: -70, effectiveAt: endOf('2027-07-20') },
    ]);
  });

  test.each(['action', 'cancelled', 'refused'] as const)(
    'and not by what the member is given after they had expired: %s',
    async (given) => {
      // Good for longer than the story: a reward that is over is not made.
      const rewards = rewardingProgram.rewards.map((reward) => ({ ...reward, validDays: 365 }));
      const scene = await open(idle(3), { ...rewardingProgram, rewards, actions: [review] });
      scene.resting = resting;
      await scene.order(CUSTOMER, noon('2027-02-01'), 200);
      await scene.at(noon('2027-04-01'));
      const redeemed = await scene.redeem(CUSTOMER, 'forfeit');
      if (!redeemed.ok) throw new Error('not redeemed');
      await scene.at(noon('2027-07-05'));
      await scene.give(CUSTOMER, -30);
      await scene.at(noon('2027-07-10'));
      // Alive until the 20th of August by this.
      await scene.order(CUSTOMER, noon('2027-05-20'), 0);
      await scene.at(noon('2027-08-25'));
      if (given === 'action') await scene.act(CUSTOMER);
      if (given === 'cancelled') await scene.cancel(redeemed.redemption);
      if (given === 'refused') await scene.refuse(redeemed.redemption);
      // The points of the reward return into a lot that has expired.
      expect(await caughtUp(scene)).toBe(given === 'action' ? 30 : 0);
      expect((await scene.kinds(CUSTOMER)).slice(4, 6)).toEqual([
        ['expiry_reversal', 100],
        ['expiry', -70],
      ]);
    },
  );

  test.each([
    ['since the balance ended, whatever came after', '2027-03-10', '2027-03-10', '2027-04-18'],
    ['since the balance ended as was known then', '2027-02-25', '2027-03-05', '2027-04-18'],
    ['unless activity kept the balance alive', '2027-02-25', '2027-02-25', '2027-03-25'],
  ])('pending points have a period of their own %s', async (_name, active, known, day) => {
    const scene = await open(idle(1), pendingFor45Days);
    scene.resting = resting;
    await scene.order(CUSTOMER, noon('2027-02-01'), 100);
    await scene.at(noon('2027-02-02'));
    await scene.at(noon(known));
    await scene.order(CUSTOMER, noon(active), 0);
    await scene.at(noon('2027-03-20'));
    expect(await caughtUp(scene)).toBe(100);
    expect(await scene.nextExpiry(CUSTOMER)).toEqual({ points: 100, at: endOf(day) });
  });

  test('a merge joins what has not expired', async () => {
    const scene = await open(idle(1));
    scene.resting = resting;
    const survivor = 2;
    await scene.order(CUSTOMER, noon('2027-02-01'), 10);
    await scene.at(noon('2027-02-20'));
    await scene.give(CUSTOMER, 7);
    await scene.order(survivor, noon('2027-02-25'), 3);
    await scene.at(noon('2027-03-05'));
    await scene.merge(CUSTOMER, survivor);
    scene.resting = false;
    await scene.work();
    // The order comes back with the survivor's activity, and the gift had expired before it was theirs.
    expect(await scene.nextExpiry(survivor)).toEqual({ points: 13, at: endOf('2027-03-25') });
  });
});

describe('points that expired in debt', () => {
  test('and that their order’s refund did not charge again are not given by an order that is heard of late', async () => {
    const scene = await open(idle(3));
    const order = await scene.order(CUSTOMER, noon('2027-02-01'), 100);
    await scene.at(noon('2027-06-10'));
    await scene.give(CUSTOMER, -30);
    await refunded(scene, order, '2027-06-09');
    expect(await scene.available(CUSTOMER)).toBe(-30);
    await scene.order(CUSTOMER, noon('2027-04-20'), 0);
    expect(await scene.kinds(CUSTOMER)).toEqual([
      ['order', 100],
      ['expiry', -100],
      ['adjustment', -30],
      ['expiry_reversal', 100],
      ['order', -100],
    ]);
  });

  test('are given whole where their order was refunded and earned again meanwhile', async () => {
    const scene = await open(idle(3));
    const order = await scene.order(CUSTOMER, noon('2027-02-01'), 100);
    await scene.at(noon('2027-06-10'));
    await scene.give(CUSTOMER, -30);
    const refund = refundPayload(order, [{ index: 0, quantity: 1 }], noon('2027-06-09'));
    await scene.deliver('refunds/create', refund);
    await scene.deliver('refunds/create', { ...refund, refund_line_items: [] });
    expect(await scene.available(CUSTOMER)).toBe(-30);
    await scene.order(CUSTOMER, noon('2027-04-20'), 0);
    expect((await scene.kinds(CUSTOMER)).slice(7)).toEqual([
      ['expiry_reversal', 70],
      ['expiry_reversal', 30],
    ]);
    expect(await scene.nextExpiry(CUSTOMER)).toEqual({ points: 70, at: endOf('2027-07-20') });
    // Of those 70 are its own, and the others were spent.
    await scene.deliver(
      'refunds/create',
      refundPayload(order, [{ index: 0, quantity: 1 }], noon('2027-06-10')),
    );
    expect(await scene.available(CUSTOMER)).toBe(-30);
  });
});

describe('an older order that is heard of late', () => {
  test('does not bring forward the date of a gift that had a period of its own', async () => {
    const scene = await open(idle(1));
    await scene.order(CUSTOMER, noon('2027-01-02'), 0);
    await scene.at(noon('2027-03-15'));
    await scene.give(CUSTOMER, 40);
    expect(await scene.nextExpiry(CUSTOMER)).toEqual({ points: 40, at: endOf('2027-04-15') });
    await scene.at(noon('2027-04-10'));
    await scene.order(CUSTOMER, noon('2027-02-20'), 0);
    expect(await scene.nextExpiry(CUSTOMER)).toEqual({ points: 40, at: endOf('2027-04-15') });
    // Nor does a merge with somebody whose balance would have taken it along.
    await scene.order(2, noon('2027-02-25'), 0);
    await scene.merge(CUSTOMER, 2);
    expect(await scene.nextExpiry(2)).toEqual({ points: 40, at: endOf('2027-04-15') });
    // Activity puts it off as ever.
    await scene.order(2, noon('2027-04-09'), 0);
    expect(await scene.nextExpiry(2)).toEqual({ points: 40, at: endOf('2027-05-09') });
  });
});

describe('a period of its own is the order’s:', () => {
  /** 40 points of the 2nd of January that were pending when the balance expired; they are available since the 16th of February. */
  async function owning() {
    const scene = await open(idle(1), pendingFor45Days);
    const order = await scene.order(CUSTOMER, noon('2027-01-02'), 40);
    await scene.order(2, noon('2027-01-20'), 0);
    await scene.at(noon('2027-03-01'));
    expect(await scene.nextExpiry(CUSTOMER)).toEqual({ points: 40, at: endOf('2027-03-16') });
    return { scene, order };
  }

  test('a merge with somebody whose balance would have taken its points along leaves it', async () => {
    const { scene } = await owning();
    await scene.merge(CUSTOMER, 2);
    expect(await scene.nextExpiry(2)).toEqual({ points: 40, at: endOf('2027-03-16') });
    // Another merge as well.
    await scene.order(3, noon('2027-01-21'), 0);
    await scene.merge(2, 3);
    expect(await scene.nextExpiry(3)).toEqual({ points: 40, at: endOf('2027-03-16') });
    await scene.at(noon('2027-03-17'));
    expect(await scene.available(3)).toBe(0);
  });

  test('what an edit adds to its points has the same', async () => {
    const { scene, order } = await owning();
    // Known late, it would have taken the new points along.
    await scene.order(CUSTOMER, noon('2027-01-20'), 0);
    const dearer = orderPayload({ id: order.id, customerId: CUSTOMER, lines: [{ price: '50.00' }] });
    const times = { processed_at: order.processed_at, updated_at: noon('2027-03-01') };
    await scene.deliver('orders/updated', { ...dearer, ...times });
    expect(await scene.nextExpiry(CUSTOMER)).toEqual({ points: 50, at: endOf('2027-03-16') });
  });
});

describe('an order that is worth nothing', () => {
  test('keeps points alive for whose it is, and no longer for whose it was', async () => {
    const scene = await open(idle(2));
    for (const customer of [1, 2]) await scene.order(customer, noon('2027-02-01'), 10);
    await scene.at(noon('2027-03-10'));
    const order = await scene.order(1, noon('2027-03-01'), 0);
    expect((await scene.nextExpiry(1))?.at).toBe(endOf('2027-05-01'));
    const moved = { ...order, customer: { ...order.customer, id: 2 }, updated_at: noon('2027-03-10') };
    await scene.deliver('orders/updated', moved);
    expect((await scene.nextExpiry(1))?.at).toBe(endOf('2027-04-01'));
    expect((await scene.nextExpiry(2))?.at).toBe(endOf('2027-05-01'));
  });
});
