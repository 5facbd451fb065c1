/** A worker's half of redemptions: takes what is due (issue, deactivate, expire, and what a killed process held) and makes one attempt at each. */
import type { Deps } from '../deps.server.ts';
import { leaseEnd } from '../services/hold-lease.ts';
import { workRedemption, type AdminOf } from '../services/work-redemption.ts';
import { claimRedemptions } from '../storage/redemption-leases.ts';

/** Each is at most two calls to Shopify; its bucket, not ours, is what limits them. */
export const REDEMPTIONS_AT_ONCE = 10;

/** Returns how many it took. */
export async function handleRedemptions(deps: Deps, adminOf: AdminOf): Promise<number> {
  const now = deps.clock.now().toISOString();
  const claims = await claimRedemptions(deps.pool, REDEMPTIONS_AT_ONCE, now, leaseEnd(deps));
  await Promise.all(claims.map((claim) => workRedemption(deps, adminOf, claim)));
  return claims.length;
}
