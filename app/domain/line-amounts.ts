import { refundedQuantities } from './as-known.ts';
import { inMoney, type MoneyKind } from './earning-money.ts';
import type { NotCountedReason } from './explanation.ts';
import { add, type Fraction, fraction, max, mul, sub, zero } from './fraction.ts';
import { namedBy } from './line-match.ts';
import type { LineFacts, OrderFacts, OrderLookups, OrderState } from './order-facts.ts';
import type { Program } from './program.ts';

type Earning = Program['earning'];
type Taxes = Earning['basis']['taxes'];

/** A line of an order in the earning money. */
export type OrderLine = {
  facts: LineFacts;
  remaining: number;
  /** For the whole quantity, as the basis says. */
  amount: Fraction;
  /** `amount` times remaining / quantity. */
  kept: Fraction;
  /** What remains with its taxes, whatever the basis says. */
  keptWithTaxes: Fraction;
  notCounted: NotCountedReason | null;
};

/**
 * A price less its discounts as the basis wants it: `asDisplayed` as it is, else with the taxes or without, which the prices hold or not
 * (points.md 2, step 3). Never below 0 (decision 0006): a discount above its price would be a debt of other lines.
 */
export function onBasis(raw: Fraction, taxes: Fraction, basis: Taxes, taxesIncluded: boolean): Fraction {
  if (basis === 'included' && !taxesIncluded) return max(zero, add(raw, taxes));
  if (basis === 'excluded' && taxesIncluded) return max(zero, sub(raw, taxes));
  return max(zero, raw);
}

/** Whether amounts on this basis hold their taxes. */
export const holdsTaxes = (basis: Taxes, taxesIncluded: boolean): boolean =>
  basis === 'asDisplayed' ? taxesIncluded : basis === 'included';

/** points.md 2, step 4. Both are asked, since an edit lowers current_quantity without a refund, and a refund may be known before the payload that has it. */
function remainingOf(line: LineFacts, refunded: number): number {
  const unrefunded = Math.max(0, line.quantity - refunded);
  return Math.min(line.currentQuantity ?? line.quantity, unrefunded);
}

const EXCLUDED_BY = {
  productIds: 'excludedProduct',
  collectionIds: 'excludedCollection',
  productTags: 'excludedProductTag',
  vendors: 'excludedVendor',
} as const;

function notCountedReason(
  line: LineFacts,
  earning: Earning,
  lookups: OrderLookups | null,
): NotCountedReason | null {
  if (line.tip) return 'tip';
  if (line.giftCard && !earning.basis.giftCardProducts) return 'giftCard';
  const list = namedBy(line, earning.exclusions, lookups);
  return list === null ? null : EXCLUDED_BY[list];
}

/** Every line with what it amounts to and what of it remains: points.md 2, steps 3 and 4. */
export function linesOf(
  order: OrderState,
  facts: OrderFacts,
  earning: Earning,
  money: MoneyKind,
): OrderLine[] {
  const refunded = refundedQuantities(order.refunds);
  return facts.lines.map((line) => {
    const remaining = remainingOf(line, refunded.get(line.id) ?? 0);
    // A line of quantity 0 has nothing to share out.
    const share = line.quantity === 0 ? zero : fraction(BigInt(remaining), BigInt(line.quantity));
    const price = mul(inMoney(line.unitPrice, money), fraction(BigInt(line.quantity)));
    const raw = sub(price, inMoney(line.discounts, money));
    const taxes = inMoney(line.taxes, money);
    const amount = onBasis(raw, taxes, earning.basis.taxes, facts.taxesIncluded);
    return {
      facts: line,
      remaining,
      amount,
      kept: mul(amount, share),
      keptWithTaxes: mul(onBasis(raw, taxes, 'included', facts.taxesIncluded), share),
      notCounted: notCountedReason(line, earning, order.lookups),
    };
  });
}
