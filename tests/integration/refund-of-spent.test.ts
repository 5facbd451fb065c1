// What a refund does to the points of a reward that the order used.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { returnPoints } from '../../app/services/return-points.ts';
import { LedgerWriter } from '../../app/storage/ledger-writer.ts';
import { lockMembers, membersOfCustomers } from '../../app/storage/members.ts';
import { lockRedemption, saveRedemption } from '../../app/storage/redemptions.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { orderPayload, refundPayload, type OrderPayload } from '../support/order-payload.ts';
import { SHOP } from '../support/shop.ts';
import { rewardingProgram, StoreShop } from '../support/store-shop.ts';

type Refunds = { debt: 'allow' | 'writeOff'; spentPoints: 'proportional' | 'onFullRefund' | 'keep' };
type OrderView = { target: number; posted: number };

const shopId = ShopIdSchema.parse(SHOP);

let shop: StoreShop;
beforeAll(async () => {
  shop = await StoreShop.start();
});
afterAll(() => shop.stop());

const publish = (refunds: Partial<Refunds>) =>
  shop.publish({ ...rewardingProgram, refunds: { debt: 'allow', spentPoints: 'proportional', ...refunds } });

const orderView = async (order: OrderPayload) =>
  (await shop.api<OrderView>('GET', `/api/v1/orders/${order.id}`)).body;

/** Of the entries that a refund of the order made at the member who redeemed. */
async function returned(customer: number): Promise<number[]> {
  const entries = await shop.kinds(customer);
  return entries.flatMap(([kind, points]) => (kind === 'redemption_reversal' ? [points] : []));
}

async function redeemed(): Promise<{ customer: number; id: string; code: string }> {
  const customer = await shop.member(500);
  const { body } = await shop.redeem(customer);
  expect(body.status).toBe('issued');
  return { customer, id: body.id, code: body.code ?? '' };
}

/** 30.00 and 10.00 USD, on which the code was used; it earns 40 points that can be spent at once. */
const orderWith = (customerId: number, code: string, fields: object = {}): OrderPayload =>
  orderPayload({
    customerId,
    lines: [{ price: '30.00' }, { price: '10.00' }],
    processedAt: new Date().toISOString(),
    fields: { discount_codes: [{ code, amount: '5.00', type: 'fixed_amount' }], ...fields },
  });
const refundOf = (order: OrderPayload, ...indices: number[]) =>
  refundPayload(
    order,
    indices.map((index) => ({ index, quantity: 1 })),
  );

describe('points spent on a reward that the refunded order used', () => {
  test('proportional: with each refund its share, and all of them in the end, into their lot', async () => {
    await publish({ spentPoints: 'proportional' });
    const { customer, id, code } = await redeemed();
    const order = orderWith(customer, code);
    await shop.deliver('orders/paid', order);
    expect((await shop.redemption(id)).status).toBe('used');
    expect(await shop.available(customer)).toBe(40);

    const partly = refundOf(order, 1);
    for (const _again of [1, 2]) await shop.deliver('refunds/create', partly);
    expect(await returned(customer)).toEqual([125]);
    await shop.deliver('refunds/create', refundOf(order, 0));
    expect(await returned(customer)).toEqual([125, 375]);
    expect(await orderView(order)).toMatchObject({ target: 0, posted: 0 });
    expect(await shop.available(customer)).toBe(500);
    const lots = await shop.database.pool.query(
      'SELECT size::int, remaining::int FROM lot JOIN member USING (shop, member_id) WHERE customer_id = $1 AND remaining > 0',
      [customer],
    );
    expect(lots.rows).toEqual([{ size: 500, remaining: 500 }]);
    const { body } = await shop.proxy<{ entries: { text: string }[] }>('GET', 'entries', {
      customerId: customer,
    });
    expect(body.entries.map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        '125 points given back: part of order #1001, on which $5.00 off was used, was refunded.',
        '375 points given back: order #1001, on which $5.00 off was used, was refunded or cancelled.',
      ]),
    );
  });

  test('the same news in another order ends the same', async () => {
    await publish({ spentPoints: 'proportional' });
    const { customer, code } = await redeemed();
    const order = orderWith(customer, code);
    await shop.deliver('refunds/create', refundOf(order, 1));
    await shop.deliver('orders/paid', order);
    expect(await returned(customer)).toEqual([125]);
    expect(await shop.available(customer)).toBe(155);
  });

  test('of two orders with one code the earlier has used it, though it is told last', async () => {
    await publish({ spentPoints: 'proportional' });
    const { customer, code, id } = await redeemed();
    const earlier = orderWith(customer, code);
    const afterwards = new Date(Date.now() + 1_000).toISOString();
    const later = orderWith(customer, code, { processed_at: afterwards });
    await shop.deliver('orders/paid', later);
    await shop.deliver('refunds/create', refundOf(later, 0, 1));
    expect(await shop.available(customer)).toBe(500);
    await shop.deliver('orders/paid', earlier);
    expect((await shop.becomes(id, 'used')).usedOrderId).toBe(String(earlier.id));
    expect(await shop.available(customer)).toBe(40);
    await shop.deliver('orders/updated', {
      ...later,
      updated_at: new Date(Date.now() + 2_000).toISOString(),
    });
    expect((await shop.becomes(id, 'used')).usedOrderId).toBe(String(earlier.id));
    expect(await shop.available(customer)).toBe(40);
  });

  test('onFullRefund: nothing with a part, all with the cancellation', async () => {
    await publish({ spentPoints: 'onFullRefund' });
    const { customer, code } = await redeemed();
    const order = orderWith(customer, code);
    await shop.deliver('orders/paid', order);
    await shop.deliver('refunds/create', refundOf(order, 1));
    expect(await returned(customer)).toEqual([]);
    const at = new Date(Date.now() + 1_000).toISOString();
    await shop.deliver('orders/cancelled', { ...order, cancelled_at: at, updated_at: at });
    expect(await returned(customer)).toEqual([500]);
    expect(await shop.available(customer)).toBe(500);
  });

  test('keep: none', async () => {
    await publish({ spentPoints: 'keep' });
    const { customer, code } = await redeemed();
    const order = orderWith(customer, code);
    await shop.deliver('orders/paid', order);
    await shop.deliver('refunds/create', refundOf(order, 0, 1));
    expect(await returned(customer)).toEqual([]);
    expect(await shop.available(customer)).toBe(0);
  });

  test('the version in force at the order decides, whatever is published later', async () => {
    await publish({ spentPoints: 'proportional' });
    const { customer, code } = await redeemed();
    const order = orderWith(customer, code);
    await shop.deliver('orders/paid', order);
    await publish({ spentPoints: 'keep' });
    await shop.deliver('refunds/create', refundOf(order, 0, 1));
    expect(await returned(customer)).toEqual([500]);
  });

  test('what an edit brings back is taken again', async () => {
    await publish({ spentPoints: 'proportional' });
    const { customer, code } = await redeemed();
    const order = orderWith(customer, code);
    await shop.deliver('orders/paid', order);
    const edited = (quantity: number, seconds: number) => ({
      ...order,
      updated_at: new Date(Date.parse(order.processed_at) + seconds * 1_000).toISOString(),
      line_items: order.line_items.map((line, index) =>
        index === 1 ? { ...line, current_quantity: quantity } : line,
      ),
    });
    await shop.deliver('orders/updated', edited(0, 60));
    await shop.deliver('orders/updated', edited(1, 120));
    await shop.deliver('orders/updated', edited(0, 180));
    expect(await returned(customer)).toEqual([125, -125, 125]);
    expect(await orderView(order)).toMatchObject({ target: 30, posted: 30 });
    expect(await shop.available(customer)).toBe(155);
  });

  test("the code of one member on another customer's order: used, and what returns is the redeemer's", async () => {
    await publish({ spentPoints: 'proportional' });
    const { customer, id, code } = await redeemed();
    const other = await shop.member(0);
    const order = orderWith(other, code);
    await shop.deliver('orders/paid', order);
    expect(await shop.redemption(id)).toMatchObject({ status: 'used', usedOrderId: String(order.id) });
    expect([await shop.available(customer), await shop.available(other)]).toEqual([0, 40]);
    await shop.deliver('refunds/create', refundOf(order, 0, 1));
    expect([await shop.available(customer), await shop.available(other)]).toEqual([500, 0]);
    expect(await shop.kinds(other)).toEqual([
      ['order', 40],
      ['order', -40],
    ]);
  });

  test('given back before its order was known, and that order is cancelled: taken and given back once', async () => {
    await publish({ spentPoints: 'proportional' });
    const { customer, id, code } = await redeemed();
    await inTransaction(shop.database.pool, async (tx) => {
      const now = new Date().toISOString();
      const member = (await membersOfCustomers(tx, shopId, [String(customer)])).get(String(customer))!;
      const writer = new LedgerWriter(shopId, await lockMembers(tx, shopId, [member]), now);
      const row = await lockRedemption(tx, shopId, id);
      await returnPoints(tx, writer, row, 'cancelled', now);
      await writer.flush(tx);
      await saveRedemption(tx, { ...row, status: 'cancelled', dueAt: null, leaseUntil: null }, now);
    });
    await shop.deliver('orders/paid', orderWith(customer, code, { cancelled_at: new Date().toISOString() }));
    expect(await shop.kinds(customer)).toEqual([
      ['adjustment', 500],
      ['redemption', -500],
      ['redemption_reversal', 500],
      ['redemption', -500],
      ['redemption_reversal', 500],
    ]);
    expect(await shop.available(customer)).toBe(500);
  });

  test('writeOff: what returns is there for the reversal before the shop carries anything', async () => {
    await publish({ debt: 'writeOff', spentPoints: 'proportional' });
    const { customer, code } = await redeemed();
    const order = orderWith(customer, code);
    await shop.deliver('orders/paid', order);
    await shop.give(customer, -40);
    await shop.deliver('refunds/create', refundOf(order, 0, 1));
    expect((await shop.kinds(customer)).slice(-2)).toEqual([
      ['redemption_reversal', 500],
      ['order', -40],
    ]);
    expect(await shop.available(customer)).toBe(460);
  });
});
