// Members are told before their points expire: by events that other tools read, and by what the storefront shows.
import { describe, expect, test } from 'vitest';
import { EventsSchema } from '../../app/api/schemas.ts';
import { findMember } from '../../app/queries/member-timeline.ts';
import { eventsAfter } from '../../app/queries/outbox-events.ts';
import { memberThemeData } from '../../app/queries/member-theme-data.ts';
import { storefrontMember } from '../../app/queries/storefront-member.ts';
import { createApiKey } from '../../app/services/create-api-key.ts';
import { expirePoints } from '../../app/services/refresh-expiry.ts';
import { shopsWithDueExpiry } from '../../app/storage/lot-expiry.ts';
import { deletePastEvents } from '../../app/storage/outbox.ts';
import { drainBatch } from '../../app/webhooks/drain-inbox.ts';
import { orderPayload, refundPayload } from '../support/order-payload.ts';
import { earning, endOf, ExpiryScene, idle, noon, useExpiryApp } from '../support/expiry-scene.ts';
import { sendWebhook } from '../support/signed-webhook.ts';

const on = useExpiryApp();
const CUSTOMER = 1;

test('events about dates that are over can be deleted, and nothing is told again; a cursor goes on', async () => {
  const scene = await ExpiryScene.open(on, earning(3));
  await scene.order(CUSTOMER, noon('2027-02-01'), 40);
  await scene.order(CUSTOMER, noon('2027-03-20'), 2);
  await scene.at(noon('2027-04-28'));
  await scene.at(noon('2027-05-25'));
  expect(await scene.told(CUSTOMER)).toHaveLength(2);
  const [first] = await eventsAfter(on.database.pool, scene.shop, '0', 1);
  const deleted = async (before: string) => {
    while ((await deletePastEvents(on.database.pool, before, 1)) > 0);
    await scene.give(CUSTOMER, 1);
    return (await scene.told(CUSTOMER)).map((one) => (one as { at: string }).at);
  };
  const [may, june] = [endOf('2027-05-01'), endOf('2027-06-20')];
  expect(await deleted(may)).toEqual([may, june]);
  expect(await deleted(june)).toEqual([june]);
  expect(await eventsAfter(on.database.pool, scene.shop, first?.id ?? '', 10)).toHaveLength(1);
});

test('what an order earned with a date of its own is looked at first when its reminder is due', async () => {
  const scene = await ExpiryScene.open(on, earning(12));
  scene.resting = true;
  await scene.order(CUSTOMER, noon('2027-03-31'), 40);
  const isDue = async (now: string) => (await shopsWithDueExpiry(on.database.pool, now)).includes(scene.shop);
  expect(await isDue(endOf('2028-02-29'))).toBe(false);
  expect(await isDue(endOf('2028-03-01'))).toBe(true);
});

test.each(['where that is past already', 'where a refund that comes with it takes from another lot'])(
  'and at once %s',
  async (when) => {
    const scene = await ExpiryScene.open(on, earning(12));
    scene.resting = true;
    const first = await scene.order(CUSTOMER, noon('2027-03-31'), 40);
    const isLate = when.includes('past');
    const now = noon(isLate ? '2028-02-15' : '2027-04-15');
    scene.sleepUntil(now);
    const isDue = async () => (await shopsWithDueExpiry(on.database.pool, now)).includes(scene.shop);
    expect(await isDue()).toBe(false);
    const later = { customerId: CUSTOMER, processedAt: noon(isLate ? '2027-03-01' : '2027-04-14') };
    const told = [['orders/paid', orderPayload({ ...later, lines: [{ price: '7.00' }] })]] as [
      string,
      object,
    ][];
    if (!isLate) told.unshift(['refunds/create', refundPayload(first, [{ index: 0, quantity: 1 }], now)]);
    for (const [topic, payload] of told)
      expect(await sendWebhook(on.url, { topic, shop: scene.shop, payload })).toMatchObject({ status: 200 });
    // One batch: what it writes of a member is one row.
    expect(await drainBatch(scene.deps)).toBe(told.length);
    expect(await scene.available(CUSTOMER)).toBe(isLate ? 47 : 7);
    expect(await isDue()).toBe(true);
  },
);

describe('a reminder', () => {
  test('30 and 7 days ahead, once each, whoever works and how often', async () => {
    const scene = await ExpiryScene.open(on, earning(12));
    await scene.order(CUSTOMER, noon('2027-03-31'), 40);
    await scene.at('2028-03-01T23:59:59.998Z');
    expect(await scene.told(CUSTOMER)).toEqual([]);
    const ahead = (daysAhead: number) => ({ points: 40, at: endOf('2028-03-31'), daysAhead });
    scene.sleepUntil('2028-03-01T23:59:59.999Z');
    await Promise.all([1, 2, 3].map(() => expirePoints(scene.deps)));
    await scene.work();
    expect(await scene.told(CUSTOMER)).toEqual([ahead(30)]);
    // Looked at again for another reason.
    await scene.give(CUSTOMER, -10);
    await scene.at(noon('2028-03-24'));
    expect(await scene.told(CUSTOMER)).toEqual([ahead(30)]);
    await scene.at(noon('2028-03-25'));
    expect(await scene.told(CUSTOMER)).toEqual([ahead(30), { ...ahead(7), points: 30 }]);
    await scene.at(noon('2028-05-01'));
    expect(await scene.told(CUSTOMER)).toHaveLength(2);
  });

  test('after a downtime only the nearest; with activity again for the new date', async () => {
    const scene = await ExpiryScene.open(on, idle(3));
    await scene.order(CUSTOMER, noon('2027-02-01'), 40);
    await scene.at(noon('2027-04-28'));
    expect(await scene.told(CUSTOMER)).toEqual([{ points: 40, at: endOf('2027-05-01'), daysAhead: 7 }]);
    await scene.order(CUSTOMER, noon('2027-04-28'), 2);
    await scene.at(noon('2027-06-30'));
    expect((await scene.told(CUSTOMER)).slice(1)).toEqual([
      { points: 42, at: endOf('2027-07-28'), daysAhead: 30 },
    ]);
  });

  test('not to somebody who was forgotten', async () => {
    const scene = await ExpiryScene.open(on, earning(3));
    await scene.order(CUSTOMER, noon('2027-02-01'), 40);
    await on.database.pool.query('UPDATE member SET customer_id = NULL WHERE shop = $1', [scene.shop]);
    await scene.at(noon('2027-04-28'));
    const { rows } = await on.database.pool.query('SELECT FROM outbox_event WHERE shop = $1', [scene.shop]);
    expect(rows).toEqual([]);
  });
});

test('GET /api/v1/events: pages in the order of writing, a cursor to go on from, nothing of other shops', async () => {
  const scene = await ExpiryScene.open(on, earning(3));
  const { key } = await createApiKey(scene.deps, scene.shop, ['read']);
  const get = async (cursor: string | null) => {
    const query = cursor === null ? '' : `?cursor=${cursor}`;
    const response = await fetch(`${on.url}/api/v1/events${query}`, {
      headers: { Authorization: `Bearer ${key}` },
    });
    return { status: response.status, body: (await response.json()) as unknown };
  };
  const page = async (cursor: string | null) => EventsSchema.parse((await get(cursor)).body);
  expect(await page(null)).toEqual({ events: [], next: null });
  const orderOf = (customerId: number) =>
    orderPayload({ customerId, processedAt: noon('2027-02-01'), lines: [{ price: `${customerId}.00` }] });
  const customers = Array.from({ length: 103 }, (_, index) => index + 1);
  await scene.deliverTogether('orders/paid', customers.map(orderOf));
  await scene.at(noon('2027-04-15'));
  const first = await page(null);
  expect(first.events).toHaveLength(100);
  expect(first.events[0]).toMatchObject({
    kind: 'points.expiring',
    createdAt: noon('2027-04-15'),
    payload: { at: endOf('2027-05-01'), daysAhead: 30 },
  });
  const second = await page(first.next);
  const all = [...first.events, ...second.events];
  expect(new Set(all.map((one) => one.customerId)).size).toBe(103);
  for (const { customerId, payload } of all) expect(payload.points).toBe(Number(customerId));
  // The end is a place to go on from.
  expect(await page(second.next)).toEqual({ events: [], next: second.next });
  await scene.at(noon('2027-04-28'));
  expect((await page(second.next)).events).toHaveLength(100);
  expect((await get('nonsense')).status).toBe(400);
});

test('the storefront shows what expires within 60 days, the theme too, and the merchant ahead of that, on its last day in the shop’s time zone', async () => {
  const scene = await ExpiryScene.open(on, earning(6), { timeZone: 'Asia/Tokyo' });
  await scene.order(CUSTOMER, noon('2027-03-10'), 40);
  await scene.order(CUSTOMER, noon('2027-03-20'), 2);
  const at = '2027-09-10T14:59:59.999Z';
  const shown = async () => {
    const now = scene.deps.clock.now();
    const reader = { customerId: String(CUSTOMER), market: null, locale: 'en' };
    const { member } = await storefrontMember(on.database.pool, scene.shop, reader, now);
    const { memberId } = await scene.member(CUSTOMER);
    const theme = (await memberThemeData(on.database.pool, scene.shop, [memberId], now)).get(memberId);
    return { proxy: member?.points.nextExpiry, theme: theme?.value.expiry, changesAt: theme?.changesAt };
  };
  await scene.at(noon('2027-04-01'));
  const seen = '2027-07-12T14:59:59.999Z';
  expect(await shown()).toEqual({ proxy: null, theme: null, changesAt: seen });
  await scene.at(seen);
  const next = { proxy: { points: 40, at }, theme: { p: 40, at: '2027-09-10' } };
  expect(await shown()).toEqual({ ...next, changesAt: at });
  const merchants = await findMember(scene.deps, scene.shop, String(CUSTOMER));
  expect(merchants?.nextExpiry).toEqual({ points: 40n, at: new Date(at) });
  await scene.at(at);
  expect(await shown()).toMatchObject({ proxy: { points: 2 }, theme: { p: 2, at: '2027-09-20' } });
});
