/**
 * Brings the members' last activity to what their orders and redemptions tell: for members from before it was kept, and whatever an older release wrote
 * beside a newer one. Twice is the same as once.
 */
import type { Deps } from '../deps.server.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import { compareLastActivity, correctLastActivity } from '../storage/last-activity.ts';
import { inTransaction } from '../storage/transaction.ts';

/** Members in one transaction: nobody waits long for one of them. */
const MEMBERS_AT_ONCE = 1_000;

/** Gives how many members were corrected. */
export async function keepLastActivity({ pool }: Pick<Deps, 'pool'>, shop: ShopId): Promise<number> {
  let corrected = 0;
  let after: MemberId | null = null;
  do {
    const { last, astray } = await compareLastActivity(pool, shop, after, MEMBERS_AT_ONCE);
    if (astray.length > 0) await inTransaction(pool, (tx) => correctLastActivity(tx, shop, astray));
    corrected += astray.length;
    after = last;
  } while (after !== null);
  return corrected;
}
