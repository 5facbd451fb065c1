import type { RootField } from '../graphql-types.ts';

/** Shop: a development store, on which test orders pay too. */
export const shop: RootField = (_args, { store }) => ({
  __typename: 'Shop',
  id: `gid://shopify/Shop/${store.shop.id}`,
  name: store.shop.name,
  email: store.shop.email,
  contactEmail: store.shop.email,
  currencyCode: store.shop.currency,
  ianaTimezone: store.shop.timeZone,
  myshopifyDomain: store.shop.domain,
  url: `https://${store.shop.domain}`,
  taxesIncluded: false,
  primaryDomain: {
    id: `gid://shopify/Domain/${store.shop.id}`,
    host: store.shop.domain,
    url: `https://${store.shop.domain}`,
    sslEnabled: true,
  },
  plan: {
    partnerDevelopment: true,
    publicDisplayName: 'Development',
    displayName: 'Development',
    shopifyPlus: false,
  },
  enabledPresentmentCurrencies: store.markets().map((market) => market.currency),
});
