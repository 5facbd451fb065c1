/** discounts/delete: a merchant deleted discounts in Shopify's admin. Whose code is among them has no reward any more: it ends as cancelled, and the points return. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { markMetafields } from '../storage/metafield-marks.ts';
import { startEndingDeleted } from '../storage/redemption-leases.ts';
import type { Tx } from '../storage/transaction.ts';

/** Only begins it: a worker looks whether the code is really gone, and an order that came with it before has the last word. */
export async function endDeletedDiscounts(
  deps: Pick<Deps, 'clock'>,
  tx: Tx,
  shop: ShopId,
  discountIds: readonly string[],
): Promise<void> {
  const now = deps.clock.now().toISOString();
  await markMetafields(tx, shop, await startEndingDeleted(tx, shop, discountIds, now), now);
}
