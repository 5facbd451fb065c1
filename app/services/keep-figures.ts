/** Counts what home tells of members, orders and markets, for the shops where that takes long. Twice is the same as once. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { countFigures, keepFigures } from '../storage/shop-figures.ts';
import { ensureShop } from '../storage/shops.ts';
import { inSnapshot } from '../storage/transaction.ts';

export async function keepShopFigures(deps: Pick<Deps, 'pool' | 'clock'>, shop: ShopId): Promise<void> {
  const { timeZone } = await ensureShop(deps.pool, shop);
  const now = deps.clock.now();
  const figures = await inSnapshot(deps.pool, (db) => countFigures(db, shop, { now, timeZone }));
  await keepFigures(deps.pool, shop, now, figures);
}
