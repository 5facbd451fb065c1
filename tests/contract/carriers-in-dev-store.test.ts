// What our carriers send, carried out: the dev store makes it, its checkout takes exactly the amount off, and it is found and taken back.
import { expect, it } from 'vitest';
import { capabilitiesOf } from '../../app/domain/capabilities.ts';
import { adminGateway } from '../../app/shopify/admin-gateway.ts';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { CARRIERS } from '../../app/shopify/carriers/registry.ts';
import { readShopTraits } from '../../app/shopify/shop-traits.ts';
import { findProduct } from '../../devstore/test-support/find-product.ts';
import { openTestStore, testEnv } from '../../devstore/test-support/open-test-store.ts';
import { order } from '../support/reward-orders.ts';

const SCOPES = ['write_discounts', 'read_customers', 'write_customers'];
const TOKEN = 'shpat_test';

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
    fetch: async (input, init) =>
      app.request(new URL(input instanceof Request ? input.url : input).pathname, init),
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
    return store.orderPayload(bought.order).total_discounts_set.presentment_money;
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
])('%s is made once whatever Shopify answers, found, and taken back', async (_title, rest) => {
  const { admin, customerId, control } = open();
  const asked = order(rest, 'USD', { ...current, customerId });
  const carrier = CARRIERS[asked.offer.carrier];
  const lookUp = () => carrier.lookUp(admin, asked, new Set());
  expect(await lookUp()).toEqual({ kind: 'found', found: null });
  const fields = ['discountCodeBasicCreate', 'discountCodeAppCreate', 'discountCodeFreeShippingCreate'];
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

it('a shop without Functions says so', async () => {
  const { admin, control } = open();
  const able = async () => {
    const told = await readShopTraits(admin);
    return told.ok ? capabilitiesOf(told.traits).functions : told;
  };
  expect(await able()).toBe(true);
  await control('/capabilities', { functions: false });
  expect(await able()).toBe(false);
});
