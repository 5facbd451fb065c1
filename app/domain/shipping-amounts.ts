import { inMoney, type MoneyKind } from './earning-money.ts';
import { add, type Fraction, max, sub, sum, zero } from './fraction.ts';
import { holdsTaxes, onBasis } from './line-amounts.ts';
import type { OrderFacts, OrderState, RefundFacts } from './order-facts.ts';
import type { Program } from './program.ts';

/** The order's shipping in the earning money. */
export type Shipping = {
  /** What is charged, after discounts, as the basis says. */
  amount: Fraction;
  /** What of it was given back, as the basis says. */
  refunded: Fraction;
  /** amount - refunded, at least 0. */
  kept: Fraction;
  /** The same with taxes, whatever the basis says. */
  keptWithTaxes: Fraction;
};

type Refunded = { net: Fraction; tax: Fraction };

/** A refund without `refund_shipping_lines` tells its shipping as adjustments, with the sign turned. Never both: the newer payloads have the same money in both. */
function shippingRefunds(refund: RefundFacts, money: MoneyKind): Refunded[] {
  if (refund.shipping !== null)
    return refund.shipping.map(({ amount, tax }) => ({
      net: inMoney(amount, money),
      tax: inMoney(tax, money),
    }));
  return refund.adjustments
    .filter((adjustment) => adjustment.kind === 'shipping_refund')
    .map(({ amount, tax }) => ({
      net: sub(zero, inMoney(amount, money)),
      tax: sub(zero, inMoney(tax, money)),
    }));
}

/** points.md 2, step 6, and the shipping part of T in step 5. */
export function shippingOf(
  order: OrderState,
  facts: OrderFacts,
  basis: Program['earning']['basis'],
  money: MoneyKind,
): Shipping {
  const charged = facts.shippingLines
    .filter((line) => !line.removed)
    .map((line) => ({
      raw: sub(inMoney(line.price, money), inMoney(line.discounts, money)),
      taxes: inMoney(line.taxes, money),
    }));
  const refunds = order.refunds.flatMap((refund) => shippingRefunds(refund.facts, money));
  const net = sum(refunds.map((refund) => refund.net));
  const withTax = add(net, sum(refunds.map((refund) => refund.tax)));
  const chargedOn = (taxes: typeof basis.taxes) =>
    sum(charged.map((line) => onBasis(line.raw, line.taxes, taxes, facts.taxesIncluded)));
  const amount = chargedOn(basis.taxes);
  const refunded = holdsTaxes(basis.taxes, facts.taxesIncluded) ? withTax : net;
  return {
    amount,
    refunded,
    kept: max(zero, sub(amount, refunded)),
    keptWithTaxes: max(zero, sub(chargedOn('included'), withTax)),
  };
}
