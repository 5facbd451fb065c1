import type { ShopMarket } from '../domain/starting-programs.ts';
import type { AdminFault, AdminGateway } from './admin-gateway.ts';
import { ShopMarketsDocument, type ShopMarketsQuery } from './admin-types.generated.ts';

/** The shop's active markets by region, in Shopify's order. One without a currency of its own has the shop's. */
export async function readShopMarkets(
  admin: AdminGateway,
  shopCurrency: string,
): Promise<{ ok: true; markets: ShopMarket[] } | AdminFault> {
  const answer = await admin(ShopMarketsDocument, {});
  if (!answer.ok) return answer;
  const active = answer.data.markets.nodes.filter(({ status }) => status === 'ACTIVE');
  return { ok: true, markets: active.map((one) => marketOf(one, shopCurrency)) };
}

type Node = ShopMarketsQuery['markets']['nodes'][number];

function marketOf(
  { handle, currencySettings, conditions, webPresences }: Node,
  shopCurrency: string,
): ShopMarket {
  const regions = conditions?.regionsCondition?.regions.nodes ?? [];
  const presences = webPresences?.nodes ?? [];
  const locales = presences.flatMap(({ defaultLocale, alternateLocales }) => [
    defaultLocale,
    ...alternateLocales,
  ]);
  return {
    handle,
    countries: regions.flatMap((region) =>
      region.__typename === 'MarketRegionCountry' ? [region.code] : [],
    ),
    currency: currencySettings?.baseCurrency.currencyCode ?? shopCurrency,
    locales: [...new Set(locales.map(({ locale }) => locale))],
  };
}
