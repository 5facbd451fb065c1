/** What settling changes in the tiers of the orders' members: where it begins to matter, and which level each order is judged by. */
import type { MemberId } from '../domain/ids.ts';
import { hasPerks } from '../domain/perks.ts';
import type { OrderState } from '../domain/order-facts.ts';
import type { PublishedProgram } from '../domain/program.ts';
import { stampOf, type Stamp } from '../domain/stamp.ts';
import { addsLess, isSame, type TierStep } from '../domain/tier-metrics.ts';
import type { Position, TailOrder } from '../domain/tier-tail.ts';
import { tierOrdersOf, type TierOrder } from '../storage/tier-orders.ts';
import { readStandings } from '../storage/tier-standings.ts';
import type { TierCause } from './tier-cause.ts';
import { reckoning, type TierScope } from './tier-scope.ts';
import { firstOf, readAndWalk, walkTiers, type MemberWork, type WalkOutcome } from './walk-tiers.ts';

/** An order with what is known of it now, whose it is and the version it falls under. */
export type TierCandidate = {
  orderId: string;
  state: OrderState;
  member: MemberId | null;
  version: PublishedProgram | null;
};

/** Work that is being put together. */
type Draft = Omit<MemberWork, 'orders' | 'gone' | 'causes'> & {
  orders: Map<string, TailOrder>;
  gone: Set<string>;
  causes: TierCause[];
  /** An order is gone, or adds less than it did. */
  returned: boolean;
};

/** The level and the place that each order is judged by, and what else changed by these orders. The members are locked; the caller writes what their rows keep (`levels`). */
export async function settleTiers(
  scope: TierScope,
  candidates: readonly TierCandidate[],
): Promise<WalkOutcome> {
  const stored = await tierOrdersOf(
    scope.tx,
    scope.shop,
    candidates.map((one) => one.orderId),
  );
  const drafts = new Map<MemberId, Draft>();
  const unchanged: WalkOutcome['decided'] = new Map();
  for (const candidate of candidates) {
    const before = stored.get(candidate.orderId) ?? null;
    const change = changeOf(scope, candidate, before);
    if (change === null && before) unchanged.set(candidate.orderId, before);
    for (const one of change ?? []) enter(drafts, candidate.orderId, one);
  }
  const works = [...drafts.values()];
  const returning = works.filter(({ returned }) => returned).map(({ memberId }) => memberId);
  const outcome = await walkTiers(scope, works, await levelsWithoutReturns(scope, returning));
  // The walk may pass orders that were told of and add what they added: its word is the later one.
  const decided = new Map([...unchanged, ...outcome.decided]);
  const told = new Set(candidates.map((one) => one.orderId));
  // The theme tells what the next level misses: an order may count for it that has no points.
  const changed = [...outcome.changed, ...works.map(({ memberId }) => memberId)];
  return { ...outcome, decided, changed, later: outcome.later.filter((one) => !told.has(one.orderId)) };
}

/** What each would hold now had nothing been returned: time may have ended a level before anybody looked. Reads only, and nothing where no version has perks. */
async function levelsWithoutReturns(
  scope: TierScope,
  returning: readonly MemberId[],
): Promise<Map<MemberId, string | null>> {
  if (returning.length === 0 || !hasPerks(scope.versions)) return new Map();
  const kept = [...(await readStandings(scope.tx, scope.shop, returning)).values()];
  const from = { moment: stampOf(scope.now), orderId: '0' };
  const ended = kept.filter(({ due }) => due !== null && due <= from.moment);
  const rest = {
    from,
    start: from,
    orders: new Map<string, TailOrder>(),
    gone: new Set<string>(),
    causes: [],
  };
  const levels = new Map(kept.map(({ memberId, level }) => [memberId, level]));
  if (ended.length === 0) return levels;
  const { walks } = await readAndWalk(
    scope,
    ended.map(({ memberId }) => ({ memberId, ...rest })),
  );
  return new Map([
    ...levels,
    ...walks.map(({ work, result }) => [work.memberId, result?.held?.id ?? null] as const),
  ]);
}

type Change = {
  memberId: MemberId;
  from: Position;
  at: Position;
  order: TailOrder | null;
  gone: boolean;
  returned: boolean;
  moments: Stamp[];
};

/** null: everything is as it was. An order that comes to another member, or to another moment, goes here and comes there. */
function changeOf(scope: TierScope, candidate: TierCandidate, before: TierOrder | null): Change[] | null {
  const { orderId, state, member, version } = candidate;
  const facts = state.order?.facts;
  const moment = facts && member !== null ? stampOf(facts.processedAt) : null;
  const stays = before !== null && before.memberId === member && before.moment === moment;
  const left: Change[] =
    before !== null && !stays
      ? [
          {
            memberId: before.memberId,
            from: before,
            at: before,
            order: null,
            gone: true,
            returned: true,
            moments: [before.moment],
          },
        ]
      : [];
  if (member === null || moment === null) return before === null ? null : left;
  const reckon = reckoning(scope, member, state, version);
  const at = { moment, orderId };
  if (!stays) {
    const order = { ...at, version, kept: null, reckon };
    return [
      ...left,
      { memberId: member, from: at, at, order, gone: false, returned: false, moments: [moment] },
    ];
  }
  const order = { ...at, version, kept: before, reckon };
  const isSameVersion = before.programNumber === (version?.number ?? null);
  const steps = reckon(before.level, before.firstOrder);
  const differs = isSameVersion ? firstDifference(before.steps, steps) : moment;
  if (differs === null) return null;
  const from = differs === moment ? at : { moment: differs, orderId: '0' };
  const returned = addsLess(before.steps, steps);
  return [{ memberId: member, from, at, order, gone: false, returned, moments: [differs] }];
}

/** From when on two tellings of an order add different things. */
function firstDifference(before: readonly TierStep[], after: readonly TierStep[]): Stamp | null {
  for (let index = 0; index < Math.max(before.length, after.length); index++) {
    const [old, now] = [before[index], after[index]];
    if (old && now && old.from === now.from && isSame(old, now)) continue;
    return [old, now].flatMap((step) => step?.from ?? []).sort()[0] ?? null;
  }
  return null;
}

function enter(drafts: Map<MemberId, Draft>, orderId: string, change: Change): void {
  const { memberId, from, at, order, gone, returned, moments } = change;
  const draft = drafts.get(memberId) ?? {
    ...{ memberId, from, start: at, orders: new Map<string, TailOrder>() },
    ...{ gone: new Set<string>(), causes: [], returned: false },
  };
  draft.from = firstOf(draft.from, from);
  draft.start = firstOf(draft.start, at);
  if (order) draft.orders.set(orderId, order);
  if (gone) draft.gone.add(orderId);
  draft.causes.push({ reason: { kind: 'order', orderId }, at: moments });
  draft.returned ||= returned;
  drafts.set(memberId, draft);
}
