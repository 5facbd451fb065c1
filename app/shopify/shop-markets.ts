import type { ShopMarket } from '../domain/market-differences.ts';
import type { AdminAnswer, AdminFault, AdminGateway } from './admin-gateway.ts';
import { ShopMarketsDocument, type ShopMarketsQuery } from './admin-types.generated.ts';

/** Of three markets each. Shopify lets no plan have more markets by region than fit. */
const PAGES_MAX = 20;

/** The shop's active markets by region, in Shopify's order. One without a currency of its own has the shop's. */
export async function readShopMarkets(
  admin: AdminGateway,
  shopCurrency: string,
): Promise<{ ok: true; markets: ShopMarket[] } | AdminFault> {
  const markets: ShopMarket[] = [];
  let after: string | null = null;
  for (let page = 0; page < PAGES_MAX; page++) {
    const answer: AdminAnswer<ShopMarketsQuery> = await admin(ShopMarketsDocument, { after });
    if (!answer.ok) return answer;
    const { nodes, pageInfo }: ShopMarketsQuery['markets'] = answer.data.markets;
    const active = nodes.filter(({ status }) => status === 'ACTIVE');
    markets.push(...active.map((one) => marketOf(one, shopCurrency)));
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor ?? null;
  }
  return { ok: true, markets };
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
