/** What tiers are settled by, and what an order adds by that. */
import { countsForMember, type Membership } from '../domain/enrolment.ts';
import { target, type Target } from '../domain/earning.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import type { OrderState } from '../domain/order-facts.ts';
import type { PublishedProgram } from '../domain/program.ts';
import type { MemberHistory } from '../domain/qualification.ts';
import { countsPoints, tierSteps } from '../domain/tier-metrics.ts';
import type { TailOrder } from '../domain/tier-tail.ts';
import type { Db, Tx } from '../storage/transaction.ts';

/** What one transaction settles by. */
export type TierScope = {
  tx: Tx;
  shop: ShopId;
  versions: readonly PublishedProgram[];
  timeZone: string;
  shopIsDevelopment: boolean;
  memberships: ReadonlyMap<MemberId, Membership>;
  now: string;
  /** `target`, remembered: an order that is as known from the start is asked for by its tier and by its settling. */
  worth?: typeof target;
};

/** For those who walk and write nothing. */
export type WalkScope = Omit<TierScope, 'tx'> & { tx: Db };

/** Remembers the last answer for each order's facts, as long as these are in use. */
export function rememberingTarget(): typeof target {
  const known = new WeakMap<OrderState, { asked: string; version: PublishedProgram | null; worth: Target }>();
  return (state, history, version) => {
    const { shopIsDevelopment, programPublished, member, level, firstOrder } = history;
    const asked = JSON.stringify([shopIsDevelopment, programPublished, member, level, firstOrder]);
    const before = known.get(state);
    if (before?.asked === asked && before.version === version) return before.worth;
    const worth = target(state, history, version);
    known.set(state, { asked, version, worth });
    return worth;
  };
}

/** The order's steps by its facts, for the level and the place that the walk tells. */
export function reckoning(
  scope: WalkScope,
  memberId: MemberId,
  state: OrderState,
  version: PublishedProgram | null,
): NonNullable<TailOrder['reckon']> {
  const withPoints = countsPoints(scope.versions);
  return (level, firstOrder) =>
    tierSteps(
      state,
      { ...historyOf(scope, memberId, state), level, firstOrder },
      version,
      withPoints,
      scope.worth,
    );
}

/** All of the history but the level and the place. */
export function historyOf(
  scope: WalkScope,
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
