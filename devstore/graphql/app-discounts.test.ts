import { expect, it } from 'vitest';
import { findProduct } from '../test-support/find-product.ts';
import { amounts, openDiscountShop } from '../test-support/discount-shop.ts';
import { setCapabilities } from '../state/capabilities.ts';

const createCode = `mutation($discount: DiscountCodeAppInput!) {
  discountCodeAppCreate(codeAppDiscount: $discount) {
    codeAppDiscount { discountId status discountClasses appDiscountType { functionId title } }
    userErrors { code field }
  }
}`;
const byCode = `query($code: String!) {
  codeDiscountNodeByCode(code: $code) {
    id
    metafield(namespace: "$app", key: "configuration") { jsonValue }
    codeDiscount { ... on DiscountCodeApp { title status asyncUsageCount usageLimit } }
  }
}`;

it.each([
  ['jp', 'JPY', '700', '4.67'],
  ['eu', 'EUR', '5.00', '5.40'],
  ['gulf', 'KWD', '1.500', '4.88'],
  ['us', 'USD', '5.00', '5.00'],
] as const)('takes exactly the amount off that is set for %s', async (market, currency, amount, inShop) => {
  const { run, code, bought } = openDiscountShop();
  expect(await run(createCode, { discount: code() })).toMatchObject({
    data: {
      discountCodeAppCreate: {
        codeAppDiscount: { status: 'ACTIVE', discountClasses: ['ORDER'] },
        userErrors: [],
      },
    },
  });
  const payload = bought(market);
  expect(payload).toMatchObject({
    discount_codes: [{ code: 'MRD-7Q2F-KX4P', type: 'fixed_amount' }],
    discount_applications: [
      {
        type: 'discount_code',
        code: 'MRD-7Q2F-KX4P',
        value: amount,
        value_type: 'fixed_amount',
        target_type: 'line_item',
        target_selection: 'all',
        allocation_method: 'across',
      },
    ],
    total_discounts_set: { presentment_money: { amount, currency_code: currency } },
    line_items: [
      {
        discount_allocations: [
          { amount_set: { presentment_money: { amount } }, discount_application_index: 0 },
        ],
      },
    ],
  });
  // The shop's side by the day rate of the market, rounded within the line's own amount.
  const shop = payload as { discount_codes: { amount: string }[] };
  expect(Math.abs(Number(shop.discount_codes[0]?.amount) - Number(inShop))).toBeLessThanOrEqual(0.02);
  expect(await run(byCode, { code: 'mrd-7q2f-kx4p' })).toMatchObject({
    data: {
      codeDiscountNodeByCode: {
        metafield: { jsonValue: { v: 1, kind: 'amountOff' } },
        codeDiscount: { title: 'Reward', status: 'ACTIVE', asyncUsageCount: 1, usageLimit: 1 },
      },
    },
  });
});

it('takes no code that gives nothing in this cart, and says so on the page', async () => {
  const { run, code, buy, member, app } = openDiscountShop();
  await run(createCode, { discount: code({ v: 1, kind: 'amountOff', amounts: { EUR: '5.00' } }) });
  expect(buy('jp')).toMatchObject({ ok: false, reason: 'code-not-applicable' });
  const page = await app.request('/store/jp/checkout/summary', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      Cookie: `devstore_customer=${member.id}; devstore_cart_jp=${findProduct('olive-soap')}x1`,
    },
    body: 'code=MRD-7Q2F-KX4P',
  });
  expect(await page.text()).toContain('このコードはカート内の商品にはご利用いただけません。');
});

it('is for the products of a collection only, by a variable of the input query', async () => {
  const { run, code, store, bought } = openDiscountShop();
  const [soap, other] = [findProduct('olive-soap'), findProduct('gift-card')];
  const collection = store.variant(soap)?.product.collectionIds[0];
  const configuration = {
    v: 1,
    kind: 'percentOff',
    percent: '50',
    ceilings: { JPY: '900' },
    collectionIds: [`gid://shopify/Collection/${collection}`],
  };
  await run(createCode, { discount: code(configuration, { discountClasses: ['PRODUCT'] }) });
  const lines = [
    { variantId: other, quantity: 1 },
    { variantId: soap, quantity: 3 },
  ];
  expect(bought('jp', { lines })).toMatchObject({
    discount_applications: [{ value: '900', value_type: 'fixed_amount', target_selection: 'entitled' }],
    line_items: [
      { discount_allocations: [] },
      { discount_allocations: [{ amount_set: { presentment_money: { amount: '900' } } }] },
    ],
  });
});

it.each([
  { more: { functionHandle: null }, error: { code: 'MISSING_FUNCTION_IDENTIFIER' } },
  { more: { functionHandle: 'none' }, error: { code: 'INVALID' } },
  { more: { functionId: 'x' }, error: { code: 'MULTIPLE_FUNCTION_IDENTIFIERS' } },
  {
    more: { discountClasses: ['SHIPPING'], combinesWith: { shippingDiscounts: true } },
    error: { code: 'INVALID_COMBINES_WITH_FOR_DISCOUNT_CLASS' },
  },
  {
    more: { metafields: [{ namespace: '$app', key: 'configuration', type: 'json', value: '{' }] },
    error: { code: 'INVALID', field: ['codeAppDiscount', 'metafields', '0', 'value'] },
  },
  { more: { code: 'welcome10' }, error: { code: 'TAKEN' } },
])('refuses $error.code of a code', async ({ more, error }) => {
  const { run, code, store } = openDiscountShop();
  expect(await run(createCode, { discount: code(undefined, more) })).toMatchObject({
    data: { discountCodeAppCreate: { codeAppDiscount: null, userErrors: [error] } },
  });
  expect(store.appDiscounts()).toEqual([]);
});

it('runs no Function where the shop can run none, and says so to who asks', async () => {
  const { run, code, app, context, buy } = openDiscountShop();
  const asked = `{
    shopifyFunctions(first: 5) { nodes { handle apiType } }
    shop { plan { partnerDevelopment shopifyPlus } features { giftCards } }
  }`;
  expect(await run(asked, {})).toMatchObject({
    data: {
      shopifyFunctions: { nodes: [{ handle: 'localized-discount', apiType: 'discount' }] },
      shop: { plan: { partnerDevelopment: true, shopifyPlus: false }, features: { giftCards: true } },
    },
  });
  await run(createCode, { discount: code() });
  const changed = await app.request('/control/capabilities', {
    method: 'POST',
    body: JSON.stringify({ functions: false, partnerDevelopment: false }),
  });
  expect(await changed.json()).toMatchObject({ functions: false, giftCards: true });
  expect(await run(asked, {})).toMatchObject({
    data: { shopifyFunctions: { nodes: [] }, shop: { plan: { partnerDevelopment: false } } },
  });
  expect(await run(createCode, { discount: code(undefined, { code: 'OTHER' }) })).toMatchObject({
    data: { discountCodeAppCreate: { userErrors: [{ code: 'INVALID' }] } },
  });
  expect(buy('jp')).toMatchObject({ ok: false, reason: 'code-not-applicable' });
  setCapabilities(context.tables, { functions: true });
  expect(buy('jp')).toMatchObject({ ok: true });
});

it('gives one piece of a product for nothing, however many are bought', async () => {
  const { run, code, store, bought } = openDiscountShop();
  const soap = findProduct('olive-soap');
  const configuration = {
    v: 1,
    kind: 'freeProduct',
    pieces: 1,
    variantIds: [`gid://shopify/ProductVariant/${soap}`],
  };
  await run(createCode, { discount: code(configuration, { discountClasses: ['PRODUCT'] }) });
  const price = String(store.variant(soap)?.variant.prices.JPY);
  expect(bought('jp')).toMatchObject({
    discount_applications: [{ value: '100.0', value_type: 'percentage', target_selection: 'entitled' }],
    line_items: [
      { quantity: 3, discount_allocations: [{ amount_set: { presentment_money: { amount: price } } }] },
    ],
  });
});

it('gives a Function neither a metafield beyond 10,000 bytes nor a list beyond 100', async () => {
  const { run, code, buy } = openDiscountShop();
  const long = { v: 1, kind: 'amountOff', amounts, padding: 'x'.repeat(10_000) };
  await run(createCode, { discount: code(long) });
  expect(buy('jp')).toMatchObject({ ok: false, reason: 'code-not-applicable' });
  const collectionIds = Array.from({ length: 101 }, (_each, index) => `gid://shopify/Collection/${index}`);
  const wide = { v: 1, kind: 'amountOff', amounts, collectionIds };
  await run(createCode, { discount: code(wide, { code: 'WIDE', discountClasses: ['PRODUCT'] }) });
  expect(() => buy('jp', { codes: ['WIDE'] })).toThrow('more than 100 elements');
});
