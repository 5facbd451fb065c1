/** points.md 2, steps 3 to 7, in one money: what of an order counts, and what that is multiplied to. */
import { scaling, type Scaling } from './adjustments.ts';
import type { EarningMoney } from './earning-money.ts';
import { add, type Fraction, isPositive, mul, sum, zero } from './fraction.ts';
import { linesOf, type OrderLine } from './line-amounts.ts';
import type { Market, Program } from './program.ts';
import type { OrderFacts, OrderState } from './order-facts.ts';
import {
  bonusesOf,
  type Boosts,
  boostsOf,
  lineMultiplier,
  type Multiplied,
  shippingMultiplier,
  single,
} from './multipliers.ts';
import type { MemberHistory } from './qualification.ts';
import { shippingOf, type Shipping } from './shipping-amounts.ts';

/** Steps 3 to 6: what counts, without multipliers. */
export type Counted = {
  lines: OrderLine[];
  /** null: shipping earns nothing under this programme. */
  shipping: Shipping | null;
  scaling: Scaling;
  /** E. */
  eligible: Fraction;
  /** E and the scaled shipping. */
  counted: Fraction;
};

export type Reckoned = Omit<Counted, 'lines' | 'shipping'> & {
  lines: (OrderLine & Multiplied)[];
  shipping: (Shipping & Multiplied) | null;
  boosts: Boosts;
  bonuses: { campaign: string; points: bigint }[];
  /** `counted` with every multiplier. */
  multiplied: Fraction;
};

/** Steps 3 to 6 in the money given. */
export function count(
  order: OrderState,
  facts: OrderFacts,
  { earning }: Program,
  money: EarningMoney['money'],
): Counted {
  const lines = linesOf(order, facts, earning, money);
  const allShipping = shippingOf(order, facts, earning.basis, money);
  const scaled = scaling(order, facts, lines, allShipping, money);
  const shipping = earning.basis.shipping ? allShipping : null;
  const countedLines = lines.filter((line) => line.notCounted === null);
  const eligible = mul(scaled.factor, sum(countedLines.map((line) => line.kept)));
  const counted = add(eligible, shipping ? mul(scaled.factor, shipping.kept) : zero);
  return { lines, shipping, scaling: scaled, eligible, counted };
}

type Circumstances = {
  order: OrderState;
  facts: OrderFacts;
  program: Program;
  market: Market | null;
  history: MemberHistory;
  money: EarningMoney;
};

/** Steps 3 to 7 in the earning money, and the bonuses of step 8. Without a rate nothing is multiplied and no bonus given. */
export function reckon({ order, facts, program, market, history, money }: Circumstances): Reckoned {
  const counted = count(order, facts, program, money.money);
  const { eligible } = counted;
  const { lookups } = order;
  const { stacking } = program.earning;
  const occasion = {
    facts,
    lookups,
    market: market?.handle ?? null,
    history,
    eligible,
    currency: money.currency,
  };
  const boosts = boostsOf(program, occasion);
  const acts = money.rate !== null;
  const lines = counted.lines.map((line) => {
    const isMultiplied = acts && line.notCounted === null && isPositive(line.kept);
    return { ...line, ...(isMultiplied ? lineMultiplier(line, boosts, stacking, lookups) : single) };
  });
  const shipping = counted.shipping && {
    ...counted.shipping,
    ...(acts && isPositive(counted.shipping.kept) ? shippingMultiplier(boosts, stacking) : single),
  };
  const countedLines = lines.filter((line) => line.notCounted === null);
  const amounts = [...countedLines, ...(shipping ? [shipping] : [])];
  const multiplied = mul(counted.scaling.factor, sum(amounts.map((one) => mul(one.kept, one.multiplier))));
  const bonuses = acts ? bonusesOf(boosts, countedLines, { eligible, lookups }) : [];
  return { ...counted, lines, shipping, boosts, bonuses, multiplied };
}
