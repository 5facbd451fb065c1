/** One attempt at what a redemption waits for, whoever makes it: the request that caused it, or a worker. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import type { Redemption, RedemptionFault } from '../domain/redemption.ts';
import type { AdminGateway } from '../shopify/admin-gateway.ts';
import { leaveToPerson, releaseLease, type Claim } from '../storage/redemption-leases.ts';
import { findRedemption, UnreadableRewardError } from '../storage/redemptions.ts';
import { endRedemption } from './end-redemption.ts';
import { holdingLease } from './hold-lease.ts';
import { issueRedemption, needsReview, type Progress } from './issue-redemption.ts';

/** null where the shop has no session: it uninstalled the app, or its token has to be renewed by a merchant's visit. */
export type AdminOf = (shop: ShopId) => Promise<AdminGateway | null>;

type Own = Pick<Deps, 'pool' | 'clock' | 'random' | 'log'>;

/** A day and a half of attempts, since looking the code up first makes them safe: an outage of Shopify takes nobody's points. Then a person decides. */
const ATTEMPTS_MAX = 600;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 300_000;

/** Makes one attempt at what was claimed, and gives the redemption back with a later due time where Shopify did not let it through. */
export async function workRedemption(deps: Own, adminOf: AdminOf, claim: Claim): Promise<void> {
  await holdingLease(deps, claim, async () => {
    const redemption = await readRedemption(deps, claim);
    if (redemption && redemption.attempts === claim.attempts) await work(deps, adminOf, redemption);
  });
}

/** The same by whoever has just written the redemption, with its lease. Gives it as it is now, where that is known without reading it. */
export function workAtOnce(
  deps: Own,
  adminOf: AdminOf,
  redemption: Redemption,
): Promise<Redemption | undefined> {
  return holdingLease(deps, redemption, () => work(deps, adminOf, redemption));
}

async function work(deps: Own, adminOf: AdminOf, redemption: Redemption): Promise<Redemption | undefined> {
  const progress = await attempt(deps, adminOf, redemption).catch((error: unknown): Progress => {
    const reason = error instanceof Error ? error.message : String(error);
    deps.log.error(
      { shop: redemption.shop, redemption: redemption.id, reason },
      'an attempt at a redemption broke',
    );
    return { done: false, codes: ['BROKEN'] };
  });
  if (progress.done) return progress.now;
  await postpone(deps, redemption, progress.codes);
  return undefined;
}

/** null where there is nothing to work on. What cannot be read is a dead letter: taking it again would find the same. */
async function readRedemption(deps: Own, claim: Claim): Promise<Redemption | null> {
  try {
    return await findRedemption(deps.pool, claim.shop, claim.id);
  } catch (error) {
    if (!(error instanceof UnreadableRewardError)) throw error;
    const refusal: RedemptionFault = { reason: 'unreadable_reward', codes: [] };
    await leaveToPerson(deps.pool, claim, refusal, deps.clock.now().toISOString());
    deps.log.error({ shop: claim.shop, redemption: claim.id, ...refusal }, 'a redemption needs a person');
    return null;
  }
}

async function attempt(deps: Own, adminOf: AdminOf, redemption: Redemption): Promise<Progress> {
  const admin = await adminOf(redemption.shop);
  if (!admin) return { done: false, codes: ['NO_SESSION'] };
  if (redemption.ending !== null) return endRedemption(deps, admin, redemption);
  if (redemption.status === 'reserved') return issueRedemption(deps, admin, redemption);
  if (redemption.status === 'issued') return endRedemption(deps, admin, { ...redemption, ending: 'expired' });
  throw new Error(`a redemption that is ${redemption.status} has nothing to wait for`);
}

async function postpone(deps: Own, redemption: Redemption, codes: string[]): Promise<void> {
  if (redemption.attempts >= ATTEMPTS_MAX) {
    await needsReview(deps, redemption, { reason: 'unavailable', codes });
    return;
  }
  const dueAt = new Date(deps.clock.now().getTime() + retryDelay(deps, redemption.attempts)).toISOString();
  await releaseLease(deps.pool, redemption, dueAt);
  deps.log.warn(
    { shop: redemption.shop, redemption: redemption.id, codes, attempts: redemption.attempts, dueAt },
    'Shopify did not answer for a redemption; trying again',
  );
}

/** Milliseconds: doubled with every attempt, and between half and all of that, so that what failed together does not come back together. */
export function retryDelay(deps: Pick<Deps, 'random'>, attempts: number): number {
  const half = Math.min(FIRST_RETRY_MS * 2 ** Math.min(attempts - 1, 30), LONGEST_RETRY_MS) / 2;
  return half + (deps.random.bytes(4).readUInt32BE() % (half + 1));
}
