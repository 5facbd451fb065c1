/**
 * The whole history of one member from scratch: points.md 5 and `firstOrder`, word for word, whatever it costs. What settling keeps
 * (tier-walk) must always agree with it.
 */
import { sum } from './fraction.ts';
import { target, type Target } from './earning.ts';
import { canonicalInstant } from './instant.ts';
import type { OrderFacts, OrderState } from './order-facts.ts';
import { versionAt, type PublishedProgram } from './program.ts';
import type { MemberHistory } from './qualification.ts';
import { stampOf, type Stamp } from './stamp.ts';
import { givenLevels, heldLevel, type HeldLevel, type Hold, type Placement } from './tier-levels.ts';
import {
  addSums,
  countsPoints,
  noSums,
  reachedLevel,
  stepAt,
  tierSteps,
  type TierStep,
} from './tier-metrics.ts';
import { heldUntil, isWithin, windowStart } from './tier-windows.ts';

export type MemberFacts = {
  orders: readonly OrderState[];
  versions: readonly PublishedProgram[];
  placements: readonly Placement[];
  shopIsDevelopment: boolean;
  timeZone: string;
  /** Whether the order counts for the member. */
  isMember(order: OrderState): boolean;
};

/** A level held; `since`: from when on without a break; `until`: when it ends by time alone, null where it does not. */
export type Standing = { id: string; since: string; until: string | null };

type Past = {
  order: OrderState;
  facts: OrderFacts;
  moment: Stamp;
  version: PublishedProgram | null;
  history: MemberHistory;
  steps: TierStep[];
};

/** Orders of which nothing but a refund or a deletion is known are in no history yet. */
export function memberHistory(facts: MemberFacts) {
  const past: Past[] = [];
  const withPoints = countsPoints(facts.versions);
  for (const { order, known } of inOrder(facts.orders)) {
    const moment = stampOf(known.processedAt);
    const version = versionAt(facts.versions, known.processedAt);
    const history: MemberHistory = {
      shopIsDevelopment: facts.shopIsDevelopment,
      member: facts.isMember(order),
      programPublished: facts.versions.length > 0,
      level: held(facts, past, moment)?.id ?? null,
      firstOrder: past.every(({ steps }) => stepAt(steps, moment).earlier === 0n),
    };
    const steps = tierSteps(order, history, version, withPoints);
    past.push({ order, facts: known, moment, version, history, steps });
  }
  const byOrder = <Value>(value: (one: Past) => Value) =>
    new Map(past.map((one) => [one.facts.orderId, value(one)]));
  return {
    /** By order id. */
    targets: byOrder<Target>(({ order, history, version }) => target(order, history, version)),
    levelBefore: byOrder(({ history }) => history.level),
    firstOrder: byOrder(({ history }) => history.firstOrder),
    /** The level held at an instant, as known at that instant; null where the version in force then has no tiers. */
    levelAt: (at: string): Standing | null => standing(facts, past, stampOf(at)),
  };
}

function inOrder(orders: readonly OrderState[]): { order: OrderState; known: OrderFacts }[] {
  return orders
    .flatMap((order) => (order.order ? [{ order, known: order.order.facts }] : []))
    .sort((a, b) => {
      const [at, other] = [stampOf(a.known.processedAt), stampOf(b.known.processedAt)];
      if (at !== other) return at < other ? -1 : 1;
      return BigInt(a.known.orderId) < BigInt(b.known.orderId) ? -1 : 1;
    });
}

/** What is held at `at`, as known then, by the orders of `past`. */
function held(facts: MemberFacts, past: readonly Past[], at: Stamp): HeldLevel | null {
  const tiers = versionAt(facts.versions, at)?.program.tiers;
  if (!tiers) return null;
  const qualified = past.flatMap((_, index) => qualifiedFor(facts, past.slice(0, index + 1), at));
  const placed = givenLevels(facts.placements, facts.versions).filter(({ from }) => from <= at);
  return heldLevel(tiers, [...qualified, ...placed], at);
}

/** What the last order of `upTo` made its member qualify for, as known at `at`. */
function qualifiedFor({ timeZone }: MemberFacts, upTo: readonly Past[], at: Stamp): Hold[] {
  const last = upTo.at(-1);
  const tiers = last?.version?.program.tiers;
  if (!last || !tiers || !stepAt(last.steps, at).qualifies) return [];
  const start = windowStart(tiers.period, last.moment, timeZone);
  const known = upTo.filter(({ moment }) => isWithin(moment, start)).map(({ steps }) => stepAt(steps, at));
  const sums = known.reduce(addSums, noSums);
  const level = reachedLevel(tiers, sums, () => sum(known.map(({ rest }) => rest)));
  return level === 'open' ? [] : [{ level, until: heldUntil(tiers.period, last.moment, timeZone) }];
}

/** Every moment up to `at` at which the level may have changed, the last first. */
function turns(facts: MemberFacts, past: readonly Past[], at: Stamp): Stamp[] {
  const ends = past.flatMap(({ version, moment }) => {
    const period = version?.program.tiers?.period;
    return period ? [heldUntil(period, moment, facts.timeZone)] : [];
  });
  const given = facts.placements.flatMap(({ from, until }) => [from, ...(until === null ? [] : [until])]);
  const all = [
    ...facts.versions.map(({ publishedAt }) => stampOf(publishedAt)),
    ...past.flatMap(({ steps }) => steps.map(({ from }) => from)),
    ...given.map(stampOf),
    ...ends,
  ];
  return [...new Set(all)]
    .filter((turn) => turn <= at)
    .sort()
    .reverse();
}

function standing(facts: MemberFacts, all: readonly Past[], at: Stamp): Standing | null {
  const knownAt = (turn: Stamp) => {
    const past = all.filter(({ moment }) => moment <= turn);
    return held(facts, past, turn);
  };
  const now = knownAt(at);
  if (now === null) return null;
  let since = at;
  for (const turn of turns(facts, all, at)) {
    if (knownAt(turn)?.id !== now.id) break;
    since = turn;
  }
  const until = now.until === null ? null : canonicalInstant(now.until);
  return { id: now.id, since: canonicalInstant(since), until };
}
