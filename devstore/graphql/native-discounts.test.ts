import { expect, it } from 'vitest';
import { findProduct } from '../test-support/find-product.ts';
import { openTestStore, testEnv } from '../test-support/open-test-store.ts';
import { executeAdmin } from './execute.ts';
import { CostBucket } from './throttle.ts';

const createBasic = `mutation($discount: DiscountCodeBasicInput!) {
  discountCodeBasicCreate(basicCodeDiscount: $discount) {
    codeDiscountNode {
      id
      codeDiscount {
        ... on DiscountCodeBasic {
          summary
          discountClasses
          customerGets {
            value { ... on DiscountPercentage { percentage } }
            items { ... on DiscountProducts { products(first: 5) { nodes { handle } } } }
          }
        }
      }
    }
    userErrors { code field }
  }
}`;
const createShipping = `mutation($discount: DiscountCodeFreeShippingInput!) {
  discountCodeFreeShippingCreate(freeShippingCodeDiscount: $discount) {
    codeDiscountNode {
      id
      codeDiscount {
        ... on DiscountCodeFreeShipping { status discountClasses maximumShippingPrice { amount } }
      }
    }
    userErrors { code field }
  }
}`;

const soap = findProduct('olive-soap');

function open() {
  const { store, context } = openTestStore(testEnv('http://127.0.0.1:9'));
  const bucket = new CostBucket();
  const scopes = ['write_discounts', 'read_products'];
  const run = (query: string, discount: object) =>
    executeAdmin({ query, variables: { discount } }, { store, core: context, scopes, bucket });
  const common = {
    title: 'Reward',
    code: 'MRD',
    startsAt: '2026-01-01T00:00:00Z',
    context: { all: 'ALL' },
    usageLimit: 1,
  };
  const basic = (value: object, items: object = { all: true }, more: object = {}) =>
    run(createBasic, { ...common, customerGets: { value, items }, ...more });
  const shipping = (more: object = {}) =>
    run(createShipping, { ...common, destination: { all: true }, ...more });
  const buy = (more: object = {}) =>
    store.checkout({
      customerId: null,
      market: 'jp',
      lines: [
        { variantId: soap, quantity: 2 },
        { variantId: findProduct('olive-board'), quantity: 1 },
      ],
      codes: ['MRD'],
      ...more,
    });
  const bought = (more: object = {}) => {
    const result = buy(more);
    if (!result.ok) throw new Error(result.detail);
    return store.orderPayload(result.order);
  };
  const product = store.variant(soap)?.product;
  return { store, basic, shipping, buy, bought, gid: `gid://shopify/Product/${product?.id}` };
}

it('takes a percentage off everything, as exact as it was written', async () => {
  const { basic, bought } = open();
  expect(await basic({ percentage: 0.125 })).toMatchObject({
    data: {
      discountCodeBasicCreate: {
        codeDiscountNode: {
          codeDiscount: {
            summary: '12.5% off entire order',
            discountClasses: ['ORDER'],
            customerGets: { value: { percentage: 0.125 } },
          },
        },
      },
    },
  });
  expect(bought()).toMatchObject({
    discount_codes: [{ code: 'MRD', type: 'percentage' }],
    discount_applications: [{ value: '12.5', value_type: 'percentage', target_selection: 'all' }],
  });
});

it('gives a product for nothing, every piece of it, and leaves the rest', async () => {
  const { basic, bought, buy, gid } = open();
  expect(await basic({ percentage: 1 }, { products: { productsToAdd: [gid] } })).toMatchObject({
    data: {
      discountCodeBasicCreate: {
        codeDiscountNode: {
          codeDiscount: {
            discountClasses: ['PRODUCT'],
            customerGets: { items: { products: { nodes: [{ handle: 'olive-soap' }] } } },
          },
        },
        userErrors: [],
      },
    },
  });
  const order = bought();
  const line = (order['line_items'] as { price: string; quantity: number }[])[0];
  expect(order).toMatchObject({
    discount_applications: [{ value: '100.0', target_selection: 'entitled', target_type: 'line_item' }],
    line_items: [{ discount_allocations: [{ discount_application_index: 0 }] }, { discount_allocations: [] }],
    discount_codes: [{ amount: (Number(line?.price) * 2).toFixed(2) }],
  });
  const others = [{ variantId: findProduct('olive-board'), quantity: 1 }];
  expect(buy({ lines: others })).toMatchObject({ ok: false, reason: 'code-used-up' });
});

it('refuses a code for products in a cart that has none of them', async () => {
  const { basic, buy, gid } = open();
  await basic({ discountAmount: { amount: '5.00' } }, { products: { productsToAdd: [gid] } });
  const others = [{ variantId: findProduct('olive-board'), quantity: 1 }];
  expect(buy({ lines: others })).toMatchObject({ ok: false, reason: 'code-not-applicable' });
});

it('counts only what it is for towards its minimum', async () => {
  const { basic, buy, gid } = open();
  const minimumRequirement = { quantity: { greaterThanOrEqualToQuantity: '3' } };
  const items = { products: { productsToAdd: [gid] } };
  await basic({ percentage: 0.1 }, items, { minimumRequirement });
  // Two soaps and a board are three pieces, of which two count.
  expect(buy()).toMatchObject({ ok: false, reason: 'code-minimum' });
});

it.each([
  [{ percentage: 1.1 }, { all: true }, 'VALUE_OUTSIDE_RANGE'],
  [{ percentage: 0 }, { all: true }, 'VALUE_OUTSIDE_RANGE'],
  [{ percentage: 0.1, discountAmount: { amount: '1.00' } }, { all: true }, 'TOO_MANY_ARGUMENTS'],
  [{}, { all: true }, 'BLANK'],
  [{ percentage: 0.1 }, { products: { productsToAdd: [] } }, 'BLANK'],
  [{ percentage: 0.1 }, { products: { productsToAdd: ['gid://shopify/Product/1'] } }, 'INVALID'],
])('refuses %o on %o: %s', async (value, items, code) => {
  const { basic, store } = open();
  expect(await basic(value, items)).toMatchObject({
    data: { discountCodeBasicCreate: { codeDiscountNode: null, userErrors: [{ code }] } },
  });
  expect(store.appDiscounts()).toEqual([]);
});

it('ships for nothing to the countries named, up to what it may cost', async () => {
  const { shipping, bought, buy } = open();
  expect(
    await shipping({ destination: { countries: { add: ['JP'] } }, maximumShippingPrice: '7.00' }),
  ).toMatchObject({
    data: {
      discountCodeFreeShippingCreate: {
        codeDiscountNode: {
          codeDiscount: {
            status: 'ACTIVE',
            discountClasses: ['SHIPPING'],
            maximumShippingPrice: { amount: '7.0' },
          },
        },
      },
    },
  });
  // 7 USD are 1050 yen: standard shipping is below, express above.
  expect(buy({ shippingRate: 'express' })).toMatchObject({ ok: false, reason: 'code-not-applicable' });
  expect(buy({ market: 'us' })).toMatchObject({ ok: false, reason: 'code-not-applicable' });
  expect(bought()).toMatchObject({
    discount_codes: [{ type: 'shipping' }],
    discount_applications: [{ target_type: 'shipping_line', value: '100.0' }],
    shipping_lines: [{ discounted_price_set: { presentment_money: { amount: '0' } } }],
  });
});

it.each([
  [{ destination: {} }, 'BLANK'],
  [{ maximumShippingPrice: '-1.00' }, 'GREATER_THAN_OR_EQUAL_TO'],
  [{ combinesWith: { shippingDiscounts: true } }, 'INVALID_COMBINES_WITH_FOR_DISCOUNT_CLASS'],
])('refuses free shipping with %o: %s', async (more, code) => {
  const { shipping } = open();
  expect(await shipping(more)).toMatchObject({
    data: { discountCodeFreeShippingCreate: { codeDiscountNode: null, userErrors: [{ code }] } },
  });
});
