// Points expire by themselves: at the end of their day, after a time without activity, once, whoever works beside whom and after any downtime.
import { describe, expect, test, vi } from 'vitest';
import { expirePoints } from '../../app/services/refresh-expiry.ts';
import { earning, endOf, ExpiryScene, never, noon, useExpiryDoor } from '../support/expiry-scene.ts';
import { orderPayload, refundPayload } from '../support/order-payload.ts';
import { startShop } from '../support/shop.ts';
import { rewardingProgram } from '../support/store-shop.ts';

const on = useExpiryDoor();

const open = (
  ...args: [expiry: Parameters<typeof ExpiryScene.open>[1], options?: { timeZone?: string; program?: object }]
) => ExpiryScene.open(on, ...args);
const CUSTOMER = 1;

describe('after earning', () => {
  test('to the end of their day in the shop’s time zone, the soonest first, told in the entry, the lot and the API', async () => {
    const scene = await open(earning(12), { timeZone: 'America/New_York' });
    await scene.at(noon('2027-03-10'));
    await scene.order(CUSTOMER, noon('2027-03-09'), 300);
    await scene.order(CUSTOMER, noon('2027-03-10'), 400);
    // The clocks there go forward on the 12th of March 2028, after the end of the first day, and have by that of neither.
    const end = '2028-03-10T04:59:59.999Z';
    expect((await scene.entries(CUSTOMER))[0]).toMatchObject({ expiresAt: end });
    expect(await scene.nextExpiry(CUSTOMER)).toEqual({ points: 300, at: end });
    expect(await scene.redeem(CUSTOMER, 'once')).toMatchObject({ ok: true });
    expect(await scene.nextExpiry(CUSTOMER)).toEqual({ points: 200, at: end });
    await scene.at('2028-03-10T04:59:59.998Z');
    expect(await scene.available(CUSTOMER)).toBe(600);
    await scene.at(end);
    expect(await scene.available(CUSTOMER)).toBe(400);
    await scene.work();
    const [, , , ...rest] = await scene.entries(CUSTOMER);
    expect(rest).toMatchObject([{ kind: 'expiry', points: -200, effectiveAt: end, recordedAt: end }]);
    expect(await scene.nextExpiry(CUSTOMER)).toEqual({ points: 400, at: '2028-03-11T04:59:59.999Z' });
  });

  test('what waits for a fulfilment has no date, and gets one with it', async () => {
    const { earning: rates } = rewardingProgram;
    const program = { ...rewardingProgram, earning: { ...rates, pending: { days: 0, from: 'fulfilled' } } };
    const scene = await open(earning(1), { program });
    await scene.at(noon('2027-03-10'));
    const order = await scene.order(CUSTOMER, noon('2027-03-10'), 100);
    await scene.at(noon('2027-06-10'));
    expect([await scene.kinds(CUSTOMER), await scene.nextExpiry(CUSTOMER)]).toEqual([[['order', 100]], null]);
    const fulfillments = [
      { id: 1, status: 'success', created_at: noon('2027-06-10'), updated_at: noon('2027-06-10') },
    ];
    const fulfilled = {
      ...order,
      fulfillment_status: 'fulfilled',
      fulfillments,
      updated_at: noon('2027-06-10'),
    };
    await scene.deliver('orders/fulfilled', fulfilled);
    expect(await scene.nextExpiry(CUSTOMER)).toEqual({ points: 100, at: endOf('2027-07-10') });
    await scene.at(endOf('2027-07-10'));
    expect(await scene.available(CUSTOMER)).toBe(0);
  });

  test('after a long downtime each day has its own entry, as of that day; nobody is told of what is gone', async () => {
    const scene = await open(earning(6));
    for (const day of ['2027-02-01', '2027-02-03', '2027-02-05']) await scene.order(CUSTOMER, noon(day), 10);
    await scene.order(CUSTOMER, noon('2027-02-03'), 5);
    scene.sleepUntil(noon('2029-01-01'));
    expect(await scene.redeem(CUSTOMER, 'gadget')).toMatchObject({ ok: false });
    await scene.work();
    const expired = (await scene.entries(CUSTOMER)).filter(({ kind }) => kind === 'expiry');
    expect(expired.map(({ points, effectiveAt }) => [points, effectiveAt])).toEqual([
      [-10, endOf('2027-08-01')],
      [-15, endOf('2027-08-03')],
      [-10, endOf('2027-08-05')],
    ]);
    expect(await scene.told(CUSTOMER)).toEqual([]);
    await scene.at(noon('2030-01-01'));
    expect(await scene.entries(CUSTOMER)).toHaveLength(7);
  });

  test('several workers at once: every member’s points expire once', async () => {
    const scene = await open(earning(1));
    const customers = Array.from({ length: 40 }, (_, index) => index + 1);
    for (const customer of customers) await scene.order(customer, noon('2027-02-01'), customer);
    scene.sleepUntil(noon('2027-04-01'));
    const takes = await Promise.all(Array.from({ length: 6 }, () => expirePoints(scene.deps)));
    expect(takes.reduce((sum, one) => sum + one, 0)).toBe(40);
    await scene.work();
    for (const customer of customers)
      expect(await scene.kinds(customer)).toEqual([
        ['order', customer],
        ['expiry', -customer],
      ]);
  });

  test('are not there to be spent once they are over, although no worker came by', async () => {
    const scene = await open(earning(1));
    await scene.order(CUSTOMER, noon('2027-02-01'), 500);
    scene.sleepUntil(endOf('2027-03-01'));
    const refused = { ok: false, refusal: { reason: 'insufficient_points' } };
    expect(await scene.redeem(CUSTOMER, 'five-off')).toMatchObject(refused);
    await scene.work();
    expect(await scene.kinds(CUSTOMER)).toEqual([['order', 500]].concat([['expiry', -500]]));
  });

  test('expire beside members who redeem them: each point goes one way', async () => {
    const scene = await open(earning(1));
    await scene.order(CUSTOMER, noon('2027-02-01'), 250);
    await scene.order(CUSTOMER, noon('2027-02-20'), 250);
    scene.sleepUntil(noon('2027-03-10'));
    const [first, , second] = await Promise.all([
      scene.redeem(CUSTOMER, 'forfeit'),
      expirePoints(scene.deps),
      scene.redeem(CUSTOMER, 'forfeit'),
      expirePoints(scene.deps),
      scene.redeem(CUSTOMER, 'five-off'),
    ]);
    expect([first.ok, second.ok]).toEqual([true, true]);
    await scene.work();
    const kinds = await scene.kinds(CUSTOMER);
    expect(kinds.filter(([kind]) => kind === 'expiry')).toEqual([['expiry', -250]]);
    expect(await scene.available(CUSTOMER)).toBe(50);
  });

  test('an order of long ago earns, and what it earned has expired', async () => {
    const scene = await open(earning(2));
    await scene.at(noon('2027-12-01'));
    const order = await scene.order(CUSTOMER, noon('2027-02-01'), 70);
    expect(await scene.kinds(CUSTOMER)).toEqual([['order', 70]].concat([['expiry', -70]]));
    await scene.deliver('refunds/create', refundPayload(order, [{ index: 0, quantity: 1 }]));
    expect(await scene.available(CUSTOMER)).toBe(0);
  });
});

describe('a new version', () => {
  test('turns expiry on: a full period from then, for what there is', async () => {
    const scene = await open(never);
    await scene.order(CUSTOMER, noon('2027-02-01'), 50);
    expect(await scene.nextExpiry(CUSTOMER)).toBeNull();
    await scene.at(noon('2028-05-01'));
    await scene.publish(earning(3));
    expect([await scene.available(CUSTOMER), await scene.nextExpiry(CUSTOMER)]).toEqual([
      50,
      { points: 50, at: endOf('2028-08-01') },
    ]);
    // The entry keeps what it was told.
    expect(await scene.entries(CUSTOMER)).toMatchObject([{ expiresAt: null }]);
    await scene.at(endOf('2028-08-01'));
    expect(await scene.available(CUSTOMER)).toBe(0);
  });

  test('shortens the period: the earlier of the old date and a full new period; and may turn it off again', async () => {
    const scene = await open(earning(12));
    await scene.order(CUSTOMER, noon('2027-02-01'), 50);
    await scene.order(CUSTOMER, noon('2027-11-01'), 20);
    await scene.at(noon('2027-12-01'));
    await scene.publish(earning(3));
    expect(await scene.nextExpiry(CUSTOMER)).toEqual({ points: 50, at: endOf('2028-02-01') });
    await scene.at(endOf('2028-02-01'));
    expect(await scene.nextExpiry(CUSTOMER)).toEqual({ points: 20, at: endOf('2028-03-01') });
    await scene.publish(never);
    expect(await scene.nextExpiry(CUSTOMER)).toBeNull();
    await scene.at(noon('2029-01-01'));
    expect(await scene.kinds(CUSTOMER)).toEqual([
      ['order', 50],
      ['order', 20],
      ['expiry', -50],
    ]);
  });

  test('that comes while nobody worked does not bring back what had expired before it', async () => {
    const scene = await open(earning(1));
    await scene.order(CUSTOMER, noon('2027-02-01'), 50);
    scene.sleepUntil(noon('2027-06-01'));
    await scene.publish(never);
    expect(await scene.kinds(CUSTOMER)).toEqual([
      ['order', 50],
      ['expiry', -50],
    ]);
  });
});

test('the worker expires points without anybody asking', async () => {
  const shop = await startShop({ program: { ...rewardingProgram, expiry: earning(1) } });
  const order = orderPayload({
    customerId: CUSTOMER,
    processedAt: noon('2026-02-01'),
    lines: [{ price: '9.00' }],
  });
  await shop.deliver({ topic: 'orders/paid', payload: order });
  await vi.waitFor(
    async () => {
      type View = { entries: { kind: string; points: number }[] };
      const { entries } = await shop.get<View>(`/api/v1/members/${CUSTOMER}/entries`);
      expect(entries.map(({ kind, points }) => [kind, points])).toEqual([
        ['order', 9],
        ['expiry', -9],
      ]);
    },
    { timeout: 30_000, interval: 50 },
  );
  const due = async () => (await shop.get<{ jobs: { due: number } }>('/api/v1/operations')).jobs.due;
  // A job of the worker's calendar is due for a moment, too, where the clock strikes just now.
  await vi.waitFor(async () => expect(await due()).toBe(0), { timeout: 30_000, interval: 50 });
  await shop.worker?.stop();
  const before = await due();
  await shop.database.pool.query("UPDATE member SET expiry_due = now() - interval '1 hour'");
  expect(await due()).toBe(before + 1);
  await shop.verify();
  await shop.stop();
});
