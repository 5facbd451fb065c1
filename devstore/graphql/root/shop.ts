import type { Capabilities } from '../../state/app-data-types.ts';
import { capabilities } from '../../state/capabilities.ts';
import type { RootField } from '../graphql-types.ts';

/** Shop: a development store, unless a test says otherwise. */
export const shop: RootField = (_args, { store, core }) => ({
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
  plan: planObject(capabilities(core.tables)),
  features: { giftCards: capabilities(core.tables).giftCards },
  customerAccountsV2: {
    customerAccountsVersion: capabilities(core.tables).storeCredit ? 'NEW_CUSTOMER_ACCOUNTS' : 'CLASSIC',
    loginRequiredAtCheckout: false,
    loginLinksVisibleOnStorefrontAndCheckout: true,
    url: `https://${store.shop.domain}/account`,
  },
  enabledPresentmentCurrencies: store.markets().map((market) => market.currency),
});

function planObject({ partnerDevelopment, shopifyPlus }: Capabilities) {
  const name = partnerDevelopment ? 'Development' : shopifyPlus ? 'Shopify Plus' : 'Basic';
  return { partnerDevelopment, publicDisplayName: name, displayName: name, shopifyPlus };
}
