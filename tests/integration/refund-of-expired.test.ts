// What a refund, or the undoing of an adjustment, does to points that have expired already, and what their order does when it earns again.
import { expect, test } from 'vitest';
import { memberTimeline } from '../../app/queries/member-timeline.ts';
import { undoAdjustment } from '../../app/services/adjust-points.ts';
import { createApiKey } from '../../app/services/create-api-key.ts';
import { earning, ExpiryScene, idle, noon, useExpiryApp } from '../support/expiry-scene.ts';
import { refundPayload, type OrderPayload } from '../support/order-payload.ts';
import { rewardingProgram } from '../support/store-shop.ts';

type Debt = 'allow' | 'writeOff';

const on = useExpiryApp();

const CUSTOMER = 1;
const open = (debt: Debt) => {
  const program = { ...rewardingProgram, refunds: { debt, spentPoints: 'proportional' } };
  return ExpiryScene.open(on, earning(1), { program });
};
const refundOf = (order: OrderPayload) =>
  refundPayload(order, [{ index: 0, quantity: 1 }], noon('2027-03-05'));

test('they leave the balance once, and are not charged when their order is refunded; nor given when it earns again', async () => {
  const scene = await open('allow');
  const order = await scene.order(CUSTOMER, noon('2027-02-01'), 100);
  await scene.at(noon('2027-02-20'));
  await scene.give(CUSTOMER, 25);
  await scene.at(noon('2027-03-05'));
  await scene.work();
  expect(await scene.available(CUSTOMER)).toBe(25);
  const refund = refundOf(order);
  await scene.deliver('refunds/create', refund);
  expect(await scene.kinds(CUSTOMER)).toEqual([
    ['order', 100],
    ['adjustment', 25],
    ['expiry', -100],
    ['expiry_reversal', 100],
    ['order', -100],
  ]);
  expect(await scene.available(CUSTOMER)).toBe(25);
  // A later version of the refund took nothing back after all.
  await scene.deliver('refunds/create', { ...refund, refund_line_items: [] });
  expect((await scene.kinds(CUSTOMER)).slice(5)).toEqual([
    ['order', 100],
    ['expiry_reversal', -100],
  ]);
  expect(await scene.available(CUSTOMER)).toBe(25);
  // And once more: what expired again is not charged either.
  await scene.deliver('refunds/create', refund);
  expect((await scene.kinds(CUSTOMER)).slice(7)).toEqual([
    ['expiry_reversal', 100],
    ['order', -100],
  ]);
  expect(await scene.available(CUSTOMER)).toBe(25);
  const { key } = await createApiKey(scene.deps, scene.shop, ['read']);
  const view = await fetch(`${on.url}/api/v1/orders/${order.id}`, {
    headers: { Authorization: `Bearer ${key}` },
  });
  expect(await view.json()).toMatchObject({ target: 0, posted: 0 });
});

test.each<[Debt, number, [string, number][]]>([
  [
    'allow',
    -40,
    [
      ['expiry_reversal', 60],
      ['order', -100],
    ],
  ],
  [
    'writeOff',
    0,
    [
      ['expiry_reversal', 60],
      ['order', -100],
      ['write_off', 40],
    ],
  ],
])('partly spent, partly expired, debt: %s', async (debt, balance, entries) => {
  const scene = await open(debt);
  const order = await scene.order(CUSTOMER, noon('2027-02-01'), 100);
  await scene.give(CUSTOMER, -40);
  await scene.at(noon('2027-03-05'));
  await scene.deliver('refunds/create', refundOf(order));
  expect((await scene.kinds(CUSTOMER)).slice(3)).toEqual(entries);
  expect(await scene.available(CUSTOMER)).toBe(balance);
});

test('an adjustment that is undone after it expired, in part or whole, is not charged a second time', async () => {
  const scene = await open('allow');
  // Worth nothing: it enrols.
  await scene.order(CUSTOMER, noon('2027-02-01'), 0);
  await scene.give(CUSTOMER, 100);
  await scene.give(CUSTOMER, -40);
  await scene.at(noon('2027-03-05'));
  await scene.order(CUSTOMER, noon('2027-03-05'), 80);
  expect(await scene.available(CUSTOMER)).toBe(80);
  const { memberId } = await scene.member(CUSTOMER);
  const { entries } = await memberTimeline(scene.deps, scene.shop, memberId, null);
  expect(entries.map(({ seq, expired }) => [seq, expired])).toContainEqual([1, 60n]);
  const undo = () => undoAdjustment(scene.deps, scene.shop, { customerId: String(CUSTOMER), seq: 1 });
  expect(await undo()).toEqual({ ok: true, seq: 6, points: -100n });
  await scene.work();
  // What was spent of it is charged: 40.
  expect(await undo()).toEqual({ ok: true, seq: 6, points: -100n });
  expect((await scene.kinds(CUSTOMER)).slice(4)).toEqual([
    ['expiry_reversal', 60],
    ['adjustment', -100],
  ]);
  expect(await scene.available(CUSTOMER)).toBe(40);
});

test('activity that is heard of late gives nothing back of an adjustment that was undone', async () => {
  const scene = await ExpiryScene.open(on, idle(3));
  await scene.order(CUSTOMER, noon('2027-02-01'), 10);
  await scene.give(CUSTOMER, 100);
  await scene.at(noon('2027-06-10'));
  expect(await scene.available(CUSTOMER)).toBe(0);
  expect(
    await undoAdjustment(scene.deps, scene.shop, { customerId: String(CUSTOMER), seq: 2 }),
  ).toMatchObject({ ok: true });
  await scene.work();
  expect(await scene.available(CUSTOMER)).toBe(0);
  await scene.order(CUSTOMER, noon('2027-04-20'), 5);
  expect(await scene.available(CUSTOMER)).toBe(15);
});
