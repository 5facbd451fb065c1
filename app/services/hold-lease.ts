/** Working on something under a lease: extended while the work lives, so that a killed process is replaced within seconds. */
import type { Deps } from '../deps.server.ts';
import { extendLease, type Claim } from '../storage/redemption-leases.ts';

/** Milliseconds that a process may be silent before another takes its work. */
export const LEASE_MS = 6_000;
const HEARTBEAT_MS = 2_000;

/** The moment at which a lease that is taken or extended now ends. */
export function leaseEnd(deps: Pick<Deps, 'clock'>): string {
  return new Date(deps.clock.now().getTime() + LEASE_MS).toISOString();
}

/** `of` says in the log what is worked on; `extend` writes the lease's new end. */
export async function whileExtending<T>(
  deps: Pick<Deps, 'clock' | 'log'>,
  of: object,
  extend: (leaseUntil: string) => Promise<void>,
  work: () => Promise<T>,
): Promise<T> {
  const heartbeat = setInterval(() => {
    extend(leaseEnd(deps)).catch((error: Error) =>
      deps.log.warn({ ...of, reason: error.message }, 'a lease could not be extended'),
    );
  }, HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
  }
}

export function holdingLease<T>(
  deps: Pick<Deps, 'pool' | 'clock' | 'log'>,
  claim: Claim,
  work: () => Promise<T>,
): Promise<T> {
  const extend = (leaseUntil: string) => extendLease(deps.pool, claim, leaseUntil);
  return whileExtending(deps, { redemption: claim.id }, extend, work);
}
