// A merchant merges two customers in Shopify while one of them has rewards under way: dev store, app and worker.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import type { Redemption } from '../../app/domain/redemption.ts';
import { mergeCustomers } from '../../app/services/merge-customers.ts';
import { ledgerFaults } from '../../app/storage/audit-invariants.ts';
import { membersOfCustomers } from '../../app/storage/members.ts';
import { lockRedemption } from '../../app/storage/redemptions.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { ownDeps } from '../support/in-process.ts';
import { lockWaiters } from '../support/locked-members.ts';
import { SHOP } from '../support/shop.ts';
import { StoreShop, type RedemptionView } from '../support/store-shop.ts';

const SHOP_ID = ShopIdSchema.parse(SHOP);
/** The first of the dev store's catalogue, whose ids never change. */
const VARIANT = 44_720_110_000_100;

let shop: StoreShop;
beforeAll(async () => {
  shop = await StoreShop.start();
});
afterAll(() => shop.stop());

const faultless = async () => expect(await ledgerFaults(shop.database.pool, SHOP_ID)).toEqual([]);

/** Merges in the store's admin and waits until the app has taken it in. */
async function merge(from: number, into: number): Promise<void> {
  expect((await shop.control(`/control/customers/${from}/merge`, { into })).status).toBe(200);
  await vi.waitFor(
    async () => {
      type View = { customerId: string };
      const { body } = await shop.api<View>('GET', `/api/v1/members/${from}`);
      expect(body.customerId).toBe(String(into));
    },
    { timeout: 30_000, interval: 50 },
  );
  await faultless();
}

test("an open code is the survivor's: it is used with an order of theirs", async () => {
  const [old, kept] = [await shop.member(600), await shop.member(50)];
  const { body: redemption } = await shop.redeem(old);
  await merge(old, kept);
  expect(await shop.available(kept)).toBe(150);
  expect((await shop.discounts(redemption.code))[0]?.customerIds.map(Number)).toEqual([kept]);
  type Listed = { redemptions: RedemptionView[] };
  const listed = await shop.proxy<Listed>('GET', 'rewards', { customerId: kept });
  expect(listed.body.redemptions).toMatchObject([{ id: redemption.id, code: redemption.code }]);

  const order = await shop.control<{ id: number }>('/control/orders', {
    customerId: kept,
    market: 'us',
    lines: [{ variantId: VARIANT, quantity: 2 }],
    codes: [redemption.code],
  });
  expect(order.status).toBe(201);
  const used = await shop.becomes(redemption.id, 'used');
  expect(used.usedOrderId).toBe(String(order.body.id));
  await faultless();
});

test('given back by the survivor, its points come to them, and nobody else can', async () => {
  const [old, kept, other] = [await shop.member(600), await shop.member(0), await shop.member(0)];
  const { body: redemption } = await shop.redeem(old);
  await merge(old, kept);
  const cancel = (customerId: number) =>
    shop.proxy('POST', `redemptions/${redemption.id}/cancel`, { customerId });
  expect((await cancel(other)).status).toBe(422);
  expect((await cancel(kept)).status).toBe(200);
  await shop.becomes(redemption.id, 'cancelled');
  expect(await shop.available(kept)).toBe(600);
  expect(await shop.kinds(kept)).toEqual([
    ['merge', 100],
    ['redemption_reversal', 500],
  ]);
  await faultless();
});

test('redeemed with the same key by both, each keeps its own', async () => {
  const [old, kept] = [await shop.member(500), await shop.member(500)];
  const [first, second] = [
    await shop.redeem(old, 'five-off', 'same-key'),
    await shop.redeem(kept, 'five-off', 'same-key'),
  ];
  await merge(old, kept);
  const again = await shop.redeem(kept, 'five-off', 'same-key');
  expect(again.body.id).toBe(second.body.id);
  expect(again.body.id).not.toBe(first.body.id);
  expect(await shop.available(kept)).toBe(0);
});

test("redeemed by the old number: the code is the survivor's", async () => {
  const [old, kept] = [await shop.member(500), await shop.member(0)];
  await merge(old, kept);
  const { status, body } = await shop.redeem(old);
  expect(status).toBe(200);
  expect((await shop.discounts(body.code))[0]?.customerIds.map(Number)).toEqual([kept]);
});

test("locked while its merge commits, it is the survivor's", async () => {
  const [old, kept] = [await shop.member(500), await shop.member(500)];
  const { body: redemption } = await shop.redeem(old);
  const { pool } = shop.database;
  const owner = async (customer: number) =>
    (await membersOfCustomers(pool, SHOP_ID, [String(customer)])).get(String(customer));
  const into = await owner(kept);
  const { random, log, clock } = ownDeps(shop);
  let locking: Promise<Redemption> | undefined;
  await inTransaction(pool, async (tx) => {
    const [from, to] = [String(old), String(kept)];
    await mergeCustomers({ random, log, clock }, tx, SHOP_ID, [
      { from, into: to, at: clock.now().toISOString() },
    ]);
    locking = inTransaction(pool, (own) => lockRedemption(own, SHOP_ID, redemption.id));
    // It has begun before the merge is there, and waits for it.
    await vi.waitFor(async () => expect(await lockWaiters(pool, '%FROM redemption%')).toBe(1), {
      timeout: 30_000,
      interval: 20,
    });
  });
  expect((await locking)?.memberId).toBe(into);
});

test('merged while it is being given back: the points come to the survivor', async () => {
  const [old, kept] = [await shop.member(600), await shop.member(0)];
  const { body: redemption } = await shop.redeem(old);
  await shop.faults({ latencyMs: 1_000, fields: ['codeDiscountNodeByCode', 'discountCodeDeactivate'] });
  const cancelling = shop.proxy('POST', `redemptions/${redemption.id}/cancel`, { customerId: old });
  await vi.waitFor(async () => {
    const { rows } = await shop.database.pool.query(
      'SELECT ending FROM redemption WHERE redemption_id = $1',
      [redemption.id],
    );
    expect(rows[0].ending).toBe('cancelled');
  }, 20_000);
  await merge(old, kept);
  await cancelling;
  await shop.faults({});
  await shop.becomes(redemption.id, 'cancelled');
  expect(await shop.available(kept)).toBe(600);
  await faultless();
});

test('an order of a guest earns once the merchant links it; a deleted one loses its points', async () => {
  const kept = await shop.member(0);
  const order = await shop.control<{ id: number }>('/control/orders', {
    customerId: null,
    market: 'us',
    lines: [{ variantId: VARIANT, quantity: 1 }],
  });
  type View = { target: number; posted: number };
  const target = async () => (await shop.api<View>('GET', `/api/v1/orders/${order.body.id}`)).body.target;
  const becomes = (points: (target: number) => boolean) =>
    vi.waitFor(async () => expect(points(await target())).toBe(true), { timeout: 30_000, interval: 50 });
  await becomes((points) => points === 0);
  expect((await shop.control(`/control/orders/${order.body.id}/link`, { customerId: kept })).status).toBe(
    200,
  );
  await becomes((points) => points > 0);
  expect((await shop.control(`/control/orders/${order.body.id}/link-request`, {})).status).toBe(200);
  expect((await shop.control(`/control/orders/${order.body.id}/delete`, {})).status).toBe(200);
  await becomes((points) => points === 0);
  await faultless();
});
