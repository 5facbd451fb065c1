import type { RedemptionFault } from '../domain/redemption.ts';
import type { AdminMessage } from '../locales/admin.ts';

/** What went wrong with a redemption that waits for a person, and what they can do; `{codes}` are the platform's. */
export function reviewProblem(fault: RedemptionFault | null): AdminMessage {
  switch (fault?.reason) {
    case 'foreign_code':
      return 'review.foreign';
    case 'unreadable_reward':
      return 'review.unreadable';
    case 'unknown_outcome':
      return 'review.unknownOutcome';
    case 'shopify_refused':
      return 'review.refused';
    case 'unavailable':
    case undefined:
      return unavailableProblem(fault?.codes ?? []);
  }
}

/** Attempts that all came to nothing: what the last of them was told says whose door to knock at. */
function unavailableProblem(codes: readonly string[]): AdminMessage {
  if (codes.includes('NO_SESSION') || codes.includes('HTTP 401')) return 'review.noAccess';
  if (codes.includes('ACCESS_DENIED')) return 'review.denied';
  if (codes.includes('THROTTLED')) return 'review.throttled';
  if (codes.includes('BROKEN')) return 'review.broken';
  return 'review.unavailable';
}
