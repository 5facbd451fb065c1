/** shop/update: the merchant changed the shop's name, currency or time zone. Versions are not touched by it; levels are by another time zone. */
import type { ShopId } from '../domain/ids.ts';
import type { ShopNews } from '../shopify/shop-payload.ts';
import { ensureShop, updateShopSettings } from '../storage/shops.ts';
import type { Tx } from '../storage/transaction.ts';
import { storeTimeZone } from './store-time-zone.ts';

/** In any order: what is older than the settings that are stored changes nothing. */
export async function updateShop(
  tx: Tx,
  shop: ShopId,
  news: readonly (ShopNews & { at: string })[],
): Promise<void> {
  await ensureShop(tx, shop);
  for (const one of news)
    await storeTimeZone(tx, shop, one.timeZone, () => updateShopSettings(tx, shop, one));
}
