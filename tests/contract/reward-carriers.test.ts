// What is sent to Shopify for every kind of reward, against the real schema.
import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../extensions/localized-discount/src/configuration.js';
import { discountConfiguration, offerIn } from '../../app/domain/reward-offer.ts';
import { REWARD_KINDS } from '../../app/domain/reward-kinds/registry.ts';
import { RewardSchema } from '../../app/domain/reward.ts';
import { ableShop, issue, order, three, type Sent } from '../support/reward-orders.ts';

const terms = {
  code: 'ABCDE-FGHJK-23456',
  title: 'Meridian one 7',
  startsAt: '2026-11-22T10:00:00.700Z',
  endsAt: '2027-02-21T03:30:00.000Z',
  usageLimit: 1,
  appliesOncePerCustomer: true,
  context: { customers: { add: ['gid://shopify/Customer/42'] } },
  combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: false },
};
const shipping = { orderDiscounts: false, productDiscounts: true, shippingDiscounts: false };
const configured = (configuration: object) => [
  { namespace: '$app', key: 'configuration', type: 'json', value: JSON.stringify(configuration) },
];
const minSpend = (...currencies: string[]) => currencies.map((currency) => ({ currency, amount: '30' }));

describe('a reward is issued', () => {
  it.each<[string, object, string, Sent]>([
    [
      'an amount in the sole currency, natively',
      {
        kind: 'amountOff',
        values: three.slice(0, 1),
        conditions: { productIds: ['9'], minSpend: minSpend('USD') },
      },
      'USD',
      {
        operation: 'CreateDiscount',
        variables: {
          discount: {
            ...terms,
            customerGets: {
              items: { products: { productsToAdd: ['gid://shopify/Product/9'] } },
              value: { discountAmount: { amount: '5.00', appliesOnEachItem: false } },
            },
            minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: '30' } },
          },
        },
      },
    ],
    [
      'amounts in several, by the Function',
      { kind: 'amountOff', values: three, conditions: { minSpend: minSpend('USD', 'EUR', 'KWD') } },
      'EUR',
      {
        operation: 'CreateFunctionDiscount',
        variables: {
          discount: {
            ...terms,
            functionHandle: 'localized-discount',
            discountClasses: ['ORDER'],
            metafields: configured({
              v: 1,
              minSpend: { USD: '30.00', EUR: '30.00', KWD: '30.000' },
              kind: 'amountOff',
              amounts: { USD: '5.00', EUR: '5.00', KWD: '1.500' },
            }),
          },
        },
      },
    ],
    [
      'a percentage, natively',
      { kind: 'percentOff', percent: '12.5', conditions: { collectionIds: ['8'] } },
      'KWD',
      {
        operation: 'CreateDiscount',
        variables: {
          discount: {
            ...terms,
            customerGets: {
              items: { collections: { add: ['gid://shopify/Collection/8'] } },
              value: { percentage: 0.125 },
            },
          },
        },
      },
    ],
    [
      'a percentage with a ceiling, by the Function',
      {
        kind: 'percentOff',
        percent: '10',
        ceiling: three,
        conditions: { collectionIds: ['8'], productIds: ['9'] },
      },
      'KWD',
      {
        operation: 'CreateFunctionDiscount',
        variables: {
          discount: {
            ...terms,
            functionHandle: 'localized-discount',
            discountClasses: ['PRODUCT'],
            metafields: configured({
              v: 1,
              productIds: ['gid://shopify/Product/9'],
              collectionIds: ['gid://shopify/Collection/8'],
              kind: 'percentOff',
              percent: '10',
              ceilings: { USD: '5.00', EUR: '5.00', KWD: '1.500' },
            }),
          },
        },
      },
    ],
    [
      'shipping, natively',
      { kind: 'freeShipping', countries: ['JP'], conditions: { combinesWith: ['shipping', 'product'] } },
      'EUR',
      {
        operation: 'CreateFreeShipping',
        variables: {
          discount: { ...terms, combinesWith: shipping, destination: { countries: { add: ['JP'] } } },
        },
      },
    ],
    [
      'shipping to everywhere, natively',
      { kind: 'freeShipping' },
      'USD',
      { operation: 'CreateFreeShipping', variables: { discount: { ...terms, destination: { all: true } } } },
    ],
    [
      'shipping up to a ceiling, by the Function',
      {
        kind: 'freeShipping',
        ceiling: three,
        countries: ['DE'],
        conditions: { combinesWith: ['shipping', 'product'] },
      },
      'EUR',
      {
        operation: 'CreateFunctionDiscount',
        variables: {
          discount: {
            ...terms,
            combinesWith: shipping,
            functionHandle: 'localized-discount',
            discountClasses: ['SHIPPING'],
            metafields: configured({
              v: 1,
              kind: 'shipping',
              percent: '100',
              ceilings: { USD: '5.00', EUR: '5.00', KWD: '1.500' },
              countries: ['DE'],
            }),
          },
        },
      },
    ],
    [
      'one piece of a variant for nothing, by the Function',
      { kind: 'freeProduct', variantId: '7' },
      'EUR',
      {
        operation: 'CreateFunctionDiscount',
        variables: {
          discount: {
            ...terms,
            functionHandle: 'localized-discount',
            discountClasses: ['PRODUCT'],
            metafields: configured({
              v: 1,
              kind: 'freeProduct',
              pieces: 1,
              variantIds: ['gid://shopify/ProductVariant/7'],
            }),
          },
        },
      },
    ],
    [
      'store credit in the currency of the member',
      { kind: 'storeCredit', values: three },
      'KWD',
      {
        operation: 'GiveStoreCredit',
        variables: {
          customer: 'gid://shopify/Customer/42',
          credit: {
            creditAmount: { amount: '1.500', currencyCode: 'KWD' },
            expiresAt: '2027-02-21T03:30:00.000Z',
          },
        },
      },
    ],
    [
      "a gift card until the shop's day on which it expires",
      { kind: 'giftCard', values: three },
      'EUR',
      {
        operation: 'CreateGiftCard',
        variables: {
          input: {
            code: 'ABCDEFGHJK23456',
            note: 'Meridian one 7',
            customerId: 'gid://shopify/Customer/42',
            initialAmount: { amount: '5', currencyCode: 'EUR' },
            expiresOn: '2027-02-20',
          },
        },
      },
    ],
  ])('%s', async (_title, rest, currency, expected) => {
    const { sent } = await issue(order(rest, currency));
    expect(sent).toEqual([expected]);
  });

  it.each([
    [{ variantId: '7' }, { productVariantsToAdd: ['gid://shopify/ProductVariant/7'] }],
    [{ productId: '8' }, { productsToAdd: ['gid://shopify/Product/8'] }],
  ])('a product natively, where no Function runs: %j', async (rest, products) => {
    const asked = order({ kind: 'freeProduct', ...rest });
    const { sent } = await issue({ ...asked, offer: { ...asked.offer, carrier: 'nativeCode' } });
    const customerGets = { items: { products }, value: { percentage: 1 } };
    expect(sent).toEqual([
      { operation: 'CreateDiscount', variables: { discount: { ...terms, customerGets } } },
    ]);
  });

  it('with a configuration that the Function understands', () => {
    const rewards = [
      { kind: 'amountOff', values: three },
      { kind: 'percentOff', percent: '12.5', ceiling: three },
      { kind: 'freeShipping', ceiling: three, countries: ['DE'] },
      { kind: 'freeProduct', productId: '8' },
      { kind: 'freeProduct', variantId: '7' },
    ].map((rest) => order(rest).reward);
    for (const reward of rewards) {
      const configuration = discountConfiguration(reward);
      expect(readConfiguration(JSON.parse(JSON.stringify(configuration)))).toEqual(configuration);
    }
  });

  it('by no kind that the table above leaves out', () => {
    const issued = Object.entries({
      amountOff: { values: three },
      percentOff: { percent: '1' },
      freeShipping: {},
      freeProduct: { productId: '1' },
      storeCredit: { values: three },
      giftCard: { values: three },
      exclusiveAccess: { customerTag: 'x' },
      voucher: {},
      donation: {},
      custom: {},
    }).filter(([kind, rest]) => {
      const reward = RewardSchema.parse({ id: 'one', points: 1, name: { en: 'One' }, kind, ...rest });
      return offerIn(reward, 'USD', ableShop).ok;
    });
    expect(issued.map(([kind]) => kind)).toEqual(Object.keys(REWARD_KINDS).slice(0, 6));
  });
});
