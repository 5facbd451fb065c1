/** shop/update: the merchant changed the shop's name, currency or time zone. Versions are not touched by it; levels and when points expire are by another time zone. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import type { ShopNews } from '../shopify/shop-payload.ts';
import { ensureShop, updateShopSettings } from '../storage/shops.ts';
import type { Tx } from '../storage/transaction.ts';
import { storeTimeZone } from './store-time-zone.ts';

/** In any order: what is older than the settings that are stored changes nothing. */
export async function updateShop(
  deps: Pick<Deps, 'clock'>,
  tx: Tx,
  shop: ShopId,
  news: readonly (ShopNews & { at: string })[],
): Promise<void> {
  await ensureShop(tx, shop);
  const now = deps.clock.now().toISOString();
  for (const one of news)
    await storeTimeZone(tx, shop, one.timeZone, now, () => updateShopSettings(tx, shop, one));
}
