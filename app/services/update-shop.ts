/** shop/update: the merchant changed the shop's name, currency or time zone. Entries and versions are not touched by it. */
import type { ShopId } from '../domain/ids.ts';
import type { ShopNews } from '../shopify/shop-payload.ts';
import { ensureShop, updateShopSettings } from '../storage/shops.ts';
import type { Tx } from '../storage/transaction.ts';

/** The last of `news` counts. A stale delivery is put right by the next token exchange, which reads the settings (record-install). */
export async function updateShop(tx: Tx, shop: ShopId, news: readonly ShopNews[]): Promise<void> {
  const latest = news.at(-1);
  if (!latest) return;
  await ensureShop(tx, shop);
  await updateShopSettings(tx, shop, latest);
}
