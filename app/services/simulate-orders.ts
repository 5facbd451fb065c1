/**
 * What each order would carry had a programme been in force since a moment: by the functions that settling uses, over the same rows, and nothing is
 * written (decision 0037).
 */
import type { OrderSide } from '../domain/simulation.ts';
import { enrolsAutomatically } from '../domain/enrolment.ts';
import { parseFraction, zero } from '../domain/fraction.ts';
import type { MemberId } from '../domain/ids.ts';
import { lookupsNeeded } from '../domain/lookups.ts';
import { versionAt, type Program, type PublishedProgram } from '../domain/program.ts';
import { stampOf } from '../domain/stamp.ts';
import { isBefore, type Position, type TailOrder } from '../domain/tier-tail.ts';
import { membershipsOf } from '../storage/members.ts';
import { readOrdersSince, type StoredOrder } from '../storage/simulated-orders.ts';
import { resettledSince } from './publish-program.ts';
import { historyOf, reckoning, rememberingTarget, type WalkScope } from './tier-scope.ts';
import { readAndWalk, type MemberWalk, type MemberWork } from './walk-tiers.ts';

/** All but the members, who come batch by batch. */
export type SimulationScope = Omit<WalkScope, 'memberships' | 'worth'> & {
  /** In UTC with milliseconds. */
  since: string;
};

export type SimulatedOrder = {
  orderId: string;
  processedAt: string;
  owner: MemberId;
  before: OrderSide;
  after: OrderSide;
  /** The draft asks for tags that nobody has looked up. */
  unknownTags: boolean;
};

export type SimulatedBatch = {
  /** Those processed since `since`. */
  orders: SimulatedOrder[];
  /** By owner, of those who are members: the level that they would hold now. */
  levels: Map<MemberId, string | null>;
};

/** Before every order. */
const BEGINNING: Position = { moment: stampOf('0001-01-01T00:00:00Z'), orderId: '0' };

/** The versions in force before `since`, and `program` from then on. */
export function simulatedVersions(
  versions: readonly PublishedProgram[],
  program: Program,
  since: string,
): PublishedProgram[] {
  const number = (versions.at(-1)?.number ?? 0) + 1;
  const kept = versions.filter(({ publishedAt }) => stampOf(publishedAt) < stampOf(since));
  return [...kept, { number, publishedAt: since, program }];
}

/**
 * From when on orders' facts are read: where the draft is the first to count points for tiers, the orders before `since` tell theirs for the first
 * time too.
 */
export function factsSince({ versions, since }: SimulationScope): string {
  const draft = versions.at(-1);
  return draft ? resettledSince(draft, versions.slice(0, -1)) : since;
}

/** Batches of some hundred orders. `scope.tx` is one connection in a transaction. */
export async function* simulateOrders(scope: SimulationScope): AsyncGenerator<SimulatedBatch> {
  const { tx, shop, since, now } = scope;
  const from = factsSince(scope);
  const start = from === since ? positionOf(since) : BEGINNING;
  for await (const stored of readOrdersSince(tx, shop, from, now)) yield await simulate(scope, start, stored);
}

const positionOf = (since: string): Position => ({ moment: stampOf(since), orderId: '0' });

/** The levels that members of whom `simulateOrders` tells none would hold. */
export async function simulateLevels(
  scope: SimulationScope,
  members: readonly MemberId[],
): Promise<Map<MemberId, string | null>> {
  const memberships = await membershipsOf(scope.tx, scope.shop, members);
  const start = positionOf(scope.since);
  const works = members.map((memberId) => workOf(memberId, start, new Map()));
  const { walks } = await readAndWalk({ ...scope, memberships }, works);
  return levelsOf(walks);
}

async function simulate(
  scope: SimulationScope,
  start: Position,
  stored: readonly StoredOrder[],
): Promise<SimulatedBatch> {
  const byOwner = Map.groupBy(stored, (order) => order.owner);
  const walking: WalkScope = {
    ...scope,
    memberships: await ownersMemberships(scope, byOwner),
    worth: rememberingTarget(),
  };
  const works = [...byOwner].map(([owner, own]) => {
    const orders = own.flatMap((order) => tailOrder(walking, order) ?? []);
    return workOf(owner, start, new Map(orders.map((order) => [order.orderId, order])));
  });
  const { walks } = await readAndWalk(walking, works);
  const decided = new Map(
    walks.flatMap(({ result }) => result?.orders ?? []).map((order) => [order.orderId, order]),
  );
  const since = stampOf(scope.since);
  const orders = stored.flatMap((order) => {
    const walked = decided.get(order.orderId);
    return walked && walked.moment >= since ? [compared(walking, order, walked)] : [];
  });
  return { orders, levels: levelsOf(walks.filter(({ work }) => !isNobody(work.memberId))) };
}

const isNobody = (owner: MemberId) => owner.startsWith('-');

/** Customers who are no members would have been enrolled by their first order under an automatic version. */
async function ownersMemberships(
  { tx, shop, versions }: SimulationScope,
  byOwner: ReadonlyMap<MemberId, StoredOrder[]>,
): Promise<WalkScope['memberships']> {
  const memberships = await membershipsOf(tx, shop, [...byOwner.keys()]);
  for (const [owner, orders] of byOwner) {
    if (!isNobody(owner)) continue;
    const enrolling = orders
      .flatMap(({ state }) => state.order?.facts.processedAt ?? [])
      .filter((at) => enrolsAutomatically(versionAt(versions, at)))
      .sort((a, b) => (stampOf(a) < stampOf(b) ? -1 : 1));
    const [enrolledAt] = enrolling;
    if (enrolledAt !== undefined) memberships.set(owner, { enrolledAt, joinedAt: null });
  }
  return memberships;
}

function tailOrder(scope: WalkScope, { orderId, owner, state }: StoredOrder): TailOrder | null {
  const facts = state.order?.facts;
  if (!facts) return null;
  const version = versionAt(scope.versions, facts.processedAt);
  const moment = stampOf(facts.processedAt);
  return { moment, orderId, version, kept: null, reckon: reckoning(scope, owner, state, version) };
}

function workOf(memberId: MemberId, start: Position, orders: ReadonlyMap<string, TailOrder>): MemberWork {
  // The text of a moment may be finer than its column: an order may stand just before it.
  const first = [...orders.values()].reduce<Position>((a, b) => (isBefore(b, a) ? b : a), start);
  return { memberId, orders, gone: new Set(), from: first, start: first, causes: [] };
}

const levelsOf = (walks: readonly MemberWalk[]): Map<MemberId, string | null> =>
  new Map(walks.map(({ work, result }) => [work.memberId, result?.held?.id ?? null]));

type Decided = { level: string | null; firstOrder: boolean };

function compared(scope: WalkScope, order: StoredOrder, decided: Decided): SimulatedOrder {
  const { orderId, owner, state } = order;
  const facts = state.order?.facts;
  if (!facts) throw new Error(`order ${orderId} was walked and is not known`);
  const version = versionAt(scope.versions, facts.processedAt);
  const { level, firstOrder } = decided;
  const worth = scope.worth ?? rememberingTarget();
  const { points, market, currency, eligible, availableAt } = worth(
    state,
    { ...historyOf(scope, owner, state), level, firstOrder },
    version,
  );
  const isPending = points > 0n && (availableAt === null || stampOf(availableAt) > stampOf(scope.now));
  const before = {
    points: order.posted,
    market: order.market,
    tier: order.level,
    currency: order.currency,
    eligible: order.eligible === null ? zero : parseFraction(order.eligible),
    pending: order.pending,
  };
  return {
    orderId,
    owner,
    processedAt: facts.processedAt,
    before,
    // Whoever would be no member would hold no level.
    after: {
      points,
      market,
      tier: scope.memberships.has(owner) ? level : null,
      currency,
      eligible,
      pending: isPending ? points : 0n,
    },
    unknownTags: lookupsNeeded(state, version) !== null,
  };
}
