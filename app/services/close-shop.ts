/** app/uninstalled: the tokens are void, so the sessions go; members, entries and programme stay for a reinstall. */
import type { ShopId } from '../domain/ids.ts';
import { latestInstant } from '../domain/instant.ts';
import { ensureShop, markUninstalled } from '../storage/shops.ts';
import type { Tx } from '../storage/transaction.ts';

/** May run twice, and after a reinstall: an uninstall from before the latest install changes nothing. */
export async function closeShop(tx: Tx, shop: ShopId, uninstalledAt: readonly string[]): Promise<void> {
  await ensureShop(tx, shop);
  const latest = latestInstant(uninstalledAt);
  if (latest !== null) await markUninstalled(tx, shop, latest);
}
