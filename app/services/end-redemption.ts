/** Cancelling and expiring: the code is deactivated in Shopify first, then the points return. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { returnsPoints, type Redemption } from '../domain/redemption.ts';
import type { Refusal } from '../domain/rewards.ts';
import type { AdminGateway } from '../shopify/admin-gateway.ts';
import { deactivateCode, findCode } from '../shopify/discounts.ts';
import { LedgerWriter } from '../storage/ledger-writer.ts';
import { lockMembers } from '../storage/members.ts';
import { markMetafields } from '../storage/metafield-marks.ts';
import { findRedemption, lockRedemption, ownerOfRedemption, saveRedemption } from '../storage/redemptions.ts';
import { lockProgramShared } from '../storage/shops.ts';
import { inTransaction } from '../storage/transaction.ts';
import { leaseEnd } from './hold-lease.ts';
import { isOurs, type Progress } from './issue-redemption.ts';
import { expireFirst } from './refresh-expiry.ts';
import { returnPoints } from './return-points.ts';

type Own = Pick<Deps, 'pool' | 'clock'>;

export type CancelRequest =
  /** A member cancels what is theirs, while it is unused. */
  | { by: 'member'; customerId: string; redemptionId: string }
  /** The shop also ends what needs a person. */
  | { by: 'merchant'; redemptionId: string };

export type Cancelling =
  /** `started`: by this call, whose process holds the lease. */
  { ok: true; redemption: Redemption; started: boolean } | { ok: false; refusal: Refusal };

/** Writes down that it is to end, with the lease taken. Asking twice is asking once. */
export async function startCancelling(deps: Own, shop: ShopId, request: CancelRequest): Promise<Cancelling> {
  const known = await findRedemption(deps.pool, shop, request.redemptionId);
  if (!known || (request.by === 'member' && known.customerId !== request.customerId))
    return { ok: false, refusal: { reason: 'unknown_redemption' } };
  return inTransaction(deps.pool, async (tx) => {
    const now = deps.clock.now().toISOString();
    const row = await lockRedemption(tx, shop, request.redemptionId);
    if (row.status === 'cancelled' || row.ending === 'cancelled')
      return { ok: true, redemption: row, started: false };
    if (row.status === 'used') return { ok: false, refusal: { reason: 'already_used' } };
    // Its time is over, whatever a worker has got to: what happens then is the reward's `unused`.
    const isOver = row.expiresAt !== null && row.expiresAt <= now;
    if (request.by === 'member' && isOver) return { ok: false, refusal: { reason: 'not_cancellable' } };
    const mayEnd = row.status === 'issued' || (row.status === 'needs_review' && request.by === 'merchant');
    if (!mayEnd || row.ending !== null) return { ok: false, refusal: { reason: 'not_cancellable' } };
    // A number that no present holder of the lease has.
    const attempts = row.leaseUntil === null ? 1 : row.attempts + 1;
    const lease = { dueAt: now, leaseUntil: leaseEnd(deps), attempts };
    const redemption: Redemption = { ...row, ending: 'cancelled', ...lease };
    await saveRedemption(tx, redemption, now);
    await markMetafields(tx, shop, [row.memberId], now);
    return { ok: true, redemption, started: true };
  });
}

/** One attempt to end a redemption, by the holder of its lease. */
export async function endRedemption(
  deps: Own,
  admin: AdminGateway,
  redemption: Redemption,
): Promise<Progress> {
  const found = await findCode(admin, redemption.code);
  if (found.kind === 'later') return { done: false, codes: found.codes };
  // Another's discount stays as it is, and its uses are none of ours.
  const discount = found.discount && isOurs(redemption, found.discount) ? found.discount : null;
  let used = discount?.used ?? false;
  if (discount?.live) {
    const gone = await deactivateCode(admin, discount.id);
    if (gone.kind !== 'deactivated') return { done: false, codes: gone.codes };
    used ||= gone.used;
  }
  await finish(deps, redemption, used);
  return { done: true };
}

async function finish(deps: Own, redemption: Redemption, used: boolean): Promise<void> {
  const now = deps.clock.now().toISOString();
  await inTransaction(deps.pool, async (tx) => {
    await lockProgramShared(tx, redemption.shop);
    const owner = await ownerOfRedemption(tx, redemption.shop, redemption.id);
    const members = await lockMembers(tx, redemption.shop, [owner]);
    const row = await lockRedemption(tx, redemption.shop, redemption.id);
    const ending = row.ending ?? (row.status === 'issued' ? redemption.ending : null);
    if (ending === null || row.attempts !== redemption.attempts) return;
    const ended = { ending: null, dueAt: null, leaseUntil: null, refusal: null };
    if (used) {
      // Its order is on the way and will say which it is.
      await saveRedemption(tx, { ...row, ...ended, status: 'used', usedAt: now }, now);
    } else {
      if (returnsPoints(row, ending)) {
        await expireFirst(tx, row.shop, members, now);
        const writer = new LedgerWriter(row.shop, members, now);
        await returnPoints(tx, writer, row, ending, now);
        await writer.flush(tx);
      }
      await saveRedemption(tx, { ...row, ...ended, status: ending }, now);
    }
    await markMetafields(tx, row.shop, [row.memberId], now);
  });
}
