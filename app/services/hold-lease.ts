/** Working on a redemption under its lease: extended while the work lives, so that a killed process is replaced within seconds. */
import type { Deps } from '../deps.server.ts';
import { extendLease, type Claim } from '../storage/redemption-leases.ts';

/** Milliseconds that a process may be silent before another takes its work. */
export const LEASE_MS = 6_000;
const HEARTBEAT_MS = 2_000;

/** The moment at which a lease that is taken or extended now ends. */
export function leaseEnd(deps: Pick<Deps, 'clock'>): string {
  return new Date(deps.clock.now().getTime() + LEASE_MS).toISOString();
}

export async function holdingLease<T>(
  deps: Pick<Deps, 'pool' | 'clock' | 'log'>,
  claim: Claim,
  work: () => Promise<T>,
): Promise<T> {
  const heartbeat = setInterval(() => {
    extendLease(deps.pool, claim, leaseEnd(deps)).catch((error: Error) =>
      deps.log.warn({ redemption: claim.id, reason: error.message }, 'a lease could not be extended'),
    );
  }, HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
  }
}
