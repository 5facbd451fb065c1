/** app/uninstalled: the tokens are void, so the sessions go; members, entries and programme stay for a reinstall. */
import type { ShopId } from '../domain/ids.ts';
import { latestInstant } from '../domain/instant.ts';
import { markAll } from '../storage/metafield-marks.ts';
import { ensureShop, markUninstalled } from '../storage/shops.ts';
import type { Tx } from '../storage/transaction.ts';

/**
 * May run twice, and after a reinstall: an uninstall from before the latest token ends nothing. But Shopify has forgotten what we had written there, and the
 * install, which did not know of it, has not asked for that anew.
 */
export async function closeShop(
  tx: Tx,
  shop: ShopId,
  uninstalledAt: readonly string[],
  now: string,
): Promise<void> {
  await ensureShop(tx, shop);
  const latest = latestInstant(uninstalledAt);
  if (latest !== null && !(await markUninstalled(tx, shop, latest))) await markAll(tx, shop, now);
}
