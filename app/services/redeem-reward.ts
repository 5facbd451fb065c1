/** Redeeming and cancelling as a door asks for them: written down first, then tried at once, so that most members see their code with one request. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import type { Redemption } from '../domain/redemption.ts';
import type { Refusal } from '../domain/rewards.ts';
import { findRedemption } from '../storage/redemptions.ts';
import type { RedeemRequest } from './choose-reward.ts';
import { startCancelling, type CancelRequest } from './end-redemption.ts';
import { reserveReward } from './reserve-reward.ts';
import { workAtOnce, type AdminOf } from './work-redemption.ts';

/** Milliseconds that a request waits for Shopify; the attempt goes on without it, and a worker after that. */
const PATIENCE_MS = 4_000;

type Own = Pick<Deps, 'pool' | 'clock' | 'random' | 'env' | 'log'>;
export type Outcome = { ok: true; redemption: Redemption } | { ok: false; refusal: Refusal };

/** `issued`, or still `reserved` where Shopify is slow. What Shopify refused for good is a refusal: the points are back. */
export async function redeemReward(
  deps: Own,
  adminOf: AdminOf,
  shop: ShopId,
  request: Omit<RedeemRequest, 'issuable'>,
): Promise<Outcome> {
  // Without a session nothing can be issued until a merchant opens the app again: no points may wait for that.
  const admin = await adminOf(shop);
  const reserved = await reserveReward(deps, shop, { ...request, issuable: admin !== null });
  if (!reserved.ok) return reserved;
  const redemption = reserved.fresh
    ? await triedAtOnce(deps, () => Promise.resolve(admin), reserved.redemption)
    : reserved.redemption;
  return redemption.status === 'failed'
    ? { ok: false, refusal: { reason: 'shopify_refused' } }
    : { ok: true, redemption };
}

/** `cancelled`, or still `issued` with its ending where Shopify is slow. */
export async function cancelRedemption(
  deps: Own,
  adminOf: AdminOf,
  shop: ShopId,
  request: CancelRequest,
): Promise<Outcome> {
  const cancelling = await startCancelling(deps, shop, request);
  if (!cancelling.ok) return cancelling;
  const redemption = cancelling.started
    ? await triedAtOnce(deps, adminOf, cancelling.redemption)
    : cancelling.redemption;
  return redemption.status === 'used'
    ? { ok: false, refusal: { reason: 'already_used' } }
    : { ok: true, redemption };
}

async function triedAtOnce(deps: Own, adminOf: AdminOf, redemption: Redemption): Promise<Redemption> {
  const work = workAtOnce(deps, adminOf, redemption).catch((error: Error) => {
    deps.log.error({ redemption: redemption.id, reason: error.message }, 'an attempt at a redemption broke');
    return undefined;
  });
  const done = await within(PATIENCE_MS, work);
  return done ?? (await findRedemption(deps.pool, redemption.shop, redemption.id)) ?? redemption;
}

/** undefined where `work` takes longer; it goes on. */
async function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
