import { earningMoney, type EarningMoney } from './earning-money.ts';
import { type Base, campaignExplanation, emptyExplanation, reckonedExplanation } from './explain-order.ts';
import type { NoPointsReason, OrderExplanation } from './explanation.ts';
import { div, floor, type Fraction, fraction, mul, round, zero } from './fraction.ts';
import { addDays } from './instant.ts';
import { marketOf } from './market.ts';
import { decimal } from './money.ts';
import type { OrderFacts, OrderState } from './order-facts.ts';
import type { Market, Program, PublishedProgram, Rate } from './program.ts';
import { type MemberHistory, noPointsReason } from './qualification.ts';
import { count, reckon, type Reckoned } from './reckoning.ts';

/** What an order should carry now. */
export type Target = {
  points: bigint;
  /** The same without multipliers and bonuses: the basis of tiers. */
  basePoints: bigint;
  /** E of points.md 2, in `currency`. */
  eligible: Fraction;
  /** The handle of the programme's market. */
  market: string | null;
  /** The currency that the amounts are in; null where nothing was reckoned. */
  currency: string | null;
  /** When the points can be spent; null where there are none, or where that is counted from a fulfilment still to come. */
  availableAt: string | null;
  /** Step 1 holds: it counts for tiers, and as an earlier order for `firstOrder`. */
  qualifies: boolean;
  /** E in shop money, for tiers by spending. */
  spend: Fraction;
  explanation: OrderExplanation;
};

/** The points of an order, and why: points.md 2. Pure: the same arguments give the same target for ever. */
export function target(order: OrderState, history: MemberHistory, version: PublishedProgram | null): Target {
  const facts = order.order?.facts ?? null;
  const program = version?.program ?? null;
  const market = facts && program ? marketOf(facts, program.markets) : null;
  const reason = noPointsReason(order, history, program);
  const base = { order, version, market };
  if (reason !== null || facts === null || program === null) return withoutPoints(base, reason);

  const money = earningMoney(facts, order.refunds, program.earning.rates);
  const reckoned = reckon({ order, facts, program, market, history, money });
  const { points, basePoints, unearned } = pointsOf(program, money, reckoned);
  return {
    points,
    basePoints,
    eligible: reckoned.eligible,
    market: market?.handle ?? null,
    currency: money.currency,
    qualifies: true,
    spend: money.money === 'shop' ? reckoned.eligible : count(order, facts, program, 'shop').eligible,
    availableAt: unearned === null ? availableAt(order, facts, program, market) : null,
    explanation: {
      ...emptyExplanation(base, unearned),
      ...reckonedExplanation(reckoned, program, money),
      ...(unearned === null ? campaignExplanation(reckoned, program) : {}),
      basePoints: basePoints.toString(),
      points: points.toString(),
    },
  };
}

/** More points than this no order is worth: a typing error in a price or a rate, which must not reach balances that a JSON number cannot hold. */
const MAX_POINTS = 10n ** 12n;

type Points = { points: bigint; basePoints: bigint; unearned: NoPointsReason | null };

/** Step 8. Bonuses come after the rounding. */
function pointsOf(program: Program, { rate }: EarningMoney, reckoned: Reckoned): Points {
  const none = { points: 0n, basePoints: 0n };
  if (!rate) return { ...none, unearned: 'noRate' };
  const bonus = reckoned.bonuses.reduce((total, one) => total + one.points, 0n);
  const points = rounded(program, rate, reckoned.multiplied) + bonus;
  if (points > MAX_POINTS) return { ...none, unearned: 'outOfRange' };
  return { points, basePoints: rounded(program, rate, reckoned.counted), unearned: null };
}

/** Rounded once, here: never below 0, since nothing that is summed is. */
function rounded({ earning }: Program, rate: Rate, amount: Fraction): bigint {
  const steps = div(amount, decimal(rate.spend));
  if (earning.granularity === 'wholeSteps') return floor(steps) * BigInt(rate.points);
  return round(mul(steps, fraction(BigInt(rate.points))), earning.rounding);
}

function availableAt(
  order: OrderState,
  facts: OrderFacts,
  program: Program,
  market: Market | null,
): string | null {
  const start = program.earning.pending.from === 'processed' ? facts.processedAt : order.fulfilledAt;
  return start === null ? null : pointsAvailableAt(program, start, market?.handle ?? null);
}

/** When points of a market's order can be spent that are pending since `start`: its processing or its fulfilment, as the programme has it. */
export function pointsAvailableAt({ earning }: Program, start: string, market: string | null): string {
  const { days, byMarket } = earning.pending;
  // hasOwn: a market may be called "constructor".
  const marketDays = market !== null && Object.hasOwn(byMarket, market) ? byMarket[market] : undefined;
  return addDays(start, marketDays ?? days);
}

function withoutPoints(base: Base, reason: NoPointsReason | null): Target {
  return {
    points: 0n,
    basePoints: 0n,
    eligible: zero,
    market: base.market?.handle ?? null,
    currency: null,
    qualifies: false,
    spend: zero,
    availableAt: null,
    explanation: emptyExplanation(base, reason),
  };
}
