// Deliveries, redemptions and adjustments of a few members at the same time, through HTTP and two workers: exact points in the end, and no
// delivery lost to a deadlock.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { ledgerFaults } from '../../app/storage/audit-invariants.ts';
import { NaiveMember } from '../naive/member.ts';
import type { Version } from '../naive/facts.ts';
import type { Delivery } from '../support/order-life.ts';
import { orderPayload, refundPayload } from '../support/order-payload.ts';
import type { RunningProcess } from '../support/processes.ts';
import { LONG } from '../support/property.ts';
import { meridian, SHOP } from '../support/shop.ts';
import { sendWebhook } from '../support/signed-webhook.ts';
import { rewardingProgram, StoreShop } from '../support/store-shop.ts';
import { ordersOfCustomer, toldOrders } from '../support/told-orders.ts';

const ROUNDS = LONG ? 40 : 3;
const level = { id: 'first', name: { en: 'First' }, threshold: '0', multiplier: '1' };
const program = {
  ...rewardingProgram,
  tiers: {
    basis: 'basePoints' as const,
    period: { kind: 'rolling' as const, months: 12 },
    levels: [
      level,
      { ...level, id: 'second', threshold: '200', multiplier: '1.5' },
      { ...level, id: 'third', threshold: '500', multiplier: '2' },
    ],
  },
};

let shop: StoreShop;
let second: RunningProcess;
let version: Version;
beforeAll(async () => {
  shop = await StoreShop.start();
  second = await shop.startAnotherWorker();
  await shop.publish(program);
  const { rows } = await shop.database.pool.query<{ at: Date }>(
    'SELECT max(published_at) AS at FROM program_version',
  );
  version = { number: 2, publishedAt: rows[0]?.at.toISOString() ?? '', program };
});
afterAll(async () => {
  await second.stop();
  await shop.stop();
});

async function expectSound(): Promise<void> {
  expect(await ledgerFaults(shop.database.pool, ShopIdSchema.parse(SHOP))).toEqual([]);
  await meridian(shop.database, 'ledger', 'verify', '--shop', SHOP);
}

async function balanceOf(customerId: number): Promise<number> {
  const { rows } = await shop.database.pool.query<{ balance: string }>(
    'SELECT balance FROM member WHERE customer_id = $1',
    [customerId],
  );
  return Number(rows[0]?.balance);
}

test('of concurrent redemptions only so many succeed as there are points for', async () => {
  const members = await Promise.all([1300, 500, 499].map((points) => shop.member(points)));
  const answers = await Promise.all(
    members.flatMap((member) =>
      Array.from({ length: 8 }, async () => ({ member, answer: await shop.redeem(member) })),
    ),
  );
  const paid = (member: number) =>
    answers.filter((one) => one.member === member && one.answer.status < 400).length;
  expect(members.map(paid)).toEqual([2, 1, 0]);
  expect(await Promise.all(members.map((member) => shop.available(member)))).toEqual([300, 0, 499]);
  await expectSound();
});

/** An order's life as Shopify tells it: paid, told again, returned in part, and sometimes another's or cancelled in the end. */
function lifeOf(index: number, start: number, customerId: number, another: number): Delivery[] {
  const instant = (later: number) => new Date(start + index * 7 + later).toISOString();
  const order = orderPayload({
    lines: [{ price: `${40 + index}.50`, quantity: 2 }, { price: '19.99' }],
    customerId,
    processedAt: instant(0),
  });
  const refund = refundPayload(order, [{ index: 0, quantity: 1 }], instant(3));
  const refunded = {
    ...order,
    refunds: [refund],
    financial_status: 'partially_refunded',
    updated_at: instant(3),
  };
  const isReturned = index % 2 === 0;
  const later = { ...(isReturned ? refunded : order), updated_at: instant(4) };
  const tell = (topic: string, after: number, payload: object) => ({
    topic,
    triggeredAt: instant(after),
    payload,
  });
  return [
    tell('orders/create', 0, order),
    tell('orders/paid', 0, order),
    ...(isReturned ? [tell('refunds/create', 3, refund), tell('orders/updated', 3, refunded)] : []),
    ...(index % 4 === 1 ? [tell('orders/updated', 4, { ...later, customer: { id: another } })] : []),
    ...(index % 5 === 4 ? [tell('orders/cancelled', 4, { ...later, cancelled_at: instant(4) })] : []),
  ];
}

test(
  `${ROUNDS} rounds of orders, refunds, redemptions and adjustments at once`,
  { timeout: 600_000 },
  async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const members = await Promise.all([600, 600, 0].map((points) => shop.member(points)));
      const start = Date.now();
      const deliveries = Array.from({ length: 24 }, (_, index) => {
        const [own, another] = [members[index % 3] ?? 0, members[(index + 1) % 3] ?? 0];
        return lifeOf(index, start, own, another);
      }).flat();
      const adjustments = members.flatMap((member) =>
        [70, -30, 5, -45].map((points) => ({ member, points })),
      );
      const path = (member: number) => `/api/v1/members/${member}/adjustments`;
      const [, , redeemed] = await Promise.all([
        Promise.all(
          [...deliveries, ...deliveries.slice(0, 20)].map(async (one) =>
            expect((await sendWebhook(shop.app.url, one)).status).toBe(200),
          ),
        ),
        Promise.all(
          adjustments.map(async ({ member, points }) => {
            const body = { points, reason: 'At the same time' };
            expect((await shop.api('POST', path(member), body, randomUUID())).status).toBe(200);
          }),
        ),
        Promise.all(
          members.flatMap((member) =>
            Array.from({ length: 4 }, async () => ({ member, answer: await shop.redeem(member) })),
          ),
        ),
      ]);
      await expectAllProcessed();
      const orders = toldOrders(deliveries);
      for (const [index, member] of members.entries()) {
        const naive = new NaiveMember({
          orders: ordersOfCustomer(orders, String(member)),
          versions: [version],
          placements: [],
          shopIsDevelopment: true,
          timeZone: 'UTC',
          enrolledAt: null,
          joinedAt: null,
        });
        const earned = [...naive.verdicts().values()].reduce((sum, { points }) => sum + Number(points), 0);
        expect(earned).toBeGreaterThan(500);
        const bought = redeemed.filter((one) => one.member === member && one.answer.status < 400);
        for (const { answer } of bought) await shop.becomes(answer.body.id, 'issued');
        const given = [600, 600, 0][index] ?? 0;
        expect(await balanceOf(member)).toBe(given + earned - 500 * bought.length);
      }
      await expectSound();
    }
  },
);

/** Every delivery was settled: none waits, was given up or refused. */
async function expectAllProcessed(): Promise<void> {
  await vi.waitFor(
    async () => {
      const { rows } = await shop.database.pool.query<{ lost: string }>(
        'SELECT count(*) AS lost FROM inbox WHERE processed_at IS NULL',
      );
      expect(rows[0]?.lost).toBe('0');
    },
    { timeout: 60_000, interval: 50 },
  );
}
