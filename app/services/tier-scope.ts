/** What tiers are settled by, and what an order adds by that. */
import { countsForMember, type Membership } from '../domain/enrolment.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import type { OrderState } from '../domain/order-facts.ts';
import type { PublishedProgram } from '../domain/program.ts';
import type { MemberHistory } from '../domain/qualification.ts';
import { countsPoints, tierSteps } from '../domain/tier-metrics.ts';
import type { TailOrder } from '../domain/tier-tail.ts';
import type { Tx } from '../storage/transaction.ts';

/** What one transaction settles by. */
export type TierScope = {
  tx: Tx;
  shop: ShopId;
  versions: readonly PublishedProgram[];
  timeZone: string;
  shopIsDevelopment: boolean;
  memberships: ReadonlyMap<MemberId, Membership>;
  now: string;
};

/** The order's steps by its facts, for the level and the place that the walk tells. */
export function reckoning(
  scope: TierScope,
  memberId: MemberId,
  state: OrderState,
  version: PublishedProgram | null,
): NonNullable<TailOrder['reckon']> {
  const withPoints = countsPoints(scope.versions);
  return (level, firstOrder) =>
    tierSteps(state, { ...historyOf(scope, memberId, state), level, firstOrder }, version, withPoints);
}

/** All of the history but the level and the place. */
export function historyOf(
  scope: TierScope,
  memberId: MemberId | null,
  state: OrderState,
): Omit<MemberHistory, 'level' | 'firstOrder'> {
  const processedAt = state.order?.facts.processedAt;
  const membership = memberId === null ? undefined : scope.memberships.get(memberId);
  return {
    shopIsDevelopment: scope.shopIsDevelopment,
    programPublished: scope.versions.length > 0,
    member:
      membership !== undefined &&
      processedAt !== undefined &&
      countsForMember(scope.versions, membership, processedAt),
  };
}
