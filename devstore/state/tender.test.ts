import { expect, it } from 'vitest';
import { findProduct } from '../test-support/find-product.ts';
import { openTestStore, testEnv } from '../test-support/open-test-store.ts';
import { setCapabilities } from './capabilities.ts';
import type { GiftCard } from './money-account-types.ts';
import { balanceOf, credit, openAccount } from './store-credit.ts';

function open() {
  const { store, context, app } = openTestStore(testEnv('http://127.0.0.1:9'));
  const { tables } = context;
  const made = store.createCustomer({
    firstName: 'Hana',
    lastName: 'Mori',
    email: 'hana@example.com',
    market: 'jp',
  });
  if (!made.ok) throw new Error(made.detail);
  const customerId = made.customer.id;
  const card = (more: Partial<GiftCard> = {}): GiftCard => {
    const kept: GiftCard = {
      id: tables.newId('GiftCard'),
      code: 'MRD7Q2FKX4P1',
      currency: 'JPY',
      initial: 700n,
      balance: 700n,
      customerId: null,
      note: null,
      expiresOn: null,
      createdAt: Date.now(),
      updatedAt: Date.now(),
      deactivatedAt: null,
      ...more,
    };
    tables.put('giftCard', kept.id, kept);
    return kept;
  };
  const account = openAccount(tables, customerId, 'JPY');
  const give = (amount: bigint) =>
    credit(tables, account, { amount, expiresAt: null, event: 'ADJUSTMENT' }, Date.now());
  const buy = (more: object) =>
    store.checkout({
      customerId,
      market: 'jp',
      lines: [{ variantId: findProduct('olive-soap'), quantity: 3 }],
      codes: [],
      ...more,
    });
  const balances = (id: number) => [
    tables.get('giftCard', id)?.balance,
    balanceOf(tables, account.id, Date.now()),
  ];
  const cookies = `devstore_customer=${customerId}; devstore_cart_jp=${findProduct('olive-soap')}x3`;
  return { store, context, app, cookies, card, give, buy, balances };
}

it('pays by gift card, then by store credit, then by the gateway, and a refund goes back to each', () => {
  const { store, card, give, buy, balances } = open();
  const { id } = card();
  give(300n);
  const bought = buy({ giftCardCodes: ['mrd7-q2fk-x4p1'], storeCredit: true });
  if (!bought.ok) throw new Error(bought.detail);
  const { total, paid } = store.totals(bought.order);
  expect(paid).toEqual(total);
  expect(bought.order.transactions.map(({ gateway, amount }) => [gateway, amount.presentment])).toEqual([
    ['gift_card', 700n],
    ['shopify_store_credit', 300n],
    ['shopify_payments', total.presentment - 1000n],
  ]);
  expect(store.orderPayload(bought.order)).toMatchObject({
    financial_status: 'paid',
    payment_gateway_names: ['gift_card', 'shopify_store_credit', 'shopify_payments'],
  });
  expect(balances(id)).toEqual([0n, 0n]);
  expect(store.cancelOrder({ orderId: bought.order.id })).toMatchObject({ ok: true });
  expect(balances(id)).toEqual([700n, 300n]);
});

it('takes no more off a gift card than the order costs', () => {
  const { store, card, buy, balances } = open();
  const { id } = card({ initial: 99_000n, balance: 99_000n });
  const bought = buy({ giftCardCodes: ['MRD7Q2FKX4P1'] });
  if (!bought.ok) throw new Error(bought.detail);
  const { total } = store.totals(bought.order);
  expect(balances(id)[0]).toBe(99_000n - total.presentment);
  expect(bought.order.transactions).toHaveLength(1);
});

it.each<[Partial<GiftCard>, string]>([
  [{ deactivatedAt: 1 }, 'is deactivated'],
  [{ expiresOn: '2020-01-31' }, 'has expired'],
  [{ currency: 'EUR' }, 'is of another currency'],
  [{ code: 'ANOTHERCARD' }, 'is not there'],
])('takes no gift card that %o: it %s', (more) => {
  const { card, buy } = open();
  card(more);
  expect(buy({ giftCardCodes: ['MRD7Q2FKX4P1'] })).toMatchObject({
    ok: false,
    reason: 'gift-card-not-valid',
  });
});

it('takes no store credit of a guest, nor where the customer accounts are the classic ones', () => {
  const { context, give, buy } = open();
  give(300n);
  expect(buy({ storeCredit: true, customerId: null })).toMatchObject({ reason: 'no-store-credit' });
  setCapabilities(context.tables, { storeCredit: false });
  expect(buy({ storeCredit: true })).toMatchObject({ reason: 'no-store-credit' });
});

it('offers store credit at the checkout, and takes a gift card in the field of the code', async () => {
  const { app, cookies, card, give, balances } = open();
  const { id } = card();
  give(300n);
  const page = await app.request('/store/jp/checkout', { headers: { Cookie: cookies } });
  expect(await page.text()).toContain('ストアクレジットを使う');
  const form = (path: string, body: string) =>
    app.request(`/store/jp${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Cookie: cookies },
      body,
    });
  const summary = await form('/checkout/summary', 'code=mrd7q2fkx4p1&storeCredit=use');
  const text = await summary.text();
  expect(text).toContain('ギフトカードでのお支払い');
  expect(text).toContain('ストアクレジットでのお支払い');
  // A summary spends nothing.
  expect(balances(id)).toEqual([700n, 300n]);
  expect((await form('/checkout', 'action=pay&code=mrd7q2fkx4p1&storeCredit=use')).status).toBe(303);
  expect(balances(id)).toEqual([0n, 0n]);
});
