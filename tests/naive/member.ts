/**
 * The second model of points.md, sections 1 to 5: written from the specification alone, sentence by sentence, and from scratch for every question.
 * It shares no code with app/, which .dependency-cruiser.js holds; where both agree on a million histories, neither misread it by accident.
 */
import {
  type Level,
  type Member,
  moment,
  type Order,
  type OrderFacts,
  orderOf,
  type Tiers,
  type Version,
  versionInForce,
} from './facts.ts';
import { knownAt } from './known.ts';
import { monthsLater, newYear } from './local-time.ts';
import { isAtLeast, isPositive, plus, type Ratio, ratioOf, whole, ZERO } from './ratio.ts';
import { NOTHING, paidAndStanding, type Past, qualifies, type Worth, worthOf } from './worth.ts';

/** What the rules say of one order. */
export type Verdict = Worth & {
  /** It counts for the tiers of its member. */
  qualifies: boolean;
  levelBefore: string | null;
  firstOrder: boolean;
};

const NANOSECONDS = 1_000_000n;
const milliseconds = (t: string): number => Number(moment(t) / NANOSECONDS);
/** An instant found in milliseconds, `of` being the one it was reckoned from, whose finer digits it keeps. */
const instantLike = (found: number, of: string): bigint =>
  BigInt(found) * NANOSECONDS + (moment(of) % NANOSECONDS);

/** "everything (`lifetime`), since 1 January in the shop's time zone (`calendarYear`), or after the same local time `months` calendar months earlier (`rolling`)" */
function inWindow(processedAt: string, s: string, period: Tiers['period'], zone: string): boolean {
  if (period.kind === 'lifetime') return true;
  if (period.kind === 'calendarYear')
    return moment(processedAt) >= BigInt(newYear(milliseconds(s), 0, zone)) * NANOSECONDS;
  return moment(processedAt) > instantLike(monthsLater(milliseconds(s), -period.months, zone), s);
}

/** "The level is **held** from s for ever, to the end of the next calendar year, or for `months`, respectively." null: for ever. */
function heldUntil(s: string, period: Tiers['period'], zone: string): bigint | null {
  if (period.kind === 'lifetime') return null;
  if (period.kind === 'calendarYear') return BigInt(newYear(milliseconds(s), 2, zone)) * NANOSECONDS;
  return instantLike(monthsLater(milliseconds(s), period.months, zone), s);
}

export class NaiveMember {
  readonly #member: Member;
  /** Those whose facts have come, by `(processed_at, id)`. */
  readonly #orders: { state: Order; facts: OrderFacts }[];
  readonly #levelBefore = new Map<string, string | null>();

  constructor(member: Member) {
    this.#member = member;
    this.#orders = member.orders
      .flatMap((state) => (state.order ? [{ state, facts: state.order.facts }] : []))
      .sort((a, b) => orderOf(a.facts, b.facts));
  }

  /** What each order should carry now, by order id. */
  verdicts(): Map<string, Verdict> {
    return new Map(
      this.#orders.map((order) => {
        const worth = this.#worth(order, null);
        const past = this.#past(order);
        const verdict: Verdict = {
          ...(worth ?? NOTHING),
          qualifies: worth !== null,
          levelBefore: past.level,
          firstOrder: past.firstOrder,
        };
        return [order.facts.orderId, verdict];
      }),
    );
  }

  /** The id of the level held at t, as known at t; null where the version in force at t has no tiers, and before the first version. */
  levelAt(t: string): string | null {
    return this.#held(t, (facts) => moment(facts.processedAt) <= moment(t));
  }

  /** What an order is worth as known at t (null: now); null where it does not qualify. */
  #worth({ state, facts }: { state: Order; facts: OrderFacts }, t: string | null): Worth | null {
    const version = this.#version(facts);
    const known = knownAt(state, t);
    // "An order processed before the first version earns nothing."
    if (!version || !known || !this.#isMember(facts, version)) return null;
    if (!qualifies(known, version.program, this.#member.shopIsDevelopment)) return null;
    return worthOf(known, version.program, this.#past({ state, facts }));
  }

  // "Refunds, edits and replays of an order always use the version that was in force at that order's `processed_at`."
  #version(facts: OrderFacts): Version | null {
    return versionInForce(this.#member.versions, facts.processedAt);
  }

  /**
   * Section 3. "With `automatic`, a customer is enrolled at the first sign-in, sign-up or order"; "with `optIn`, when they join, and their orders of
   * the last `backdateDays` then count". Whom an automatic version enrolled stays enrolled.
   */
  #isMember(facts: OrderFacts, { program }: Version): boolean {
    if (program.enrolment.mode === 'automatic') return true;
    const { enrolledAt, joinedAt, versions } = this.#member;
    const t = moment(facts.processedAt);
    const days = BigInt(program.enrolment.backdateDays ?? 0) * 86_400_000n * NANOSECONDS;
    if (joinedAt !== null && t >= moment(joinedAt) - days) return true;
    if (enrolledAt === null) return false;
    return [enrolledAt, ...versions.map((version) => version.publishedAt)]
      .filter((at) => moment(at) >= moment(enrolledAt) && moment(at) <= t)
      .some((at) => versionInForce(versions, at)?.program.enrolment.mode === 'automatic');
  }

  #past(order: { state: Order; facts: OrderFacts }): Past {
    return { level: this.#before(order.facts), firstOrder: this.#isFirst(order.facts) };
  }

  /** "The multiplier of an order is that of the level held just before it, as known at its `processed_at`." */
  #before(facts: OrderFacts): string | null {
    const found = this.#levelBefore.get(facts.orderId);
    if (found !== undefined) return found;
    const level = this.#held(facts.processedAt, (other) => orderOf(other, facts) < 0);
    this.#levelBefore.set(facts.orderId, level);
    return level;
  }

  /** "the member has no earlier order, by `(processed_at, id)` with ids as numbers, that qualified as known at this order's moment, whatever its `E`" */
  #isFirst(facts: OrderFacts): boolean {
    return !this.#orders.some((other) => {
      if (orderOf(other.facts, facts) >= 0) return false;
      const known = knownAt(other.state, facts.processedAt);
      if (!known) return false;
      const version = this.#version(other.facts);
      // "an order from before the programme is asked only for its status, cancellation and `test`: it counts here"
      return version
        ? qualifies(known, version.program, this.#member.shopIsDevelopment)
        : paidAndStanding(known, this.#member.shopIsDevelopment);
    });
  }

  /** The level held at t, as known at t, by the orders that `upTo` tells. */
  #held(t: string, upTo: (facts: OrderFacts) => boolean): string | null {
    const now = versionInForce(this.#member.versions, t)?.program.tiers;
    if (!now) return null;
    // "nobody holds less than the first"
    const held = [0];
    for (const order of this.#orders.filter(({ facts }) => upTo(facts))) {
      const level = this.#qualifiedFor(order, t);
      if (level) held.push(standing(level, now));
    }
    for (const level of this.#placedAt(t)) held.push(standing(level, now));
    return now.levels[Math.max(...held)]?.id ?? null;
  }

  /** The level that the member qualified for at an order's moment s, as known at t, where its hold has not ended at t. */
  #qualifiedFor(order: { state: Order; facts: OrderFacts }, t: string): Level | null {
    const s = order.facts.processedAt;
    const tiers = this.#version(order.facts)?.program.tiers;
    // "At a moment s (that of each qualifying order, itself included)"
    if (!tiers || !this.#worth(order, t)) return null;
    const { timeZone } = this.#member;
    const until = heldUntil(s, tiers.period, timeZone);
    // "a hold that ends at u holds while t < u"
    if (until !== null && moment(t) >= until) return null;
    const metric = this.#orders
      .filter(({ facts }) => orderOf(facts, order.facts) <= 0)
      .filter(({ facts }) => inWindow(facts.processedAt, s, tiers.period, timeZone))
      .map((one) => measure(this.#worth(one, t), tiers.basis))
      .reduce(plus, ZERO);
    // "for the highest level of the version in force at s whose threshold the metric reaches"
    return tiers.levels.filter((level) => isAtLeast(metric, ratioOf(level.threshold))).at(-1) ?? null;
  }

  /** "A merchant may place a member by hand, with an end date: the higher of the two counts." */
  #placedAt(t: string): Level[] {
    return this.#member.placements.flatMap(({ levelId, from, until }) => {
      if (moment(t) < moment(from) || (until !== null && moment(t) >= moment(until))) return [];
      const placed = versionInForce(this.#member.versions, from)?.program.tiers;
      return placed?.levels.find((level) => level.id === levelId) ?? [];
    });
  }
}

/** "the sum over the member's qualifying orders processed in it of: `basePoints`; `points`, the target; `spend`, `E` in shop money; `orders`, the number with `E > 0`" */
function measure(worth: Worth | null, basis: Tiers['basis']): Ratio {
  if (!worth) return ZERO;
  if (basis === 'spend') return worth.spend;
  if (basis === 'orders') return whole(isPositive(worth.eligible) ? 1n : 0n);
  return whole(worth[basis]);
}

/** The place of a level among those of now. "A level that the version in force at t lacks becomes the highest there whose threshold is not above its own." */
function standing(level: Level, now: Tiers): number {
  const same = now.levels.findIndex(({ id }) => id === level.id);
  if (same >= 0) return same;
  return (
    now.levels.filter(({ threshold }) => isAtLeast(ratioOf(level.threshold), ratioOf(threshold))).length - 1
  );
}
