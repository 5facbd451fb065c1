// One reward in four markets: what the storefront lists, what redeeming gives, and what the order's discount comes to are one exact amount.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fourAmounts, SOAP } from '../support/reward-samples.ts';
import { rewardingProgram, StoreShop, type RedemptionView } from '../support/store-shop.ts';

const POINTS = 500;
const reward = {
  id: 'everywhere',
  kind: 'amountOff',
  points: POINTS,
  name: { en: '{amount} off', de: '{amount} Rabatt', ja: '{amount} オフ', ar: 'خصم {amount}' },
  values: fourAmounts,
};

let shop: StoreShop;
beforeAll(async () => {
  shop = await StoreShop.start();
  await shop.publish({ ...rewardingProgram, rewards: [reward, ...rewardingProgram.rewards] });
});
afterAll(() => shop.stop());

type Money = { amount: string; currency_code: string };
type Bought = { id: number; total_discounts_set: { presentment_money: Money } };
type Listed = {
  rewards: { id: string; name: string; amount: string; currency: string; available: boolean }[];
};

async function buy(customerId: number, market: string, code: string | null): Promise<Bought> {
  const lines = [{ variantId: SOAP, quantity: 3 }];
  const { body } = await shop.control<Bought>('/control/orders', {
    ...{ customerId, market, lines, codes: [code] },
  });
  return body;
}

/** Beside what the order earns. */
async function spent(customerId: number): Promise<number[]> {
  const entries = await shop.kinds(customerId);
  return entries.filter(([kind]) => kind.startsWith('redemption')).map(([, points]) => points);
}

const MARKETS = [
  ['jp', 'ja', 'JPY', '700', '¥700 オフ'],
  ['eu', 'de', 'EUR', '5.00', '5,00\u00a0€ Rabatt'],
  ['gulf', 'en', 'KWD', '1.500', 'KWD\u00a01.500 off'],
  ['us', 'en', 'USD', '5.00', '$5.00 off'],
] as const;

test.each(MARKETS)('in %s (%s) it is %s %s, on the storefront and off the order', async (...row) => {
  const [market, locale, currency, amount, name] = row;
  const customerId = await shop.member(POINTS);
  const reader = { customerId, market, locale };
  const { body: listed } = await shop.proxy<Listed>('GET', 'rewards', reader);
  const shown = listed.rewards.find(({ id }) => id === reward.id);
  expect(shown).toMatchObject({ amount, currency, available: true });
  expect(shown?.name.normalize('NFKC')).toBe(name.normalize('NFKC'));
  expect(shown).not.toHaveProperty('worth');
  const { body } = await shop.proxy<{ redemption: RedemptionView }>('POST', 'redemptions', {
    ...reader,
    key: randomUUID(),
    body: { rewardId: reward.id, points: POINTS },
  });
  expect(body.redemption).toMatchObject({ status: 'issued', amount, currency });
  const order = await buy(customerId, market, body.redemption.code);
  expect(order.total_discounts_set.presentment_money).toEqual({ amount, currency_code: currency });
  expect(await shop.becomes(body.redemption.id, 'used')).toMatchObject({ usedOrderId: String(order.id) });
  expect(await spent(customerId)).toEqual([-POINTS]);
});

test.each(MARKETS)('by REST in %s (%s), the currency told or not as the market has it', async (...row) => {
  const [market, , currency, amount] = row;
  const customerId = await shop.member(POINTS);
  const path = `/api/v1/members/${customerId}/redemptions`;
  const asked = { rewardId: reward.id, currency, market };
  const { status, body } = await shop.api<RedemptionView>('POST', path, asked, randomUUID());
  expect([status, body]).toMatchObject([200, { status: 'issued', amount, currency }]);
  const order = await buy(customerId, market, body.code);
  expect(order.total_discounts_set.presentment_money).toEqual({ amount, currency_code: currency });
});

test('a code is worth what is set for the cart that it is used in, and unused it gives the points back', async () => {
  const customerId = await shop.member(2 * POINTS);
  const path = `/api/v1/members/${customerId}/redemptions`;
  const redeem = async () => {
    const asked = { rewardId: reward.id, currency: 'JPY' };
    return (await shop.api<RedemptionView>('POST', path, asked, randomUUID())).body;
  };
  const [used, cancelled] = [await redeem(), await redeem()];
  const order = await buy(customerId, 'eu', used.code);
  expect(order.total_discounts_set.presentment_money).toEqual({ amount: '5.00', currency_code: 'EUR' });
  await shop.becomes(used.id, 'used');
  await shop.api('POST', `/api/v1/redemptions/${cancelled.id}/cancel`);
  await shop.becomes(cancelled.id, 'cancelled');
  expect(await spent(customerId)).toEqual([-POINTS, -POINTS, POINTS]);
});

test.each([
  [
    'the currency of another market',
    { rewardId: 'everywhere', currency: 'EUR', market: 'jp' },
    'not_in_currency',
  ],
  ['a currency without an amount', { rewardId: 'everywhere', currency: 'GBP' }, 'not_in_currency'],
  ['a market without an amount', { rewardId: 'five-off', currency: 'JPY', market: 'jp' }, 'not_in_currency'],
])('%s is refused, and takes nothing', async (_title, asked, reason) => {
  const customerId = await shop.member(POINTS);
  const path = `/api/v1/members/${customerId}/redemptions`;
  expect(await shop.api('POST', path, asked, randomUUID())).toMatchObject({ body: { reason } });
  expect(await shop.available(customerId)).toBe(POINTS);
});
