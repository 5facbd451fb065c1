import { inMoney, type MoneyKind } from './earning-money.ts';
import { add, div, type Fraction, isPositive, max, min, mul, one, sub, sum, zero } from './fraction.ts';
import type { OrderLine } from './line-amounts.ts';
import { decimal } from './money.ts';
import type { OrderFacts, OrderState } from './order-facts.ts';
import type { Shipping } from './shipping-amounts.ts';

/** What everything counted is scaled by: points.md 2, step 5. */
export type Scaling = {
  /** D: what was given back by hand. */
  refunded: Fraction;
  /** T: what it was given back from. */
  total: Fraction;
  /** The share that is paid; 1 unless the order is partly paid. */
  paidShare: Fraction;
  factor: Fraction;
};

function refundedByHand(order: OrderState, money: MoneyKind): Fraction {
  const adjustments = order.refunds
    .flatMap((refund) => refund.facts.adjustments)
    .filter((adjustment) => adjustment.kind !== 'shipping_refund');
  const given = sum(adjustments.map(({ amount, tax }) => add(inMoney(amount, money), inMoney(tax, money))));
  return max(zero, sub(zero, given));
}

function paidShare(facts: OrderFacts): Fraction {
  if (facts.financialStatus !== 'partially_paid') return one;
  if (facts.totalOutstanding === null || facts.currentTotalPrice === null) return one;
  const price = decimal(facts.currentTotalPrice);
  if (price.n === 0n) return one;
  return min(one, max(zero, sub(one, div(decimal(facts.totalOutstanding), price))));
}

/** The scaling of an order, from its hand-typed refunds and its unpaid share. */
export function scaling(
  order: OrderState,
  facts: OrderFacts,
  lines: readonly OrderLine[],
  shipping: Shipping,
  money: MoneyKind,
): Scaling {
  const refunded = refundedByHand(order, money);
  const total = add(sum(lines.map((line) => line.keptWithTaxes)), shipping.keptWithTaxes);
  const left = isPositive(total) ? max(zero, sub(one, div(refunded, total))) : zero;
  const paid = paidShare(facts);
  return { refunded, total, paidShare: paid, factor: mul(left, paid) };
}
