// points.md 2, steps 3 to 6: what of an order counts, in one of its two monies.
import { type Amount, type Line, type LineLists, type Program, type Refund, shareATag } from './facts.ts';
import type { Known } from './known.ts';
import {
  isPositive,
  lesser,
  minus,
  notBelowZero,
  ONE,
  over,
  plus,
  type Ratio,
  ratioOf,
  times,
  total,
  whole,
  ZERO,
} from './ratio.ts';

export type Money = 'shop' | 'presentment';
/** What counts, scaled: each counted line's amount, and shipping. */
export type Counted = { lines: { line: Line; amount: Ratio }[]; shipping: Ratio };

const inMoney = (amount: Amount, money: Money): Ratio => ratioOf(amount[money] ?? amount.shop);

/** "A line matches `lines` or an exclusion when any of its lists names it" */
export function names(lists: LineLists, line: Line, lookups: Known['lookups']): boolean {
  const looked = line.productId === null ? undefined : lookups?.lines[line.productId];
  return (
    (line.productId !== null && (lists.productIds ?? []).includes(line.productId)) ||
    (line.vendor !== null && (lists.vendors ?? []).includes(line.vendor)) ||
    (lists.collectionIds ?? []).some((id) => looked?.collectionIds.includes(id)) ||
    shareATag(lists.productTags ?? [], looked?.tags ?? [])
  );
}

function counts(line: Line, { basis, exclusions }: Program['earning'], known: Known): boolean {
  // "A line with the key `tip_payment_gateway` is a tip and never counts"
  if (line.tip) return false;
  // "Gift card product lines count only with `giftCardProducts`."
  if (line.giftCard && !basis.giftCardProducts) return false;
  // "A line that an exclusion matches does not count"
  return !names(exclusions ?? {}, line, known.lookups);
}

/**
 * Step 3, for a line and for shipping: "`asDisplayed`: raw. `included`: raw, plus the line's tax lines where `taxes_included` is false.
 * `excluded`: raw, less them where it is true." Never below 0 (decision 0006).
 */
function withTaxes(raw: Ratio, taxes: Ratio, how: string, taxesIncluded: boolean): Ratio {
  if (how === 'included' && !taxesIncluded) return notBelowZero(plus(raw, taxes));
  if (how === 'excluded' && taxesIncluded) return notBelowZero(minus(raw, taxes));
  return notBelowZero(raw);
}

/** "`raw = unit price * quantity - the sum of the line's discount allocations`", and step 4: "A line keeps its amount times `remaining / quantity`" */
function kept(line: Line, how: string, known: Known, money: Money): Ratio {
  if (line.quantity === 0) return ZERO;
  const raw = minus(
    times(inMoney(line.unitPrice, money), whole(line.quantity)),
    inMoney(line.discounts, money),
  );
  const amount = withTaxes(raw, inMoney(line.taxes, money), how, known.facts.taxesIncluded);
  return over(times(amount, whole(known.remaining.get(line) ?? 0)), whole(line.quantity));
}

/** Step 6: "`price_set` less the shipping line's discount allocations (a line with `is_removed` is 0), taxes as in 3" */
function shippingPrice(known: Known, how: string, money: Money): Ratio {
  return total(
    known.facts.shippingLines
      .filter((line) => !line.removed)
      .map((line) =>
        withTaxes(
          minus(inMoney(line.price, money), inMoney(line.discounts, money)),
          inMoney(line.taxes, money),
          how,
          known.facts.taxesIncluded,
        ),
      ),
  );
}

/**
 * "less `refund_shipping_lines` (where a refund lacks that field or it is null, its adjustments of kind `shipping_refund`; never both; the
 * amounts are net, and their tax is taken off too wherever the shipping price holds it)"
 */
function shippingRefunded(refund: Refund, withTax: boolean, money: Money): Ratio {
  const parts =
    refund.shipping?.map(({ amount, tax }) => [inMoney(amount, money), inMoney(tax, money)] as const) ??
    refund.adjustments
      .filter(({ kind }) => kind === 'shipping_refund')
      // Adjustments tell what was given back as a negative amount.
      .map(
        ({ amount, tax }) => [minus(ZERO, inMoney(amount, money)), minus(ZERO, inMoney(tax, money))] as const,
      );
  return total(parts.map(([amount, tax]) => (withTax ? plus(amount, tax) : amount)));
}

function shippingLeft(known: Known, how: string, money: Money): Ratio {
  // Whether the price holds the tax: it is displayed with it, or it was added.
  const withTax = how === 'included' || (how === 'asDisplayed' && known.facts.taxesIncluded);
  const refunded = total(known.refunds.map((refund) => shippingRefunded(refund, withTax, money)));
  // "never below 0"
  return notBelowZero(minus(shippingPrice(known, how, money), refunded));
}

/** Step 5: by how much everything that is counted is scaled. */
function scale(known: Known, money: Money): Ratio {
  // "Every order adjustment of a refund that is not a shipping refund is a discrepancy. `D = -(amount + tax amount)`, summed, at least 0."
  const discrepancy = notBelowZero(
    total(
      known.refunds
        .flatMap((refund) => refund.adjustments)
        .filter(({ kind }) => kind !== 'shipping_refund')
        .map(({ amount, tax }) => minus(ZERO, plus(inMoney(amount, money), inMoney(tax, money)))),
    ),
  );
  // "`T` = what remains of all lines, counted or not, tips too, with their taxes, plus shipping with its tax less shipping refunds with theirs,
  // together at least 0, whatever the basis says."
  const everything = plus(
    total(known.facts.lines.map((line) => kept(line, 'included', known, money))),
    shippingLeft(known, 'included', money),
  );
  // "scaled by `max(0, 1 - D/T)`; with `T` not above 0 it is 0"
  if (!isPositive(everything)) return ZERO;
  return times(notBelowZero(minus(ONE, over(discrepancy, everything))), paidShare(known));
}

/**
 * "A `partially_paid` order is scaled further by `1 - total_outstanding / current_total_price`, between 0 and 1 (not, where
 * `current_total_price` is zero or missing)."
 */
function paidShare({ facts, status }: Known): Ratio {
  if (status !== 'partially_paid' || facts.totalOutstanding === null || facts.currentTotalPrice === null)
    return ONE;
  const price = ratioOf(facts.currentTotalPrice);
  if (price.top === 0n) return ONE;
  return lesser(ONE, notBelowZero(minus(ONE, over(ratioOf(facts.totalOutstanding), price))));
}

/** Steps 3 to 6. */
export function countedOf(known: Known, earning: Program['earning'], money: Money): Counted {
  const how = earning.basis.taxes;
  const factor = scale(known, money);
  return {
    lines: known.facts.lines
      .filter((line) => counts(line, earning, known))
      .map((line) => ({ line, amount: times(kept(line, how, known, money), factor) })),
    shipping: earning.basis.shipping ? times(shippingLeft(known, how, money), factor) : ZERO,
  };
}

/** "`E` is the scaled sum of the counted lines." */
export const eligible = (counted: Counted): Ratio => total(counted.lines.map(({ amount }) => amount));
