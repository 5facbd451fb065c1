// Redeeming from end to end: REST and storefront in, the dev store's Admin API and checkout at the other end.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { returnPoints } from '../../app/services/return-points.ts';
import { LedgerWriter } from '../../app/storage/ledger-writer.ts';
import { lockMembers } from '../../app/storage/members.ts';
import { findRedemption, lockRedemption, saveRedemption } from '../../app/storage/redemptions.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { SHOP } from '../support/shop.ts';
import { StoreShop } from '../support/store-shop.ts';

/** The first of the dev store's catalogue, whose ids never change. */
const VARIANT = 44_720_110_000_100;

const shopId = ShopIdSchema.parse(SHOP);

type Refused = { reason: string; missing?: number; points?: number };

let shop: StoreShop;
beforeAll(async () => {
  shop = await StoreShop.start();
});
afterAll(() => shop.stop());

describe('redeeming', () => {
  test('takes the points, makes one code for this customer alone, and gives it at once', async () => {
    const customer = await shop.member(600);
    const { status, body } = await shop.redeem(customer);
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'issued', points: 500, amount: '5.00', currency: 'USD' });
    expect(body.code).toMatch(/^[2-9A-HJ-NP-Z]{5}(-[2-9A-HJ-NP-Z]{5}){2}$/);
    expect(await shop.discounts(body.code)).toMatchObject([{ status: 'ACTIVE', used: 0, amount: '5.00' }]);
    expect((await shop.discounts(body.code))[0]?.customerIds.map(Number)).toEqual([customer]);
    expect(await shop.available(customer)).toBe(100);
    expect(await shop.kinds(customer)).toEqual([
      ['adjustment', 600],
      ['redemption', -500],
    ]);
  });

  test('the same key twice, side by side too, is one redemption; with another reward it is a conflict', async () => {
    const customer = await shop.member(2_000);
    const key = randomUUID();
    const answers = await Promise.all([1, 2, 3].map(() => shop.redeem(customer, 'five-off', key)));
    expect(new Set(answers.map((one) => one.body.id)).size).toBe(1);
    expect(await shop.available(customer)).toBe(1_500);
    const other = await shop.api<Refused>(
      'POST',
      `/api/v1/members/${customer}/redemptions`,
      { rewardId: 'once', currency: 'USD' },
      key,
    );
    expect(other).toMatchObject({ status: 409, body: { reason: 'idempotency_conflict' } });
    expect(await shop.available(customer)).toBe(1_500);
  });

  test('two redemptions side by side never spend the same point', async () => {
    const customer = await shop.member(1_200);
    const answers = await Promise.all([1, 2, 3, 4].map(() => shop.redeem(customer)));
    expect(answers.map((one) => one.status).toSorted()).toEqual([200, 200, 409, 409]);
    expect(await shop.available(customer)).toBe(200);
  });

  test('what all members may have twice is had twice', async () => {
    const customers = await Promise.all([1, 2, 3, 4].map(() => shop.member(100)));
    const answers = await Promise.all(customers.map((one) => shop.redeem(one, 'scarce')));
    expect(answers.map((one) => one.status).toSorted()).toEqual([200, 200, 409, 409]);
    const refused = answers.filter(({ status }) => status === 409);
    expect(refused).toMatchObject([1, 2].map(() => ({ body: { reason: 'out_of_stock' } })));
    const reader = { customerId: await shop.member(100), market: 'us', locale: 'en' };
    const { body } = await shop.proxy<{ rewards: { id: string }[] }>('GET', 'rewards', reader);
    const told = { available: false, reason: { kind: 'stock' }, text: 'None left' };
    expect(body.rewards.find(({ id }) => id === 'scarce')).toMatchObject(told);
  });

  test.each([
    ['dear', 'insufficient_points', { missing: 99_400 }],
    ['nothing', 'unknown_reward', {}],
    ['asleep', 'inactive_reward', {}],
    ['japanese', 'not_in_market', {}],
    ['euros', 'not_in_currency', {}],
    ['gadget', 'unsupported_reward', {}],
  ])('%s is refused: %s', async (rewardId, reason, data) => {
    const customer = await shop.member(600);
    const { status, body } = await shop.redeem(customer, rewardId);
    expect([status, body]).toMatchObject([409, { reason, ...data }]);
    expect(await shop.kinds(customer)).toEqual([['adjustment', 600]]);
  });

  test('a limit, a debt, a stranger, a changed price', async () => {
    const customer = await shop.member(600);
    expect((await shop.redeem(customer, 'once')).status).toBe(200);
    expect(await shop.redeem(customer, 'once')).toMatchObject({ body: { reason: 'limit_reached' } });
    await shop.give(customer, -1_000);
    expect(await shop.redeem(customer)).toMatchObject({ body: { reason: 'in_debt' } });
    expect(await shop.redeem(999_999_999)).toMatchObject({ status: 404, body: { reason: 'not_a_member' } });
    const seen = { rewardId: 'five-off', points: 400 };
    const options = { customerId: customer, body: seen, key: randomUUID(), locale: 'de' };
    expect(await shop.proxy('POST', 'redemptions', options)).toMatchObject({
      status: 409,
      body: {
        refusal: { reason: 'price_changed', points: 500, text: expect.stringContaining('500 Punkte') },
      },
    });
  });
});

describe('a redemption ends', () => {
  async function redeemed(rewardId = 'five-off') {
    const customer = await shop.member(500);
    const { body } = await shop.redeem(customer, rewardId);
    expect(body.status).toBe('issued');
    return { customer, ...body };
  }

  test('cancelled by the member: deactivated in Shopify, then the points are back in their lot', async () => {
    const { customer, id, code } = await redeemed();
    const stranger = await shop.member(0);
    expect(await shop.proxy('POST', `redemptions/${id}/cancel`, { customerId: stranger })).toMatchObject({
      status: 422,
      body: { refusal: { reason: 'unknown_redemption' } },
    });
    for (const _again of [1, 2])
      expect(await shop.proxy('POST', `redemptions/${id}/cancel`, { customerId: customer })).toMatchObject({
        status: 200,
        body: { redemption: { status: 'cancelled' } },
      });
    expect(await shop.discounts(code)).toMatchObject([{ status: 'EXPIRED' }]);
    expect(await shop.kinds(customer)).toEqual([
      ['adjustment', 500],
      ['redemption', -500],
      ['redemption_reversal', 500],
    ]);
    const lots = await shop.database.pool.query(
      'SELECT size::int, remaining::int FROM lot JOIN member USING (shop, member_id) WHERE customer_id = $1',
      [customer],
    );
    expect(lots.rows).toEqual([{ size: 500, remaining: 500 }]);
  });

  test.each([
    ['five-off', 500, 'expired'],
    ['forfeit', 400, 'expired'],
  ])('%s unused at its end leaves %i points', async (rewardId, points, status) => {
    const { customer, id, code } = await redeemed(rewardId);
    await shop.database.pool.query(
      `UPDATE redemption SET due_at = now(), expires_at = now() WHERE redemption_id = $1`,
      [id],
    );
    await shop.becomes(id, status);
    expect(await shop.discounts(code)).toMatchObject([{ status: 'EXPIRED' }]);
    expect(await shop.available(customer)).toBe(points);
  });

  async function buyWith(customer: number, code: string): Promise<{ id: number }> {
    const answer = await shop.control<{ id: number }>('/control/orders', {
      customerId: customer,
      market: 'us',
      lines: [{ variantId: VARIANT, quantity: 3 }],
      codes: [code],
    });
    expect(answer).toMatchObject({ body: { id: expect.any(Number) } });
    return answer.body;
  }

  test('used by an order, which names itself; then it cannot be cancelled', async () => {
    const { customer, id, code } = await redeemed();
    const order = await buyWith(customer, code ?? '');
    expect(await shop.becomes(id, 'used')).toMatchObject({ usedOrderId: String(order.id) });
    expect(await shop.api('POST', `/api/v1/redemptions/${id}/cancel`)).toMatchObject({
      status: 409,
      body: { reason: 'already_used' },
    });
  });

  test('cancelled while its order is on the way: the points are taken again', async () => {
    const { customer, id, code } = await redeemed();
    await shop.control('/control/faults', { webhooks: { drop: 1 } });
    const order = await buyWith(customer, code ?? '').finally(() => shop.control('/control/faults', {}));
    // Shopify knows of the use, we do not yet.
    expect(await shop.api('POST', `/api/v1/redemptions/${id}/cancel`)).toMatchObject({
      body: { reason: 'already_used' },
    });
    // Shopify counts uses with a delay: then the points were given back, and the order tells better.
    await inTransaction(shop.database.pool, async (tx) => {
      const { memberId } = (await findRedemption(tx, shopId, id))!;
      const now = new Date().toISOString();
      const writer = new LedgerWriter(shopId, await lockMembers(tx, shopId, [memberId]), now);
      const row = await lockRedemption(tx, shopId, id);
      await returnPoints(tx, writer, row, 'cancelled', now);
      await writer.flush(tx);
      await saveRedemption(tx, { ...row, status: 'cancelled', usedAt: null }, now);
    });
    await shop.control('/control/webhooks', { topic: 'orders/updated', payload: order });
    await shop.becomes(id, 'used');
    expect((await shop.kinds(customer)).filter(([kind]) => kind === 'redemption')).toEqual([
      ['redemption', -500],
      ['redemption', -500],
    ]);
  });
});
