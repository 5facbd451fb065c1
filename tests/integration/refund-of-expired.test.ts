// What a refund does to points that have expired already, and what their order does when it earns again.
import { expect, test } from 'vitest';
import { createApiKey } from '../../app/services/create-api-key.ts';
import { earning, ExpiryScene, noon, useExpiryApp } from '../support/expiry-scene.ts';
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
  const view = await fetch(`${on.app.url}/api/v1/orders/${order.id}`, {
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
