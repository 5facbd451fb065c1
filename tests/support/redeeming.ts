// Redemptions as a client asks for them, and what came of them in a word.
import { randomUUID } from 'node:crypto';
import type { RedeemRequest } from '../../app/services/choose-reward.ts';
import type { Redeemed } from '../../app/services/reserve-reward.ts';

/** Of five-off, by a key of its own. */
export const request = (customerId: string, changes: Partial<RedeemRequest> = {}): RedeemRequest => ({
  ...{ customerId, rewardId: 'five-off', points: null, currency: null, market: 'us' },
  ...{ key: randomUUID(), issuable: true, ...changes },
});

/** `known`: reserved before, by the same key. */
export const tell = (results: readonly Redeemed[]): string[] =>
  results.map((one) => (one.ok ? (one.fresh ? 'taken' : 'known') : one.refusal.reason));

/** How many came to what. */
export const count = (results: readonly Redeemed[]): Record<string, number> =>
  Object.fromEntries(
    Object.entries(Object.groupBy(tell(results), (one) => one)).map(([k, v]) => [k, v!.length]),
  );
