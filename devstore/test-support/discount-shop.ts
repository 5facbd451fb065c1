import { executeAdmin } from '../graphql/execute.ts';
import { CostBucket } from '../graphql/throttle.ts';
import type { MarketHandle } from '../state/catalogue-types.ts';
import { findProduct } from './find-product.ts';
import { openTestStore, testEnv } from './open-test-store.ts';

/** Of the amount off that its codes give where nothing else is said. */
export const amounts = { JPY: '700', EUR: '5.00', KWD: '1.500', USD: '5.00' };

/** A store with a customer in Japan and what makes discounts of the discount Function for them. */
export function openDiscountShop(scopes = ['write_discounts', 'read_customers']) {
  const opened = openTestStore(testEnv('http://127.0.0.1:9'));
  const { store, context } = opened;
  const bucket = new CostBucket();
  const run = (query: string, variables: Record<string, unknown>) =>
    executeAdmin({ query, variables }, { store, core: context, scopes, bucket });
  const made = store.createCustomer({
    firstName: 'Hana',
    lastName: 'Mori',
    email: 'hana@example.com',
    market: 'jp',
  });
  if (!made.ok) throw new Error(made.detail);
  const member = made.customer;
  const metafields = (configuration: object) => [
    { namespace: '$app', key: 'configuration', type: 'json', value: JSON.stringify(configuration) },
  ];
  const automatic = (configuration: object, more: object = {}) => ({
    title: 'Gold shipping',
    functionHandle: 'localized-discount',
    startsAt: '2026-01-01T00:00:00Z',
    discountClasses: ['SHIPPING'],
    metafields: metafields(configuration),
    ...more,
  });
  const code = (configuration: object = { v: 1, kind: 'amountOff', amounts }, more: object = {}) => ({
    title: 'Reward',
    code: 'MRD-7Q2F-KX4P',
    functionHandle: 'localized-discount',
    startsAt: '2026-01-01T00:00:00Z',
    discountClasses: ['ORDER'],
    context: { customers: { add: [`gid://shopify/Customer/${member.id}`] } },
    usageLimit: 1,
    appliesOncePerCustomer: true,
    metafields: metafields(configuration),
    ...more,
  });
  const buy = (market: MarketHandle, more: object = {}) =>
    store.checkout({
      customerId: member.id,
      market,
      lines: [{ variantId: findProduct('olive-soap'), quantity: 3 }],
      codes: ['mrd-7q2f-kx4p'],
      ...more,
    });
  const bought = (market: MarketHandle, more: object = {}) => {
    const result = buy(market, more);
    if (!result.ok) throw new Error(result.detail);
    return store.orderPayload(result.order);
  };
  return { ...opened, run, member, code, automatic, buy, bought };
}
