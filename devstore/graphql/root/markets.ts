import { connection } from '../connection.ts';
import type { RootField } from '../graphql-types.ts';

export const markets: RootField = (args, { store }) =>
  connection(store.markets(), args, (market) => ({
    __typename: 'Market',
    id: `gid://shopify/Market/${market.id}`,
    handle: market.handle,
    name: market.name.en,
    status: 'ACTIVE',
    type: 'REGION',
    currencySettings: { baseCurrency: { currencyCode: market.currency }, localCurrencies: false },
    webPresences: (presenceArgs: Record<string, unknown>) =>
      connection([market.locales], presenceArgs, ([first, ...others]) => ({
        __typename: 'MarketWebPresence',
        id: `gid://shopify/MarketWebPresence/${market.id}`,
        subfolderSuffix: market.handle,
        defaultLocale: shopLocale(first ?? 'en'),
        alternateLocales: others.map(shopLocale),
      })),
    conditions: {
      regionsCondition: {
        applicationLevel: 'SPECIFIED',
        regions: (regionArgs: Record<string, unknown>) =>
          connection(market.countries, regionArgs, (code) => ({
            __typename: 'MarketRegionCountry',
            id: `gid://shopify/MarketRegionCountry/${market.id}${code.charCodeAt(0)}${code.charCodeAt(1)}`,
            name: code,
            code,
            currency: { currencyCode: market.currency },
          })),
      },
    },
  }));

const shopLocale = (locale: string) => ({
  __typename: 'ShopLocale',
  locale,
  name: new Intl.DisplayNames('en', { type: 'language' }).of(locale) ?? locale,
  primary: locale === 'en',
  published: true,
});
