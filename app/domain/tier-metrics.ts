/** What an order adds to the metrics of tiers, as dated steps, and whether a sum of them reaches a level (points.md 5). */
import { asKnownAt, factDates } from './as-known.ts';
import { target, type Target } from './earning.ts';
import {
  compare,
  floor,
  fraction,
  fractionText,
  isPositive,
  mul,
  sub,
  zero,
  type Fraction,
} from './fraction.ts';
import { decimal } from './money.ts';
import type { OrderState } from './order-facts.ts';
import type { PublishedProgram } from './program.ts';
import { countsAsEarlierOrder, type MemberHistory } from './qualification.ts';
import { stampOf, type Stamp } from './stamp.ts';
import type { Level, Tiers } from './tiers.ts';

/** Spending is summed in whole units of 10^-10 of the shop's currency, so that no sum grows with its terms; `rest` keeps what is below a unit. */
const SPEND_UNIT = fraction(10n ** 10n);

/** Sums of metrics. `partial` of the orders have a `rest`: so much less than 1 each is the exact spending above `spend`. */
export type Sums = {
  basePoints: bigint;
  points: bigint;
  orders: bigint;
  spend: bigint;
  partial: bigint;
  /** How many keep a later order from being the first. */
  earlier: bigint;
};

/** What is known of an order from `from` on. */
export type TierStep = Sums & {
  from: Stamp;
  /** It counts for tiers, and its moment is one at which a level is qualified for. */
  qualifies: boolean;
  /** At least 0 and below 1, in the unit of `spend`. */
  rest: Fraction;
};

export const noSums: Sums = { basePoints: 0n, points: 0n, orders: 0n, spend: 0n, partial: 0n, earlier: 0n };

const combine =
  (sign: bigint) =>
  (a: Sums, b: Sums): Sums => ({
    basePoints: a.basePoints + sign * b.basePoints,
    points: a.points + sign * b.points,
    orders: a.orders + sign * b.orders,
    spend: a.spend + sign * b.spend,
    partial: a.partial + sign * b.partial,
    earlier: a.earlier + sign * b.earlier,
  });
export const addSums = combine(1n);
export const subtractSums = combine(-1n);

/** Whether some version counts points with their multipliers: only then does a level act on later levels. */
export function countsPoints(versions: readonly PublishedProgram[]): boolean {
  return versions.some((version) => version.program.tiers?.basis === 'points');
}

/**
 * What the order adds, as known at each moment from its own on; the level and `firstOrder` of `history` are those of its own moment and stay.
 * `points` are reckoned only where they count. `worth` is `target`, or remembers what it gave. Throws where nothing is known of the order itself.
 */
export function tierSteps(
  order: OrderState,
  history: MemberHistory,
  version: PublishedProgram | null,
  withPoints: boolean,
  worth: typeof target = target,
): TierStep[] {
  const facts = order.order?.facts;
  if (!facts) throw new Error('an order that is not known yet adds nothing');
  const moment = stampOf(facts.processedAt);
  const later = factDates(order)
    .map(stampOf)
    .filter((date) => date > moment);
  const steps: TierStep[] = [];
  for (const from of [moment, ...later]) {
    const known = asKnownAt(order, from);
    const step = { from, ...added(known, worth(known, history, version), history, version, withPoints) };
    const before = steps.at(-1);
    if (!before || !isSame(before, step)) steps.push(step);
  }
  return steps;
}

function added(
  order: OrderState,
  { qualifies, basePoints, points, eligible, spend }: Target,
  history: MemberHistory,
  version: PublishedProgram | null,
  withPoints: boolean,
): Omit<TierStep, 'from'> {
  const units = mul(spend, SPEND_UNIT);
  const rest = sub(units, fraction(floor(units)));
  return {
    qualifies,
    earlier: countsAsEarlierOrder(order, version, history.shopIsDevelopment) ? 1n : 0n,
    basePoints,
    points: withPoints ? points : 0n,
    // In the money that the order is taken in: a cent there may be nothing in shop money.
    orders: isPositive(eligible) ? 1n : 0n,
    spend: floor(units),
    partial: isPositive(rest) ? 1n : 0n,
    rest,
  };
}

const textOf = ({ qualifies, basePoints, points, orders, spend, rest, earlier }: TierStep): string =>
  [qualifies, basePoints, points, orders, spend, fractionText(rest), earlier].join(' ');

/** Whether two steps tell the same, whenever. */
export function isSame(a: TierStep, b: TierStep): boolean {
  return textOf(a) === textOf(b);
}

/** Whether an order ends up adding less of something to its member's metric. */
export function addsLess(before: readonly TierStep[], after: readonly TierStep[]): boolean {
  const [old, now] = [before.at(-1), after.at(-1)];
  if (!old || !now) return old !== undefined;
  return (['basePoints', 'points', 'orders', 'spend'] as const).some((key) => now[key] < old[key]);
}

/** What is known at `at`, which is not before the order. */
export function stepAt(steps: readonly TierStep[], at: Stamp): TierStep {
  const step = steps.findLast(({ from }) => from <= at) ?? steps[0];
  if (!step) throw new Error('an order without a step');
  return step;
}

/**
 * The highest level whose threshold the sums reach. `rests` is asked only where whole units leave it open, for the exact sum of what is below
 * them; where that is null the level is 'open'. The first level's threshold is 0: there always is one.
 */
export function reachedLevel(tiers: Tiers, sums: Sums, rests: () => Fraction | null): Level | 'open' {
  for (const { level, threshold } of highestFirst(tiers)) {
    const reached = reaches(tiers.basis, threshold, sums, rests);
    if (reached === null) return 'open';
    if (reached) return level;
  }
  throw new Error('tiers without a level that everybody reaches');
}

const parsed = new WeakMap<Tiers, { level: Level; threshold: Fraction }[]>();

/** The levels with their thresholds read: a walk over a long history asks for them at every order. */
function highestFirst(tiers: Tiers): { level: Level; threshold: Fraction }[] {
  const known = parsed.get(tiers);
  if (known) return known;
  const levels = tiers.levels.map((level) => ({ level, threshold: decimal(level.threshold) })).reverse();
  parsed.set(tiers, levels);
  return levels;
}

function reaches(
  basis: Tiers['basis'],
  threshold: Fraction,
  sums: Sums,
  rests: () => Fraction | null,
): boolean | null {
  if (basis !== 'spend') return compare(fraction(sums[basis]), threshold) >= 0;
  const open = sub(mul(threshold, SPEND_UNIT), fraction(sums.spend));
  if (compare(open, zero) <= 0) return true;
  if (compare(open, fraction(sums.partial)) >= 0) return false;
  const rest = rests();
  return rest === null ? null : compare(rest, open) >= 0;
}

/** What the sums still miss of a threshold, at least 0. Of spending: what whole units of 10^-10 tell. */
export function missingOf(tiers: Tiers, level: Level, sums: Sums): Fraction {
  const { basis } = tiers;
  const reached = basis === 'spend' ? fraction(sums.spend, SPEND_UNIT.n) : fraction(sums[basis]);
  const missing = sub(decimal(level.threshold), reached);
  return isPositive(missing) ? missing : zero;
}
