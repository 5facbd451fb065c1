import { minus, negative, noMoney, plus, times, total } from '../money.ts';
import type { MoneyBag } from '../money.ts';
import type {
  DiscountAllocation,
  FinancialStatus,
  FulfilmentStatus,
  Order,
  OrderLine,
  ShippingLine,
  TaxLine,
} from '../state/order-types.ts';

/** The sums of an order. `current…` is what refunds, edits and returns left of it. */
export type OrderTotals = {
  /** Lines before discounts, tips apart. */
  lineItems: MoneyBag;
  /** All discounts, of shipping too. */
  discounts: MoneyBag;
  /** Lines after discounts, before shipping and taxes that are not included. */
  subtotal: MoneyBag;
  /** Before discounts. */
  shipping: MoneyBag;
  tax: MoneyBag;
  tip: MoneyBag;
  total: MoneyBag;
  currentSubtotal: MoneyBag;
  currentDiscounts: MoneyBag;
  currentShipping: MoneyBag;
  currentTax: MoneyBag;
  currentTotal: MoneyBag;
  paid: MoneyBag;
  refunded: MoneyBag;
  /** What the customer still owes; negative: what the shop owes. */
  outstanding: MoneyBag;
  financialStatus: FinancialStatus;
  fulfilmentStatus: FulfilmentStatus;
};

/** The sum of a line's discount allocations. */
export function allocated(line: { discountAllocations: DiscountAllocation[] }): MoneyBag {
  return total(line.discountAllocations.map((allocation) => allocation.amount));
}

/** The sum of a line's tax lines. */
export function taxOf(line: { taxLines: TaxLine[] }): MoneyBag {
  return total(line.taxLines.map((taxLine) => taxLine.amount));
}

/** Unit price times quantity, less the allocated discounts. */
export function lineAmount(line: OrderLine): MoneyBag {
  return minus(times(line.unitPrice, line.quantity), allocated(line));
}

/** A shipping line's price less its discounts. */
export function shippingAmount(line: ShippingLine): MoneyBag {
  return minus(line.price, allocated(line));
}

/** How many pieces of a line refunds and edits took off. */
export function removedQuantity(order: Order, lineItemId: number): number {
  let removed = 0;
  for (const refund of order.refunds)
    for (const line of refund.lines) if (line.lineItemId === lineItemId) removed += line.quantity;
  return removed;
}

/** What is left of a line: REST's `current_quantity`. */
export function currentQuantity(order: Order, line: OrderLine): number {
  return line.quantity - removedQuantity(order, line.id);
}

/** How many pieces of a line were sent out. */
export function fulfilledQuantity(order: Order, lineItemId: number): number {
  let fulfilled = 0;
  for (const fulfilment of order.fulfilments)
    for (const line of fulfilment.lines) if (line.lineItemId === lineItemId) fulfilled += line.quantity;
  return fulfilled;
}

/** Pieces that wait to be sent: what is left of the line less what was sent. */
export function fulfillableQuantity(order: Order, line: OrderLine): number {
  return Math.max(0, currentQuantity(order, line) - fulfilledQuantity(order, line.id));
}

/** Every sum that the platform derives from an order. */
export function orderTotals(order: Order): OrderTotals {
  const goods = order.lines.filter((line) => line.tip === null);
  const tip = total(order.lines.filter((line) => line.tip !== null).map(lineAmount));
  const lineItems = total(goods.map((line) => times(line.unitPrice, line.quantity)));
  const shipping = total(order.shippingLines.map((line) => line.price));
  const discounts = total([...order.lines, ...order.shippingLines].map(allocated));
  const tax = total([...order.lines, ...order.shippingLines].map(taxOf));
  const subtotal = total(goods.map(lineAmount));
  const shippingAfterDiscounts = total(order.shippingLines.map(shippingAmount));
  const onTop = order.taxesIncluded ? noMoney : tax;
  const sum = total([subtotal, shippingAfterDiscounts, onTop, tip]);
  const gone = refundedParts(order);
  const currentTotal = plus(
    minus(
      sum,
      total([
        gone.lines,
        gone.shipping,
        order.taxesIncluded ? noMoney : plus(gone.lineTax, gone.shippingTax),
      ]),
    ),
    gone.discrepancy,
  );
  const shippingGone = order.taxesIncluded ? plus(gone.shipping, noMoney) : gone.shipping;
  const paid = total(order.transactions.filter((each) => each.kind === 'sale').map((each) => each.amount));
  const refunded = total(
    order.transactions.filter((each) => each.kind === 'refund').map((each) => each.amount),
  );
  const outstanding = minus(currentTotal, minus(paid, refunded));
  return {
    lineItems,
    discounts,
    subtotal,
    shipping,
    tax,
    tip,
    total: sum,
    currentSubtotal: minus(subtotal, gone.goods),
    currentDiscounts: minus(discounts, gone.discounts),
    currentShipping: minus(shippingAfterDiscounts, shippingGone),
    currentTax: minus(tax, plus(gone.lineTax, gone.shippingTax)),
    currentTotal,
    paid,
    refunded,
    outstanding: order.cancelledAt !== null && paid.presentment === 0n ? noMoney : outstanding,
    financialStatus: financialStatus(order, { sum, paid, refunded, outstanding }),
    fulfilmentStatus: fulfilmentStatus(order),
  };
}

/** What refunds took off an order, by kind; `shipping` with its tax where the order's prices include it. */
function refundedParts(order: Order) {
  const parts = {
    lines: noMoney,
    goods: noMoney,
    lineTax: noMoney,
    shipping: noMoney,
    shippingTax: noMoney,
    discrepancy: noMoney,
    discounts: noMoney,
  };
  const byId = new Map(order.lines.map((line) => [line.id, line]));
  for (const refund of order.refunds) {
    for (const refundLine of refund.lines) {
      const line = byId.get(refundLine.lineItemId);
      if (!line)
        throw new Error(
          `Refund ${refund.id} names line ${refundLine.lineItemId}, which order ${order.id} lacks`,
        );
      parts.lines = plus(parts.lines, refundLine.subtotal);
      if (line.tip === null) parts.goods = plus(parts.goods, refundLine.subtotal);
      parts.lineTax = plus(parts.lineTax, refundLine.tax);
      const gross = times(line.unitPrice, refundLine.quantity);
      parts.discounts = plus(parts.discounts, minus(gross, refundLine.subtotal));
    }
    if (refund.shipping) {
      const { net, tax } = refund.shipping;
      parts.shipping = plus(parts.shipping, order.taxesIncluded ? plus(net, tax) : net);
      parts.shippingTax = plus(parts.shippingTax, tax);
    }
    if (refund.discrepancy) parts.discrepancy = plus(parts.discrepancy, refund.discrepancy.amount);
  }
  return parts;
}

function financialStatus(
  order: Order,
  sums: { sum: MoneyBag; paid: MoneyBag; refunded: MoneyBag; outstanding: MoneyBag },
): FinancialStatus {
  const { paid, refunded, outstanding, sum } = sums;
  if (paid.presentment === 0n) {
    if (order.cancelledAt !== null && sum.presentment > 0n) return 'voided';
    return sum.presentment > 0n ? 'pending' : 'paid';
  }
  if (refunded.presentment >= paid.presentment) return 'refunded';
  if (outstanding.presentment > 0n) return 'partially_paid';
  return refunded.presentment > 0n ? 'partially_refunded' : 'paid';
}

function fulfilmentStatus(order: Order): FulfilmentStatus {
  const sent = order.fulfilments.length > 0;
  if (!sent) return null;
  const waiting = order.lines.some((line) => line.tip === null && fulfillableQuantity(order, line) > 0);
  return waiting ? 'partial' : 'fulfilled';
}

/** What the shop owes the customer of an order, never below zero: an edit that took a paid line off leaves it. */
export function owedToCustomer(totals: OrderTotals): MoneyBag {
  return totals.outstanding.presentment < 0n ? negative(totals.outstanding) : noMoney;
}
