// What a refund does to points that have expired already, and what their order does when it earns again.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MemberId, ShopIdSchema } from '../../app/domain/ids.ts';
import { expireLots } from '../../app/services/expire-lots.ts';
import { LedgerWriter } from '../../app/storage/ledger-writer.ts';
import { lockMembers, membersOfCustomers } from '../../app/storage/members.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { orderPayload, refundPayload, type OrderPayload } from '../support/order-payload.ts';
import { SHOP } from '../support/shop.ts';
import { rewardingProgram, StoreShop } from '../support/store-shop.ts';

type Debt = 'allow' | 'writeOff';
const shopId = ShopIdSchema.parse(SHOP);

let shop: StoreShop;
beforeAll(async () => {
  shop = await StoreShop.start();
});
afterAll(() => shop.stop());

const publish = (debt: Debt) =>
  shop.publish({ ...rewardingProgram, refunds: { debt, spentPoints: 'proportional' } });

async function memberOf(customer: number): Promise<MemberId> {
  const id = (await membersOfCustomers(shop.database.pool, shopId, [String(customer)])).get(String(customer));
  if (id === undefined) throw new Error(`customer ${customer} is no member`);
  return id;
}

const refundOf = (order: OrderPayload) => refundPayload(order, [{ index: 0, quantity: 1 }]);

describe('points that have expired', () => {
  /** 100.00 USD: 100 points that can be spent at once and expire a moment after; its entry is there before its delivery, which finds nothing to add. */
  async function expiring(customer: number): Promise<OrderPayload> {
    const processedAt = new Date().toISOString();
    const order = orderPayload({ customerId: customer, lines: [{ price: '100.00' }], processedAt });
    await inTransaction(shop.database.pool, async (tx) => {
      const member = await memberOf(customer);
      const writer = new LedgerWriter(shopId, await lockMembers(tx, shopId, [member]), processedAt);
      writer.append(member, {
        kind: 'order',
        points: 100n,
        source: { kind: 'order', id: String(order.id) },
        key: `order:${order.id}:${member}:1`,
        inputHash: '00'.repeat(32),
        effectiveAt: processedAt,
        availableAt: processedAt,
        expiresAt: new Date(Date.parse(processedAt) + 1_000).toISOString(),
        explanation: { kind: 'test' },
      });
      await writer.flush(tx);
    });
    await shop.deliver('orders/paid', order);
    return order;
  }
  async function expire(customer: number): Promise<void> {
    const member = await memberOf(customer);
    const later = new Date(Date.now() + 60_000).toISOString();
    await inTransaction(shop.database.pool, (tx) => expireLots(tx, shopId, [member], later));
  }
  const emptied = (order: OrderPayload) => ({ ...refundOf(order), refund_line_items: [] });

  test('leave the balance once, and are not charged when their order is refunded; nor given when it earns again', async () => {
    await publish('allow');
    const customer = await shop.member(25);
    const order = await expiring(customer);
    for (const _again of [1, 2]) await expire(customer);
    expect(await shop.available(customer)).toBe(25);
    const refund = refundOf(order);
    await shop.deliver('refunds/create', refund, '2026-11-01T00:00:00Z');
    expect(await shop.kinds(customer)).toEqual([
      ['adjustment', 25],
      ['order', 100],
      ['expiry', -100],
      ['expiry_reversal', 100],
      ['order', -100],
    ]);
    expect(await shop.available(customer)).toBe(25);
    // A later version of the refund took nothing back after all.
    await shop.deliver('refunds/create', { ...emptied(order), id: refund.id }, '2026-11-02T00:00:00Z');
    expect((await shop.kinds(customer)).slice(-2)).toEqual([
      ['order', 100],
      ['expiry_reversal', -100],
    ]);
    expect(await shop.available(customer)).toBe(25);
    // And once more: what expired again is not charged either.
    await shop.deliver('refunds/create', refund, '2026-11-03T00:00:00Z');
    expect((await shop.kinds(customer)).slice(-2)).toEqual([
      ['expiry_reversal', 100],
      ['order', -100],
    ]);
    expect(await shop.available(customer)).toBe(25);
    const view = await shop.api('GET', `/api/v1/orders/${order.id}`);
    expect(view.body).toMatchObject({ target: 0, posted: 0 });
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
    await publish(debt);
    const customer = await shop.member(0);
    const order = await expiring(customer);
    await shop.give(customer, -40);
    await expire(customer);
    await shop.deliver('refunds/create', refundOf(order));
    expect((await shop.kinds(customer)).slice(3)).toEqual(entries);
    expect(await shop.available(customer)).toBe(balance);
  });
});
