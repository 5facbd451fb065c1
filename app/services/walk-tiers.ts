/**
 * Walks the tails of members' orders (domain/tier-walk) and keeps what comes out: what each order adds, the levels held, their changes. The members
 * are locked by the caller. About ten statements however many members, and rows only of the tails.
 */
import { sum } from '../domain/fraction.ts';
import type { MemberId } from '../domain/ids.ts';
import { lookupsNeeded } from '../domain/lookups.ts';
import type { PublishedProgram } from '../domain/program.ts';
import { stampOf } from '../domain/stamp.ts';
import type { Hold } from '../domain/tier-levels.ts';
import { countsPoints, noSums, type Sums } from '../domain/tier-metrics.ts';
import {
  isBefore,
  type Position,
  type Reckon,
  type TailOrder,
  type TailWalk,
  type Walked,
} from '../domain/tier-tail.ts';
import { TailWalker } from '../domain/tier-walk.ts';
import { isWithin, windowStart, type WindowStart } from '../domain/tier-windows.ts';
import { readOrders } from '../storage/orders.ts';
import { deleteTierOrders, saveTierOrders } from '../storage/save-tier-orders.ts';
import {
  HIGHEST_ID,
  holdsBefore,
  readTails,
  restsBefore,
  sumsBefore,
  type Place,
  type Tail,
} from '../storage/tier-orders.ts';
import {
  readStandings,
  saveSpans,
  spansBefore,
  type KeptStanding,
  type NewLevel,
} from '../storage/tier-standings.ts';
import { noteLevelMoves } from './note-level-moves.ts';
import { standingOf, type TierCause } from './tier-cause.ts';
import { reckoning, type TierScope, type WalkScope } from './tier-scope.ts';

/** What is to be walked of one member. */
export type MemberWork = {
  memberId: MemberId;
  /** Orders that are new here or add something else than before. */
  orders: ReadonlyMap<string, TailOrder>;
  /** Orders that stood here and do not, or not there. */
  gone: ReadonlySet<string>;
  from: Position;
  /** The first place where an order came, went or changed. */
  start: Position;
  causes: readonly TierCause[];
};

export type WalkOutcome = {
  /** By order id, of all that were walked. */
  decided: Map<string, { level: string | null; firstOrder: boolean }>;
  /** Other orders than those of the work whose level or place as the first changed, by time. */
  later: { orderId: string; memberId: MemberId }[];
  /** Members who hold another level now. */
  changed: MemberId[];
  /** What the members' rows are to keep: the caller writes it (`saveLevels`), with what else it writes there. */
  levels: readonly NewLevel[];
};

/** Orders whose facts are read at once where a changed level changes what they add. */
const FACTS_AT_ONCE = 100;

export const firstOf = (a: Position, b: Position): Position => (isBefore(b, a) ? b : a);

/** `returning`: of whom an order is gone, or adds less than it did, with the level that they would hold without that. */
export async function walkTiers(
  scope: TierScope,
  works: readonly MemberWork[],
  returning: ReadonlyMap<MemberId, string | null> = new Map(),
): Promise<WalkOutcome> {
  const outcome: WalkOutcome = { decided: new Map(), later: [], changed: [], levels: [] };
  if (works.length === 0) return outcome;
  const { tx, shop } = scope;
  const { walks, standings } = await readAndWalk(scope, works);
  await deleteTierOrders(
    tx,
    shop,
    walks.flatMap(({ work }) => [...work.gone]),
  );
  await saveTierOrders(tx, shop, walks.flatMap(rowsOf));
  for (const walk of walks) tell(walk, outcome);
  const saved = await saveHistory(scope, walks, standings);
  await noteLevelMoves(scope, returning, saved);
  outcome.changed.push(...saved.filter((one) => one.moved).map((one) => one.memberId));
  return { ...outcome, levels: saved };
}

/** Walks and keeps nothing: what would come out. */
export async function readAndWalk(
  scope: WalkScope,
  works: readonly MemberWork[],
): Promise<{ walks: MemberWalk[]; standings: Map<MemberId, KeptStanding> }> {
  const { tx, shop } = scope;
  const standings = await readStandings(
    tx,
    shop,
    works.map((one) => one.memberId),
  );
  const begun = works.map((work) => begin(scope, work, standings.get(work.memberId)));
  const tails = await readTails(
    tx,
    shop,
    begun.map((work) => ({ ...work, factsAfter: work.from.moment })),
  );
  const walks = await inputsOf(scope, begun, tails, standings);
  for (const walk of walks) await walkMember(scope, walk);
  return { walks, standings };
}

/** A walk is never begun after now, nor after what is due, nor after the first tiers of a member whose level was never computed. */
function begin(scope: WalkScope, work: MemberWork, standing: KeptStanding | undefined): MemberWork {
  const now = stampOf(scope.now);
  const firstTiers = scope.versions.flatMap((one) => (one.program.tiers ? [stampOf(one.publishedAt)] : []));
  const due = standing?.known ? standing.due : (firstTiers.sort()[0] ?? null);
  const bounds = [now, ...(due === null ? [] : [due])].map((moment) => ({ moment, orderId: '0' }));
  const from = bounds.reduce(firstOf, work.from);
  return { ...work, from, start: firstOf(work.start, from) };
}

export type MemberWalk = {
  work: MemberWork;
  tail: Tail;
  input: TailWalk;
  result: Extract<Walked, { kind: 'done' }> | null;
};

async function inputsOf(
  scope: WalkScope,
  works: readonly MemberWork[],
  tails: ReadonlyMap<MemberId, Tail>,
  standings: ReadonlyMap<MemberId, KeptStanding>,
): Promise<MemberWalk[]> {
  const { tx, shop, versions } = scope;
  const tailOf = ({ memberId, start }: MemberWork) => tails.get(memberId) ?? { start, orders: [] };
  const places = works.map((work) => ({ memberId: work.memberId, before: tailOf(work).start }));
  const before = await sumsBefore(tx, shop, places);
  const asks = places.map((place, index) => ({ ...place, after: works[index]?.from.moment ?? '' }));
  const holds = await holdsBefore(tx, shop, asks, levelsOf(versions));
  const orders = works.map((work) => ordersOf(scope, work, tailOf(work)));
  const windows = await windowSums(scope, places, orders, before);
  return works.map((work, index) => ({
    work,
    tail: tailOf(work),
    result: null,
    input: {
      orders: orders[index] ?? [],
      from: work.from,
      before: { sums: before[index] ?? noSums, holds: holds.get(work.memberId) ?? [] },
      sumsBefore: (start) => windows.get(windowKey(work.memberId, start)) ?? noSums,
      restsWithin: null,
      versions,
      placements: standings.get(work.memberId)?.placements ?? [],
      timeZone: scope.timeZone,
      withPoints: countsPoints(versions),
      now: stampOf(scope.now),
    },
  }));
}

/** Every level that some version has had, once. */
function levelsOf(versions: readonly PublishedProgram[]): Hold['level'][] {
  const levels = versions.flatMap((version) => version.program.tiers?.levels ?? []);
  return [...new Map(levels.map(({ id, threshold }) => [`${id} ${threshold}`, { id, threshold }])).values()];
}

function ordersOf({ versions }: WalkScope, work: MemberWork, tail: Tail): TailOrder[] {
  const kept = tail.orders
    .filter(({ orderId }) => !work.gone.has(orderId) && !work.orders.has(orderId))
    .map(({ moment, orderId, programNumber, level, firstOrder, steps }): TailOrder => {
      const version = versions.find((one) => one.number === programNumber) ?? null;
      return { moment, orderId, version, kept: { level, firstOrder, steps }, reckon: null };
    });
  return [...kept, ...work.orders.values()].sort((a, b) => (isBefore(a, b) ? -1 : 1));
}

const windowKey = (memberId: MemberId, { at, inclusive }: WindowStart) => `${memberId} ${at} ${inclusive}`;

/** What lies before the windows that no order of their tails lies before. */
async function windowSums(
  scope: WalkScope,
  tails: readonly Place[],
  orders: readonly TailOrder[][],
  before: readonly (Sums | null)[],
): Promise<Map<string, Sums>> {
  const asked = new Map<string, Place>();
  tails.forEach(({ memberId, before: tailStart }, index) => {
    const own = orders[index] ?? [];
    if (!before[index] || !own[0]) return;
    for (const { version, moment } of own) {
      const tiers = version?.program.tiers;
      const start = tiers ? windowStart(tiers.period, moment, scope.timeZone) : null;
      if (start === null || !isWithin(own[0].moment, start)) continue;
      // Before the window: what happened before its start, or, where that is not in it, up to it; but stored sums hold only up to the tail.
      const place = { moment: start.at, orderId: start.inclusive ? '0' : HIGHEST_ID };
      asked.set(windowKey(memberId, start), { memberId, before: firstOf(place, tailStart) });
    }
  });
  const sums = await sumsBefore(scope.tx, scope.shop, [...asked.values()]);
  return new Map([...asked.keys()].map((key, index) => [key, sums[index] ?? noSums]));
}

/** Walks one member, reading what only few walks need where this one does. */
async function walkMember(scope: WalkScope, walk: MemberWalk): Promise<void> {
  let walker = new TailWalker(walk.input);
  for (;;) {
    const result = walker.run();
    if (result.kind === 'done') {
      walk.result = result;
      return;
    }
    if (result.kind === 'needsFacts') {
      walker.learnFacts(await factsFrom(scope, walk, result.index));
      continue;
    }
    walk.input = { ...walk.input, restsWithin: await restsOf(scope, walk) };
    walker = new TailWalker(walk.input);
  }
}

async function restsOf({ tx, shop }: WalkScope, { work, tail }: MemberWalk) {
  const rests = await restsBefore(tx, shop, { memberId: work.memberId, before: tail.start });
  return (start: WindowStart | null) =>
    sum(rests.filter(({ moment }) => isWithin(moment, start)).map(({ rest }) => rest));
}

/** What the next orders from a place on add, by their facts. An order that waits for look-ups stays as it was settled. */
async function factsFrom(
  scope: WalkScope,
  { work, input }: MemberWalk,
  index: number,
): Promise<[string, Reckon][]> {
  const next: TailOrder[] = [];
  for (let place = index; place < input.orders.length && next.length < FACTS_AT_ONCE; place++) {
    const order = input.orders[place];
    if (order?.reckon === null) next.push(order);
  }
  const states = await readOrders(
    scope.tx,
    scope.shop,
    next.map((one) => one.orderId),
  );
  return next.map(({ orderId, version, kept }) => {
    const state = states.get(orderId);
    const usable = state?.order && lookupsNeeded(state, version) === null;
    return [
      orderId,
      usable ? reckoning(scope, work.memberId, state, version) : () => [...(kept?.steps ?? [])],
    ];
  });
}

function rowsOf({ work, tail, input, result }: MemberWalk) {
  const stored = new Map(tail.orders.map((one) => [one.orderId, one]));
  const versions = new Map(input.orders.map((one) => [one.orderId, one.version?.number ?? null]));
  return (result?.orders ?? []).map((order) => ({
    ...order,
    memberId: work.memberId,
    programNumber: versions.get(order.orderId) ?? null,
    stored: work.gone.has(order.orderId) ? null : (stored.get(order.orderId)?.stored ?? null),
  }));
}

function tell({ work, tail, result }: MemberWalk, outcome: WalkOutcome): void {
  const kept = new Map(tail.orders.map((one) => [one.orderId, one]));
  for (const { orderId, level, firstOrder } of result?.orders ?? []) {
    outcome.decided.set(orderId, { level, firstOrder });
    const before = kept.get(orderId);
    if (work.orders.has(orderId) || !before) continue;
    if (before.level !== level || before.firstOrder !== firstOrder)
      outcome.later.push({ orderId, memberId: work.memberId });
  }
}

/** How the levels came about. Gives the standings that the walks end in. */
async function saveHistory(
  scope: TierScope,
  walks: readonly MemberWalk[],
  standings: ReadonlyMap<MemberId, KeptStanding>,
) {
  const hasTiers = scope.versions.some((version) => version.program.tiers !== null);
  const asks = walks.map(({ work }) => ({ memberId: work.memberId, moment: work.from.moment }));
  const spans = await spansBefore(scope.tx, scope.shop, asks);
  const saved = walks.flatMap(({ work, result }) => {
    const kept = standings.get(work.memberId);
    if (!kept || !result || (!hasTiers && kept.due === null)) return [];
    return [standingOf(scope.versions, kept, work, result, spans.get(work.memberId) ?? null)];
  });
  await saveSpans(scope.tx, scope.shop, saved, scope.now);
  return saved;
}
