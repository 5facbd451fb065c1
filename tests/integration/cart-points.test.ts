// Points as money in the cart, from the storefront's proxy to the order: held, moved, used, given back.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { rewardingProgram, StoreShop } from '../support/store-shop.ts';

/** The first of the dev store's catalogue, whose ids never change. */
const VARIANT = 44_720_110_000_100;

const cartPoints = {
  step: 100,
  name: { en: '{amount} off', ja: '{amount}オフ' },
  values: [
    { currency: 'USD', amount: '1.00' },
    { currency: 'JPY', amount: '140' },
  ],
  maximum: { points: 3_000 },
};
const program = { ...rewardingProgram, cartPoints };

type Hold = { id: string; code: string; status: string; points: number; amount: string; currency: string };
type Answer = {
  hold: Hold;
  replaced: string[];
  refusal?: { reason: string; missing?: number; text: string };
};
type Order = {
  id: number;
  total_line_items_price_set: { presentment_money: { amount: string } };
  current_total_discounts_set: { presentment_money: { amount: string } };
};

let shop: StoreShop;
beforeAll(async () => {
  shop = await StoreShop.start({ publishedAt: '2026-01-01T00:00:00Z' });
  await shop.publish(program);
});
afterAll(() => shop.stop());

/** In the Japanese market, of a cart of ¥20,000. */
function use(customerId: number | null, points: number, changes: object = {}, key: string = randomUUID()) {
  const amount = String((points / 100) * 140);
  const body = { points, currency: 'JPY', amount, subtotal: '20000', ...changes };
  return shop.proxy<Answer>('POST', 'cart-points', { customerId, market: 'jp', body, key });
}

const giveBack = (customerId: number, id: string) =>
  shop.proxy<object>('POST', `redemptions/${id}/cancel`, { customerId });

async function held(points: number, of: number): Promise<{ customer: number; hold: Hold }> {
  const customer = await shop.member(of);
  const { body } = await use(customer, points);
  expect(body.hold).toMatchObject({ status: 'issued', points });
  return { customer, hold: body.hold };
}

async function buy(customerId: number, codes: string[], quantity = 3): Promise<Order> {
  const lines = [{ variantId: VARIANT, quantity }];
  const { body } = await shop.control<Order>('/control/orders', {
    customerId,
    market: 'jp',
    lines,
    codes,
  });
  expect(body).toMatchObject({ id: expect.any(Number) });
  return body;
}

/** What the theme is told of the customer, as soon as it is written. */
const themeReads = (customer: number, data: object) =>
  vi.waitFor(async () => {
    const own = (await shop.state()).customers.find((one) => one.id === customer);
    const value = own?.metafields.find((one) => one.key === 'loyalty')?.value ?? '{}';
    expect(JSON.parse(value)).toMatchObject(data);
  }, 20_000);

const taken = (order: Order) => order.current_total_discounts_set.presentment_money.amount;

describe('points in the cart', () => {
  test('are held by a code of exactly their worth, once for a double click', async () => {
    const customer = await shop.member(1_240);
    const key = randomUUID();
    const answers = await Promise.all([1, 2].map(() => use(customer, 1_000, {}, key)));
    const { body } = answers[0]!;
    expect(body).toMatchObject({
      hold: { points: 1_000, amount: '1400', currency: 'JPY' },
      replaced: [],
    });
    expect(new Set(answers.map((one) => one.body.hold.id)).size).toBe(1);
    // Of two answers the first may have come before the code.
    const { id, code } = await shop.becomes(body.hold.id, 'issued');
    expect(await shop.available(customer)).toBe(240);
    expect((await shop.discounts(code))[0]?.customerIds.map(Number)).toEqual([customer]);
    const hold = { id, code, points: 1_000, amount: { JPY: 140_000, USD: 1_000 } };
    await themeReads(customer, { available: 240, codes: [], hold });
  });

  test('another choice takes the place of the last: its code ends, its points come back first', async () => {
    const { customer, hold } = await held(1_000, 1_240);
    const { body } = await use(customer, 1_200);
    expect(body).toMatchObject({ hold: { status: 'issued', points: 1_200 }, replaced: [hold.code] });
    // Of a choice that was never used nothing is left in Shopify.
    expect(await shop.discounts(hold.code)).toEqual([]);
    expect(await shop.available(customer)).toBe(40);
    const points = (await shop.kinds(customer)).map(([, size]) => size);
    expect(points).toEqual([1_240, -1_000, 1_000, -1_200]);
  });

  test('burn when the cart is paid, and return as the order is refunded', async () => {
    const { customer, hold } = await held(1_000, 1_000);
    const order = await buy(customer, [hold.code]);
    expect(taken(order)).toBe('1400');
    expect(await shop.becomes(hold.id, 'used')).toMatchObject({ usedOrderId: String(order.id) });
    expect(await giveBack(customer, hold.id)).toMatchObject({
      body: { refusal: { reason: 'already_used' } },
    });
    await shop.control(`/control/orders/${order.id}/cancel`, {});
    await vi.waitFor(
      async () =>
        expect((await shop.kinds(customer)).filter(([kind]) => kind !== 'order')).toEqual([
          ['adjustment', 1_000],
          ['redemption', -1_000],
          ['redemption_reversal', 1_000],
        ]),
      { timeout: 20_000, interval: 50 },
    );
    expect(await shop.available(customer)).toBe(1_000);
  });

  test("are worth the cart's currency, which need not be its market's", async () => {
    const customer = await shop.member(500);
    const ofCart = { currency: 'USD', amount: '5.00', subtotal: '9.00' };
    const small = await use(customer, 500, { ...ofCart, subtotal: '4.99' });
    expect(small.body).toMatchObject({ refusal: { reason: 'cart_too_small' } });
    const { body } = await use(customer, 500, ofCart);
    expect(body.hold).toMatchObject({ status: 'issued', amount: '5.00', currency: 'USD' });
  });

  test('of a choice that Shopify is slow to end, the code is told at once, and another follows', async () => {
    const { customer, hold } = await held(500, 1_000);
    await shop.control('/control/faults', { admin: { fields: ['discountCodeDelete'], error5xx: 1 } });
    const waiting = await use(customer, 700).finally(() => shop.control('/control/faults', {}));
    expect(waiting.body).toMatchObject({ refusal: { reason: 'already_held' }, replaced: [hold.code] });
    await shop.becomes(hold.id, 'cancelled');
    expect((await use(customer, 700)).body).toMatchObject({ hold: { status: 'issued' }, replaced: [] });
  });

  test('are used and given back by their member alone, and once', async () => {
    const { customer, hold } = await held(700, 700);
    const stranger = await shop.member(0);
    expect(await giveBack(stranger, hold.id)).toMatchObject({ status: 422 });
    const lines = [{ variantId: VARIANT, quantity: 3 }];
    const theirs = { customerId: stranger, market: 'jp', lines, codes: [hold.code] };
    expect(await shop.control('/control/orders', theirs)).toMatchObject({
      status: 422,
      body: { reason: 'code-for-others' },
    });
    for (const _again of [1, 2])
      expect(await giveBack(customer, hold.id)).toMatchObject({
        body: { redemption: { status: 'cancelled' }, returned: 700 },
      });
    expect(await shop.discounts(hold.code)).toEqual([]);
    expect(await shop.available(customer)).toBe(700);
  });

  test('return from a cart that nobody pays, after the hours of the programme', async () => {
    const { customer, hold } = await held(700, 700);
    const { expiresAt } = await shop.redemption(hold.id);
    const hours = (Date.parse(expiresAt ?? '') - Date.now()) / 3_600_000;
    expect(Math.round(hours)).toBe(24);
    await shop.database.pool.query(
      'UPDATE redemption SET due_at = now(), expires_at = now() WHERE redemption_id = $1',
      [hold.id],
    );
    await shop.becomes(hold.id, 'expired');
    expect(await shop.discounts(hold.code)).toEqual([]);
    expect(await shop.available(customer)).toBe(700);
    expect((await use(customer, 700)).body).toMatchObject({ hold: { status: 'issued' }, replaced: [] });
  });

  test('of two windows, one has what it chose', async () => {
    const customer = await shop.member(2_000);
    const answers = await Promise.all([300, 500, 700].map((points) => use(customer, points)));
    for (const { status, body } of answers)
      expect(status === 200 || body.refusal?.reason === 'already_held', JSON.stringify(body)).toBe(true);
    await vi.waitFor(async () => {
      const { rows } = await shop.database.pool.query<{ points: string; ending: string | null }>(
        `SELECT points, ending FROM redemption JOIN member USING (shop, member_id)
         WHERE customer_id = $1 AND status IN ('reserved', 'issued')`,
        [customer],
      );
      expect(rows.map((row) => row.ending)).toEqual([null]);
      expect(await shop.available(customer)).toBe(2_000 - Number(rows[0]?.points));
    }, 20_000);
  });
});

describe('what is refused leaves everything as it was', () => {
  test.each<[string, number, object, object]>([
    ['a part of a step', 150, { amount: '210' }, { reason: 'offer_changed' }],
    ['more than one cart may have', 3_100, {}, { reason: 'offer_changed' }],
    ['another worth than the page told', 500, { amount: '600' }, { reason: 'offer_changed' }],
    ['more than the cart comes to', 1_000, { subtotal: '1399' }, { reason: 'cart_too_small' }],
    ['more than there is', 1_300, {}, { reason: 'insufficient_points', missing: 60 }],
  ])('%s', async (_, points, changes, refusal) => {
    const { customer, hold } = await held(1_000, 1_240);
    const answer = await use(customer, points, changes);
    expect(answer).toMatchObject({ status: 409, body: { refusal, replaced: [] } });
    expect((await shop.redemption(hold.id)).status).toBe('issued');
    expect(await shop.available(customer)).toBe(240);
  });

  test('a guest, a debt, a currency without a value, and a body that is none', async () => {
    expect(await use(null, 100)).toMatchObject({
      status: 422,
      body: { refusal: { reason: 'not_a_member' } },
    });
    const customer = await shop.member(500);
    await shop.give(customer, -800);
    expect((await use(customer, 100)).body).toMatchObject({ refusal: { reason: 'in_debt' } });
    const rich = await shop.member(500);
    const body = { points: 100, currency: 'KWD', amount: '0.300', subtotal: '9.000' };
    const options = { customerId: rich, market: 'gulf', body, key: randomUUID() };
    expect((await shop.proxy<Answer>('POST', 'cart-points', options)).body).toMatchObject({
      refusal: { reason: 'not_in_currency' },
    });
    expect((await use(rich, 100, { points: 0 })).status).toBe(400);
    expect((await shop.redeem(rich, 'cart-points')).body).toMatchObject({ reason: 'unknown_reward' });
    expect(await shop.available(rich)).toBe(500);
  });

  test('a choice that an order has just used is not moved', async () => {
    const { customer, hold } = await held(1_000, 2_000);
    await shop.control('/control/faults', { webhooks: { drop: 1 } });
    await buy(customer, [hold.code]).finally(() => shop.control('/control/faults', {}));
    expect((await use(customer, 500)).body).toMatchObject({ refusal: { reason: 'already_used' } });
    expect(await shop.available(customer)).toBe(1_000);
  });
});

test('a choice that waits for a person is shown to its member, who can give it back', async () => {
  const { customer, hold } = await held(700, 1_000);
  const listed = async () => {
    type Listed = { redemptions: { id: string; status: string; code: string | null; name: string }[] };
    const { body } = await shop.proxy<Listed>('GET', 'rewards', { customerId: customer, locale: 'ja' });
    return body.redemptions;
  };
  expect(await listed()).toEqual([]);
  await shop.faults({ fields: ['discountCodeDelete'], error5xx: 1 });
  await giveBack(customer, hold.id);
  // Its hours are over too: no worker ends what waits for a person.
  const change = 'SET attempts = 600, expires_at = now() WHERE ending IS NOT NULL';
  await shop.database.pool.query(`UPDATE redemption ${change}`);
  await shop.becomes(hold.id, 'needs_review').finally(() => shop.faults({}));
  const shown = { status: 'needs_review', code: null, points: 700 };
  expect(await listed()).toMatchObject([{ ...shown, name: expect.stringContaining('980') }]);
  await themeReads(customer, { codes: [], hold: { id: hold.id, points: 700, stuck: true } });
  expect(await giveBack(customer, hold.id)).toMatchObject({ body: { redemption: { status: 'cancelled' } } });
  expect(await listed()).toEqual([]);
  expect(await shop.available(customer)).toBe(1_000);
});

describe('another programme', () => {
  afterAll(() => shop.publish(program));

  test('changes no choice that was made; a share of the cart is held at the checkout, and what the order did not need of the points returns', async () => {
    const { customer, hold } = await held(1_000, 1_000);
    const half = { ...cartPoints, values: [{ currency: 'JPY', amount: '100' }], maximum: { percent: 50 } };
    await shop.publish({ ...program, cartPoints: half });
    expect((await use(customer, 500)).body).toMatchObject({ refusal: { reason: 'offer_changed' } });
    expect(taken(await buy(customer, [hold.code]))).toBe('1400');
    const other = await shop.member(9_000);
    const chosen = { amount: '9000', subtotal: '20000' };
    const { body } = await use(other, 9_000, chosen);
    expect(body.hold).toMatchObject({ status: 'issued', amount: '9000' });
    const small = await buy(other, [body.hold.code], 1);
    const took = Number(taken(small));
    expect(took * 2).toBe(Number(small.total_line_items_price_set.presentment_money.amount));
    const unneeded = ['redemption_reversal', 9_000 - took];
    await vi.waitFor(async () => expect(await shop.kinds(other)).toContainEqual(unneeded), 20_000);
    // Later news that do not tell what the code took are no reason to take points again.
    await shop.deliver('orders/updated', { ...small, discount_applications: [] });
    const reversals = (await shop.kinds(other)).filter(([kind]) => kind === 'redemption_reversal');
    expect(reversals).toEqual([unneeded]);
    // The other way round: newer news that do not tell it, and only then those that do.
    const late = await shop.member(9_000);
    await shop.control('/control/faults', { webhooks: { drop: 1 } });
    const lateOrder = await buy(late, [(await use(late, 9_000, chosen)).body.hold.code], 1);
    await shop.control('/control/faults', {});
    const updated_at = new Date(Date.now() + 60_000).toISOString();
    await shop.deliver('orders/updated', { ...lateOrder, updated_at, discount_applications: [] });
    expect((await shop.kinds(late)).map(([kind]) => kind)).not.toContain('redemption_reversal');
    await shop.deliver('orders/create', lateOrder);
    expect(await shop.kinds(late)).toContainEqual(['redemption_reversal', 9_000 - Number(taken(lateOrder))]);
    await shop.control(`/control/orders/${small.id}/cancel`, {});
    const rest = ['redemption_reversal', took];
    await vi.waitFor(async () => expect(await shop.kinds(other)).toContainEqual(rest), 20_000);
    await shop.publish({ ...program, cartPoints: null });
    expect((await use(other, 100)).body).toMatchObject({ refusal: { reason: 'unknown_reward' } });
  });
});
