// Points expire and members are told by the shop's own days, across both changes of its clocks and a change of its time zone, after a downtime, and beside a member whose lots are at fault.
import { describe, expect, test, vi } from 'vitest';
import { adjustPoints } from '../../app/services/adjust-points.ts';
import { EXPIRING_AT_ONCE, expirePoints } from '../../app/services/refresh-expiry.ts';
import { reportAction } from '../../app/services/report-action.ts';
import { storeTimeZone } from '../../app/services/store-time-zone.ts';
import { tellBirthday } from '../../app/services/tell-birthday.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { drainBatch } from '../../app/webhooks/drain-inbox.ts';
import { earning, endOf, ExpiryScene, noon, review, useExpiryDoor } from '../support/expiry-scene.ts';
import { orderPayload } from '../support/order-payload.ts';
import { sendWebhook } from '../support/signed-webhook.ts';
import { rewardingProgram } from '../support/store-shop.ts';

const on = useExpiryDoor();

const CUSTOMER = 1;
/** The millisecond before, the last one of a day's end that is given. */
const before = (instant: string) => new Date(Date.parse(instant) - 1).toISOString();

test.each([
  // 2028 in New York: the clocks go forward on the 12th of March and back on the 5th of November.
  {
    change: 'forward',
    day: '2027-03-31',
    month: '2028-03-02T04:59:59.999Z',
    week: '2028-03-25T03:59:59.999Z',
    end: '2028-04-01T03:59:59.999Z',
  },
  {
    change: 'back',
    day: '2027-11-09',
    month: '2028-10-11T03:59:59.999Z',
    week: '2028-11-03T03:59:59.999Z',
    end: '2028-11-10T04:59:59.999Z',
  },
])(
  'where the clocks go $change in between, days ahead and the last day end when they do there',
  async ({ day, month, week, end }) => {
    const scene = await ExpiryScene.open(on, earning(12), { timeZone: 'America/New_York' });
    await scene.order(CUSTOMER, noon(day), 40);
    const told = async () => (await scene.told(CUSTOMER)).length;
    for (const [moment, times] of [
      [month, 1],
      [week, 2],
    ] as const) {
      await scene.at(before(moment));
      expect(await told()).toBe(times - 1);
      await scene.at(moment);
      expect(await told()).toBe(times);
    }
    expect(await scene.told(CUSTOMER)).toEqual([
      { points: 40, at: end, daysAhead: 30 },
      { points: 40, at: end, daysAhead: 7 },
    ]);
    await scene.at(before(end));
    expect(await scene.available(CUSTOMER)).toBe(40);
    await scene.at(end);
    expect(await scene.available(CUSTOMER)).toBe(0);
    expect(await told()).toBe(2);
  },
);

test('after a week without a worker, two that come back do once what each day had asked for', async () => {
  const scene = await ExpiryScene.open(on, earning(3));
  // Three months later it is the first day of that week, its last, one of the week after, one of the month after.
  const days = ['2027-03-03', '2027-03-09', '2027-03-14', '2027-04-04'];
  const ends = ['2027-06-03', '2027-06-09', '2027-06-14', '2027-07-04'].map(endOf);
  for (const [index, day] of days.entries()) await scene.order(index + 1, noon(day), 10 * (index + 1));
  await scene.order(1, noon('2027-03-05'), 5);
  await scene.at(noon('2027-06-02'));
  const telling = (customer: number, daysAhead: number) => ({
    ...{ points: 10 * customer, at: ends[customer - 1], daysAhead },
  });
  const told = () => Promise.all([2, 3, 4].map((customer) => scene.told(customer)));
  expect(await told()).toEqual([[telling(2, 30)], [telling(3, 30)], []]);

  scene.sleepUntil(noon('2027-06-09'));
  await Promise.all([expirePoints(scene.deps), expirePoints(scene.deps)]);
  await scene.work();
  expect((await scene.entries(1)).slice(2)).toMatchObject([
    { kind: 'expiry', points: -10, effectiveAt: ends[0], recordedAt: noon('2027-06-09') },
    { kind: 'expiry', points: -5, effectiveAt: endOf('2027-06-05') },
  ]);
  const caughtUp = [[telling(2, 30), telling(2, 7)], [telling(3, 30), telling(3, 7)], [telling(4, 30)]];
  expect(await told()).toEqual(caughtUp);
  for (const customer of [2, 3, 4]) expect(await scene.available(customer)).toBe(10 * customer);
  await scene.at(noon('2027-06-10'));
  expect([await scene.kinds(2), await told()]).toEqual([[['order', 20]].concat([['expiry', -20]]), caughtUp]);
});

test('a member whose lots cannot be dated holds up neither others nor other shops; an hour later they are tried again', async () => {
  const faulty = await ExpiryScene.open(on, earning(1));
  const other = await ExpiryScene.open(on, earning(1));
  for (const customer of [1, 2, 3, 4, 5]) await faulty.order(customer, noon('2027-02-01'), customer);
  await other.order(CUSTOMER, noon('2027-02-01'), 9);
  const { memberId } = await faulty.member(3);
  const available = (at: string) =>
    on.database.pool.query('UPDATE lot SET available_at = $3 WHERE shop = $1 AND member_id = $2', [
      faulty.shop,
      memberId,
      at,
    ]);
  // No day is the last of a period after this.
  await available('-infinity');
  for (const scene of [faulty, other]) scene.sleepUntil(noon('2027-03-02'));
  await expirePoints(faulty.deps);
  expect(await other.available(CUSTOMER)).toBe(0);
  for (const customer of [1, 2, 4, 5]) expect(await faulty.available(customer)).toBe(0);
  // The worker leaves them alone for now, and nobody spends what may have expired.
  expect(await expirePoints(faulty.deps)).toBe(0);
  await expect(faulty.redeem(3, 'gadget')).rejects.toThrow();
  await available(noon('2027-02-01'));
  expect(await faulty.available(3)).toBe(3);
  faulty.sleepUntil('2027-03-02T12:59:59.999Z');
  expect(await expirePoints(faulty.deps)).toBe(0);
  await faulty.at('2027-03-02T13:00:00.000Z');
  expect(await faulty.available(3)).toBe(0);
});

test('a large shop delays others by one batch', async () => {
  const [large, small] = [await ExpiryScene.open(on, earning(1)), await ExpiryScene.open(on, earning(1))];
  await large.order(CUSTOMER, noon('2027-02-01'), 1);
  await small.order(CUSTOMER, noon('2027-02-01'), 9);
  // Members who have nothing and are due all the same.
  await on.database.pool.query(
    `INSERT INTO member (shop, customer_id, enrolled_at, expiry_due)
     SELECT $1, 1000 + number, $2, $2 FROM generate_series(1, $3::int) AS number`,
    [large.shop, noon('2027-02-01'), 2 * EXPIRING_AT_ONCE],
  );
  for (const scene of [large, small]) scene.sleepUntil(noon('2027-03-02'));
  await expirePoints(large.deps);
  expect(await small.available(CUSTOMER)).toBe(0);
  const { rowCount } = await on.database.pool.query(
    'SELECT FROM member WHERE shop = $1 AND expiry_due IS NOT NULL',
    [large.shop],
  );
  expect(rowCount).toBe(EXPIRING_AT_ONCE + 1);
  await large.work();
  expect(await large.available(CUSTOMER)).toBe(0);
});

describe('the shop’s time zone', () => {
  test.each([
    // There the points became available on the 1st of February.
    ['Pacific/Auckland', '2027-04-01T10:59:59.999Z'],
    ['America/Los_Angeles', '2027-04-01T06:59:59.999Z'],
  ])('is another: %s, and every date is by it, whatever else happens', async (timeZone, at) => {
    const scene = await ExpiryScene.open(on, earning(2));
    await scene.order(CUSTOMER, noon('2027-01-31'), 100);
    expect(await scene.nextExpiry(CUSTOMER)).toEqual({ points: 100, at: endOf('2027-03-31') });
    await scene.at(noon('2027-03-01'));
    await scene.deliver('shop/update', { id: 1, name: 'Haven', currency: 'USD', iana_timezone: timeZone });
    expect(await scene.nextExpiry(CUSTOMER)).toEqual({ points: 100, at });
  });

  test('is another while somebody waits to write points: they go by the new one', async () => {
    const cake = { id: 'cake', kind: 'birthday', points: 50, name: { en: 'Birthday' } };
    const scene = await ExpiryScene.open(on, earning(2), {
      program: { ...rewardingProgram, actions: [review, cake] },
    });
    const { deps, shop } = scene;
    const now = noon('2027-03-01');
    const [ordered, given, told, born, unknown] = ['1', '2', '3', '4', '5'] as const;
    for (const one of [ordered, given, told, born]) await scene.order(Number(one), noon('2027-02-01'), 0);
    await scene.at(now);
    for (const one of [ordered, unknown]) {
      const order = { customerId: Number(one), processedAt: now, lines: [{ price: '30.00' }] };
      const payload = orderPayload(order);
      expect(await sendWebhook(on.url, { topic: 'orders/paid', shop, payload })).toMatchObject({
        status: 200,
      });
    }
    const writing = () => [
      drainBatch(deps),
      adjustPoints(deps, shop, { customerId: given, points: 30, reason: 'test', key: 'one' }),
      reportAction(deps, shop, {
        ...{ customerId: told, actionId: review.id, key: 'one' },
        ...{ occurredAt: null, requestKey: 'one' },
      }),
      // Where the shop is now, it is the next day already.
      tellBirthday(deps, shop, { customerId: born, birthday: { month: 3, day: 2 } }),
    ];
    const waiting = `SELECT FROM pg_locks JOIN pg_database ON database = pg_database.oid
      WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted`;
    const { written } = await inTransaction(deps.pool, async (tx) => {
      let all: Promise<unknown>[] = [];
      await storeTimeZone(tx, shop, 'Pacific/Auckland', now, async () => {
        all = writing();
        await vi.waitFor(async () => expect((await deps.pool.query(waiting)).rowCount).toBe(all.length), {
          timeout: 30_000,
          interval: 10,
        });
        await tx.query("UPDATE shop SET time_zone = 'Pacific/Auckland' WHERE shop = $1", [shop]);
      });
      return { written: Promise.all(all) };
    });
    await written;
    await scene.work();
    for (const one of [ordered, given, told, born, unknown])
      expect([one, await scene.nextExpiry(Number(one))]).toEqual([
        one,
        { points: one === born ? 50 : 30, at: '2027-05-02T11:59:59.999Z' },
      ]);
  });
});
