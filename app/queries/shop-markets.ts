import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import type { ShopMarket } from '../domain/market-differences.ts';
import type { AdminGateway } from '../shopify/admin-gateway.ts';
import { readShopMarkets } from '../shopify/shop-markets.ts';

/** The markets that the shop has in Shopify; null where Shopify does not tell them now. */
export async function shopMarkets(
  deps: Pick<Deps, 'log'>,
  shop: ShopId,
  admin: AdminGateway,
  shopCurrency: string,
): Promise<ShopMarket[] | null> {
  const read = await readShopMarkets(admin, shopCurrency);
  if (read.ok) return read.markets;
  deps.log.warn({ shop, reason: read.reason, codes: read.codes }, 'the markets could not be read');
  return null;
}
