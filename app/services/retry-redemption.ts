/** A redemption that was left to a person is tried again: a worker takes it up at once. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import type { Redemption } from '../domain/redemption.ts';
import { markMetafields } from '../storage/metafield-marks.ts';
import {
  findRedemption,
  lockRedemption,
  saveRedemption,
  UnreadableRewardError,
} from '../storage/redemptions.ts';
import { inTransaction } from '../storage/transaction.ts';

/** Of the lease's number: the worker that takes it makes it a second attempt, which looks the code up before it makes one. */
const LOOK_UP_FIRST = 1;

/** false where it is unknown, does not wait for a person (any more), or still cannot be read: then nothing changes. */
export async function retryRedemption(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  id: string,
): Promise<boolean> {
  const known = await findRedemption(deps.pool, shop, id).catch((error: unknown) => {
    if (error instanceof UnreadableRewardError) return null;
    throw error;
  });
  if (known === null) return false;
  return inTransaction(deps.pool, async (tx) => {
    const now = deps.clock.now().toISOString();
    const row = await lockRedemption(tx, shop, id);
    if (row.status !== 'needs_review' || row.ending !== null) return false;
    const again = { refusal: null, dueAt: now, leaseUntil: null, attempts: LOOK_UP_FIRST };
    await saveRedemption(tx, { ...row, ...whereItStood(row, now), ...again }, now);
    await markMetafields(tx, shop, [row.memberId], now);
    return true;
  });
}

/** What had been issued came here on its way to an end, which it goes on to: its code may be dead by now. */
function whereItStood(row: Redemption, now: string): Pick<Redemption, 'status' | 'ending'> {
  if (row.discountId === null) return { status: 'reserved', ending: null };
  const isOver = row.expiresAt !== null && row.expiresAt <= now;
  return { status: 'issued', ending: isOver ? 'expired' : 'cancelled' };
}
