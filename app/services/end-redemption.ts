/** Cancelling and expiring: the reward is taken back in Shopify first, then the points return. */
import type { Deps } from '../deps.server.ts';
import { isCartReward } from '../domain/cart-points.ts';
import type { ShopId } from '../domain/ids.ts';
import { returnsPoints, type Redemption } from '../domain/redemption.ts';
import { USE_NOTICED } from '../domain/reward-kinds/kind.ts';
import type { Refusal } from '../domain/rewards.ts';
import type { AdminGateway } from '../shopify/admin-gateway.ts';
import { CARRIERS } from '../shopify/carriers/registry.ts';
import { LedgerWriter } from '../storage/ledger-writer.ts';
import { lockMembers } from '../storage/members.ts';
import { markMetafields } from '../storage/metafield-marks.ts';
import { findRedemption, lockRedemption, ownerOfRedemption, saveRedemption } from '../storage/redemptions.ts';
import { lockProgramShared } from '../storage/shops.ts';
import { inTransaction } from '../storage/transaction.ts';
import { leaseEnd } from './hold-lease.ts';
import { renewPersonalCodes } from './renew-personal-codes.ts';
import { isOurs, lookUpReward, rewardOrder, type Progress } from './issue-redemption.ts';
import { expireFirst } from './refresh-expiry.ts';
import { returnPoints } from './return-points.ts';

type Own = Pick<Deps, 'pool' | 'clock'>;

export type CancelRequest =
  /** A member cancels what is theirs, while it is unused; also points of a cart that wait for a person: what there is of them has a code, which is looked for first. */
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
    // There are no points to have back.
    if (request.by === 'member' && row.grant !== null)
      return { ok: false, refusal: { reason: 'not_cancellable' } };
    // Its time is over, whatever a worker has got to: what happens then is the reward's `unused`.
    const isOver = row.expiresAt !== null && row.expiresAt <= now;
    const isStuck = row.status === 'needs_review';
    if (request.by === 'member' && isOver && !isStuck)
      return { ok: false, refusal: { reason: 'not_cancellable' } };
    const mayEnd =
      row.status === 'issued' || (isStuck && (request.by === 'merchant' || isCartReward(row.reward)));
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
  const carrier = CARRIERS[redemption.carrier];
  if (!carrier.repeatable) return endSentOnce(deps, admin, redemption);
  const found = await lookUpReward(deps, admin, redemption);
  if (found.kind === 'later') return { done: false, codes: found.codes };
  const known = found.kind === 'found' ? found.found : null;
  // A search may run behind: what was made for certain is taken back by its id.
  const isUnseen = known === null && USE_NOTICED[redemption.carrier] === 'lookUp';
  // Another's discount stays as it is, and its uses are none of ours.
  const own = known && isOurs(redemption, known) ? known : null;
  // What is used in part (a gift card) stays with the member.
  const isThere = own !== null && !own.used && (own.live || isCartReward(redemption.reward));
  const id = isUnseen ? redemption.discountId : isThere ? own.id : null;
  let used = own?.used ?? false;
  if (id !== null) {
    const gone = await carrier.revoke(admin, id, rewardOrder(redemption));
    if (gone.kind !== 'revoked') return { done: false, codes: gone.codes };
    used = gone.used;
  }
  await finish(deps, redemption, used);
  return { done: true };
}

/**
 * What is sent once is the member's own as soon as it is known to be there, so only a person ends it, who has looked where Shopify does not tell:
 * what is found stays with the member, and everything else gives the points back.
 */
async function endSentOnce(deps: Own, admin: AdminGateway, redemption: Redemption): Promise<Progress> {
  if (redemption.sentAt === null) {
    await finish(deps, redemption, false);
    return { done: true };
  }
  const found = await lookUpReward(deps, admin, redemption);
  if (found.kind === 'later') return { done: false, codes: found.codes };
  const known = found.kind === 'found' ? found.found : null;
  await finish(deps, { ...redemption, discountId: known?.id ?? null }, known !== null);
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
      const discountId = row.discountId ?? redemption.discountId;
      await saveRedemption(tx, { ...row, ...ended, status: 'used', usedAt: now, discountId }, now);
    } else {
      if (returnsPoints(row, ending)) {
        await expireFirst(tx, row.shop, members, now);
        const writer = new LedgerWriter(row.shop, members, now);
        await returnPoints(tx, writer, row, ending, now);
        await writer.flush(tx);
      }
      await saveRedemption(tx, { ...row, ...ended, status: ending }, now);
    }
    // What Shopify would not make and a person put away would be refused once more: the next version, or another level, has another.
    const isPutAway = row.status === 'needs_review' && row.grant !== null && row.grant.withdrawnAt === null;
    if (!isPutAway) await renewPersonalCodes(tx, row.shop, [row], now);
    await markMetafields(tx, row.shop, [row.memberId], now);
  });
}
