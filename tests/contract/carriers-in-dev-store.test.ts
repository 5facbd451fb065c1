// What our carriers send, carried out: the dev store makes it, its checkout takes exactly the amount off, and it is found and taken back.
import { expect, it } from 'vitest';
import { z } from 'zod';
import { capabilitiesOf } from '../../app/domain/capabilities.ts';
import { adminGateway } from '../../app/shopify/admin-gateway.ts';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { CARRIERS } from '../../app/shopify/carriers/registry.ts';
import { readShopTraits } from '../../app/shopify/shop-traits.ts';
import { findProduct } from '../../devstore/test-support/find-product.ts';
import { openTestStore, testEnv } from '../../devstore/test-support/open-test-store.ts';
import { order } from '../support/reward-orders.ts';

const SCOPES = [
  'write_discounts',
  'read_customers',
  'write_customers',
  'read_gift_cards',
  'write_gift_cards',
  'read_store_credit_accounts',
  'read_store_credit_account_transactions',
  'write_store_credit_account_transactions',
];
const TOKEN = 'shpat_test';

const MoneySchema = z.object({ amount: z.string(), currency_code: z.string() });
const OrderSchema = z.object({ total_discounts_set: z.object({ presentment_money: MoneySchema }) });

/** A dev store with a customer, and the app's gateway to it. */
function open() {
  const { app, store, context } = openTestStore(testEnv('http://127.0.0.1:9'));
  context.tables.put('token', TOKEN, {
    token: TOKEN,
    kind: 'offline',
    scopes: SCOPES,
    expiresAt: null,
    refreshToken: null,
    refreshExpiresAt: null,
    precedingRefreshToken: null,
    refreshRetiredAt: null,
    revokedAt: null,
  });
  const made = store.createCustomer({
    firstName: 'Hana',
    lastName: 'Mori',
    email: 'h@example.com',
    market: 'jp',
  });
  if (!made.ok) throw new Error(made.detail);
  const customerId = String(made.customer.id);
  const admin = adminGateway({
    shop: ShopIdSchema.parse(store.shop.domain),
    accessToken: TOKEN,
    patience: 2_000,
    post: async (url, sent) => {
      const answer = await app.request(new URL(url).pathname, { method: 'POST', ...sent });
      return { status: answer.status, retryAfter: null, text: await answer.text() };
    },
  });
  const control = (path: string, body: object) =>
    app.request(`/control${path}`, { method: 'POST', body: JSON.stringify(body) });
  /** What the order's discounts come to, in the currency of the market. */
  const buy = (market: 'us' | 'eu' | 'jp' | 'gulf', code: string) => {
    const bought = store.checkout({
      customerId: made.customer.id,
      market,
      lines: [{ variantId: findProduct('olive-soap'), quantity: 3 }],
      codes: [code],
    });
    if (!bought.ok) throw new Error(bought.detail);
    return OrderSchema.parse(store.orderPayload(bought.order)).total_discounts_set.presentment_money;
  };
  return { admin, customerId, control, buy };
}

const values = [
  { currency: 'USD', amount: '5.00' },
  { currency: 'EUR', amount: '5.00' },
  { currency: 'JPY', amount: '700' },
  { currency: 'KWD', amount: '1.500' },
];
const current = { startsAt: '2026-01-01T00:00:00Z', endsAt: null };

it.each([
  ['jp', 'JPY', '700'],
  ['eu', 'EUR', '5.00'],
  ['gulf', 'KWD', '1.500'],
  ['us', 'USD', '5.00'],
] as const)('one reward is in %s exactly what was set in %s: %s', async (market, currency, amount) => {
  const { admin, customerId, buy } = open();
  const asked = order({ kind: 'amountOff', values }, currency, { ...current, customerId });
  const carrier = CARRIERS[asked.offer.carrier];
  const made = await carrier.issue(admin, asked);
  expect(made).toMatchObject({ kind: 'created' });
  expect(buy(market, asked.code)).toEqual({ amount, currency_code: currency });
  expect(await carrier.lookUp(admin, asked, new Set())).toMatchObject({
    kind: 'found',
    found: { title: asked.title, used: true },
  });
});

it.each([
  ['an amount of the Function', { kind: 'amountOff', values }],
  ['a native amount', { kind: 'amountOff', values: values.slice(0, 1) }],
  ['a percentage', { kind: 'percentOff', percent: '12.5' }],
  ['a percentage with ceilings', { kind: 'percentOff', percent: '12.5', ceiling: values }],
  ['shipping', { kind: 'freeShipping', countries: ['US', 'JP'] }],
  ['shipping up to a ceiling', { kind: 'freeShipping', ceiling: values }],
  ['a product', { kind: 'freeProduct', variantId: String(findProduct('olive-soap')) }],
  ['a gift card', { kind: 'giftCard', values }],
])('%s is made once whatever Shopify answers, found, and taken back', async (_title, rest) => {
  const { admin, customerId, control } = open();
  const asked = order(rest, 'USD', { ...current, customerId });
  const carrier = CARRIERS[asked.offer.carrier];
  const lookUp = () => carrier.lookUp(admin, asked, new Set());
  expect(await lookUp()).toEqual({ kind: 'found', found: null });
  const fields = [
    'discountCodeBasicCreate',
    'discountCodeAppCreate',
    'discountCodeFreeShippingCreate',
    'giftCardCreate',
  ];
  await control('/faults', { admin: { timeoutAfter: 1, timeoutMs: 1, fields, times: 1 } });
  expect(await carrier.issue(admin, asked)).toMatchObject({ kind: 'later' });
  expect(await carrier.issue(admin, asked)).toEqual({ kind: 'taken' });
  const found = await lookUp();
  expect(found).toMatchObject({ found: { title: asked.title, live: true, used: false } });
  const id = found.kind === 'found' ? (found.found?.id ?? '') : '';
  for (const _time of [1, 2])
    expect(await carrier.revoke(admin, id, asked)).toEqual({ kind: 'revoked', used: false });
  expect(await lookUp()).toMatchObject({ found: { live: false, used: false } });
});

it('store credit whose answer was lost is found among what the customer was credited, and is not given twice', async () => {
  const { admin, customerId, control } = open();
  const { storeCredit } = CARRIERS;
  const now = { startsAt: new Date().toISOString(), endsAt: null, customerId };
  const asked = order({ kind: 'storeCredit', values }, 'KWD', now);
  const lost = { timeoutAfter: 1, timeoutMs: 1, fields: ['storeCreditAccountCredit'], times: 1 };
  await control('/faults', { admin: lost });
  expect(await storeCredit.issue(admin, asked)).toMatchObject({ kind: 'unknown' });
  const found = await storeCredit.lookUp(admin, asked, new Set());
  expect(found).toMatchObject({ kind: 'found', found: { title: asked.title } });
  const first = found.kind === 'found' ? (found.found?.id ?? '') : '';

  const second = await storeCredit.issue(admin, asked);
  expect(second).toMatchObject({ kind: 'created' });
  expect(await storeCredit.lookUp(admin, asked, new Set())).toEqual({ kind: 'unclear' });
  const again = await storeCredit.lookUp(admin, asked, new Set([first]));
  expect(again).toMatchObject({ found: { id: second.kind === 'created' ? second.id : '' } });

  for (const used of [false, false, true])
    expect(await storeCredit.revoke(admin, first, asked)).toEqual({ kind: 'revoked', used });
});

it('store credit that was not sent is told as that, and none is found', async () => {
  const { admin, customerId, control } = open();
  const { storeCredit } = CARRIERS;
  const endsAt = new Date(Date.now() + 86_400_000).toISOString();
  const asked = order({ kind: 'storeCredit', values }, 'JPY', { ...current, endsAt, customerId });
  await control('/faults', { admin: { error5xx: 1, fields: ['storeCreditAccountCredit'], times: 1 } });
  expect(await storeCredit.issue(admin, asked)).toMatchObject({ kind: 'unknown' });
  expect(await storeCredit.lookUp(admin, asked, new Set())).toEqual({ kind: 'unclear' });
  expect(await storeCredit.issue(admin, asked)).toMatchObject({ kind: 'created' });
  expect(await storeCredit.lookUp(admin, asked, new Set())).toMatchObject({ kind: 'found' });
});

it.each([
  ['functionCode', '9.50'],
  ['nativeCode', '28.50'],
] as const)('of three soaps for 9.50 each, a %s for a free one takes %s off', async (carrier, amount) => {
  const { admin, customerId, buy } = open();
  const rest = { kind: 'freeProduct', variantId: String(findProduct('olive-soap')) };
  const asked = order(rest, 'USD', { ...current, customerId });
  const offer = { ...asked.offer, carrier };
  expect(await CARRIERS[carrier].issue(admin, { ...asked, offer })).toMatchObject({ kind: 'created' });
  expect(buy('us', asked.code)).toEqual({ amount, currency_code: 'USD' });
});

it.each([
  [{}, { functions: true, storeCredit: true, giftCards: true }],
  [{ functions: false }, { functions: false, storeCredit: true, giftCards: true }],
  [{ storeCredit: false }, { functions: true, storeCredit: false, giftCards: true }],
  [{ giftCards: false }, { functions: true, storeCredit: true, giftCards: false }],
  [{ partnerDevelopment: false }, { functions: false, storeCredit: true, giftCards: true }],
  [{ partnerDevelopment: false, shopifyPlus: true }, { functions: true }],
  [{ partnerDevelopment: false, publicApp: true }, { functions: true }],
])('what a shop with %j can do', async (settings, expected) => {
  const { admin, control } = open();
  await control('/capabilities', settings);
  const told = await readShopTraits(admin);
  expect(told.ok && capabilitiesOf(told.traits)).toMatchObject(expected);
});
