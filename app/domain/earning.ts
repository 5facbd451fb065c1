import { scaling, type Scaling } from './adjustments.ts';
import type { NoPointsReason, OrderExplanation } from './explanation.ts';
import {
  add,
  floor,
  type Fraction,
  fractionText,
  mul,
  div,
  fraction,
  one,
  round,
  sub,
  sum,
  zero,
} from './fraction.ts';
import { addDays } from './instant.ts';
import { linesOf, type OrderLine } from './line-amounts.ts';
import { marketOf } from './market.ts';
import { decimal } from './money.ts';
import type { OrderFacts, OrderState } from './order-facts.ts';
import type { Market, Program, PublishedProgram } from './program.ts';
import { earningMoney, type EarningMoney } from './earning-money.ts';
import { type MemberHistory, noPointsReason } from './qualification.ts';
import { shippingOf, type Shipping } from './shipping-amounts.ts';

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

type Counted = {
  lines: OrderLine[];
  shipping: Shipping | null;
  scaling: Scaling;
  eligible: Fraction;
  counted: Fraction;
  multiplied: Fraction;
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
  const counted = count(order, facts, program, money);
  const reckoned = money.rate ? pointsOf(program, money.rate, counted.multiplied) : 0n;
  const unearned = !money.rate ? 'noRate' : reckoned > MAX_POINTS ? 'outOfRange' : null;
  const points = unearned === null ? reckoned : 0n;
  const basePoints = money.rate && unearned === null ? pointsOf(program, money.rate, counted.counted) : 0n;
  return {
    points,
    basePoints,
    eligible: counted.eligible,
    market: market?.handle ?? null,
    currency: money.currency,
    qualifies: true,
    spend: spendOf(order, facts, program, money, counted),
    availableAt: unearned === null ? availableAt(order, facts, program, market) : null,
    explanation: {
      ...emptyExplanation(base, unearned),
      ...explained(counted, program, money),
      basePoints: basePoints.toString(),
      points: points.toString(),
    },
  };
}

function count(order: OrderState, facts: OrderFacts, program: Program, money: EarningMoney): Counted {
  const lines = linesOf(order, facts, program.earning, money.money);
  const allShipping = shippingOf(order, facts, program.earning.basis, money.money);
  const scaled = scaling(order, facts, lines, allShipping, money.money);
  const shipping = program.earning.basis.shipping ? allShipping : null;
  const countedLines = lines.filter((line) => line.notCounted === null);
  const eligible = mul(scaled.factor, sum(countedLines.map((line) => line.kept)));
  // Multipliers (points.md 2, step 7) find their place here: until they exist, every line's list is empty and what is multiplied is what is counted.
  const counted = add(eligible, shipping ? mul(scaled.factor, shipping.kept) : zero);
  return { lines, shipping, scaling: scaled, eligible, counted, multiplied: counted };
}

function spendOf(
  order: OrderState,
  facts: OrderFacts,
  program: Program,
  { money }: EarningMoney,
  counted: Counted,
): Fraction {
  if (money === 'shop') return counted.eligible;
  return count(order, facts, program, { money: 'shop', currency: facts.shopCurrency, rate: null }).eligible;
}

/** More points than this no order is worth: a typing error in a price or a rate, which must not reach balances that a JSON number cannot hold. */
const MAX_POINTS = 10n ** 12n;

/** Rounded once, here: never below 0, since nothing that is summed is. */
function pointsOf(program: Program, rate: { spend: string; points: number }, amount: Fraction): bigint {
  const steps = div(amount, decimal(rate.spend));
  if (program.earning.granularity === 'wholeSteps') return floor(steps) * BigInt(rate.points);
  return round(mul(steps, fraction(BigInt(rate.points))), program.earning.rounding);
}

function availableAt(
  order: OrderState,
  facts: OrderFacts,
  program: Program,
  market: Market | null,
): string | null {
  const { days, from, byMarket } = program.earning.pending;
  const start = from === 'processed' ? facts.processedAt : order.fulfilledAt;
  if (start === null) return null;
  // hasOwn: a market may be called "constructor".
  const marketDays = market && Object.hasOwn(byMarket, market.handle) ? byMarket[market.handle] : undefined;
  return addDays(start, marketDays ?? days);
}

type Base = { order: OrderState; version: PublishedProgram | null; market: Market | null };

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

function emptyExplanation({ order, version, market }: Base, reason: NoPointsReason | null): OrderExplanation {
  return {
    kind: 'order',
    orderId: order.order?.facts.orderId ?? null,
    orderName: order.order?.facts.name ?? null,
    programNumber: version?.number ?? null,
    reason,
    market: market?.handle ?? null,
    money: null,
    currency: null,
    rate: null,
    taxes: null,
    lines: [],
    shipping: null,
    refunds: order.refunds.length,
    discrepancy: null,
    unpaidShare: null,
    factor: null,
    eligible: '0',
    counted: '0',
    multiplied: '0',
    granularity: null,
    rounding: null,
    bonuses: [],
    basePoints: '0',
    points: '0',
  };
}

const noMultipliers = { multipliers: [], multiplier: fractionText(one) };

function explained(counted: Counted, program: Program, money: EarningMoney): Partial<OrderExplanation> {
  const { lines, shipping, scaling: scaled } = counted;
  return {
    money: money.money,
    currency: money.currency,
    rate: money.rate,
    taxes: program.earning.basis.taxes,
    lines: lines.map((line) => ({
      lineId: line.id,
      quantity: line.quantity,
      remaining: line.remaining,
      amount: fractionText(line.amount),
      kept: fractionText(line.kept),
      notCounted: line.notCounted,
      ...noMultipliers,
    })),
    shipping: shipping && {
      amount: fractionText(shipping.amount),
      refunded: fractionText(shipping.refunded),
      kept: fractionText(shipping.kept),
      ...noMultipliers,
    },
    discrepancy:
      scaled.refunded.n > 0n
        ? { refunded: fractionText(scaled.refunded), total: fractionText(scaled.total) }
        : null,
    unpaidShare: scaled.paidShare.n === scaled.paidShare.d ? null : fractionText(sub(one, scaled.paidShare)),
    factor: fractionText(scaled.factor),
    eligible: fractionText(counted.eligible),
    counted: fractionText(counted.counted),
    multiplied: fractionText(counted.multiplied),
    granularity: program.earning.granularity,
    rounding: program.earning.rounding,
  };
}
