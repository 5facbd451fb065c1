import { minus, noMoney, plus, scaled, shareOf, total } from '../money.ts';
import type { MoneyBag } from '../money.ts';
import type { OrderRefusal, RefundRequest } from '../state/dev-store.ts';
import type { Order, Refund, RefundLine, RefundShipping, Transaction } from '../state/order-types.ts';
import type { NewId } from './order-lines.ts';
import {
  currentQuantity,
  lineAmount,
  orderTotals,
  owedToCustomer,
  shippingAmount,
  taxOf,
} from './order-totals.ts';

export type RefundWork = { newId: NewId; now: number };

type Planned = { ok: true; refund: Refund; amount: MoneyBag };

/**
 * What a refund of these lines, this shipping and this money would be. The parts of several refunds add up, in both
 * currencies, to what one refund of everything gives. Money that differs from what lines and shipping come to makes the
 * platform's `refund_discrepancy`: below zero for money beyond them.
 */
export function planRefund(
  order: Order,
  request: Omit<RefundRequest, 'orderId'>,
  { newId, now }: RefundWork,
): Planned | OrderRefusal {
  const lines = refundLines(order, request.lines, newId);
  if (!lines.ok) return lines;
  const shipping = refundShipping(order, request.shipping ?? false, newId);
  if (!shipping.ok) return shipping;
  const totals = orderTotals(order);
  const value = valueOf(order, lines.lines, shipping.shipping);
  const payable = minus(totals.paid, totals.refunded);
  const owed = owedToCustomer(totals);
  const unpaid = totals.outstanding.presentment > 0n ? totals.outstanding : noMoney;
  const backForThese = atLeastZero(minus(value, unpaid));
  const due = atMost(plus(backForThese, owed), payable);
  const byHand = request.amount;
  if (byHand !== undefined && (byHand < 0n || byHand > payable.presentment))
    return refuse('bad-amount', 'The amount is more than what is left of the payment.');
  const usual = value.presentment > 0n ? atMost(backForThese, payable) : due;
  const amount = byHand === undefined ? usual : moneyByHand(byHand, { due, usual, payable });
  const nothing = lines.lines.length === 0 && !shipping.shipping && amount.presentment === 0n;
  if (nothing) return refuse('nothing-to-do', 'Choose items, shipping or an amount to refund.');

  const discrepancy = discrepancyOf(amount, { due, backForThese });
  const refund: Refund = {
    id: newId('Refund'),
    createdAt: request.at ?? now,
    note: request.note ?? null,
    lines: lines.lines,
    shipping: shipping.shipping,
    discrepancy: discrepancy ? { id: newId('OrderAdjustment'), amount: discrepancy } : null,
    transactions: moneyBack(order, amount, request.at ?? now, newId),
  };
  return { ok: true, refund, amount };
}

/** The order with a refund in it. */
export function withRefund(order: Order, refund: Refund): Order {
  return {
    ...order,
    refunds: [...order.refunds, refund],
    transactions: [...order.transactions, ...refund.transactions],
    updatedAt: Math.max(order.updatedAt, refund.createdAt),
  };
}

/** The lines of a refund that gives back everything that is left of an order's lines. */
export function everythingLeft(order: Order): { lineItemId: number; quantity: number }[] {
  return order.lines
    .map((line) => ({ lineItemId: line.id, quantity: currentQuantity(order, line) }))
    .filter((line) => line.quantity > 0);
}

function refuse(reason: OrderRefusal['reason'], detail: string): OrderRefusal {
  return { ok: false, reason, detail };
}

/** Lines taken off, each with its share of what earlier refunds left of its price, discounts and tax. */
export function refundLines(
  order: Order,
  wanted: RefundRequest['lines'],
  newId: NewId,
): { ok: true; lines: RefundLine[] } | OrderRefusal {
  const lines: RefundLine[] = [];
  for (const { lineItemId, quantity, restockType } of wanted) {
    const line = order.lines.find((each) => each.id === lineItemId);
    if (!line) return refuse('unknown-line', `Order ${order.orderNumber} has no line ${lineItemId}.`);
    if (lines.some((each) => each.lineItemId === lineItemId))
      return refuse('bad-quantity', `Line ${lineItemId} is named twice.`);
    const left = currentQuantity(order, line);
    if (!Number.isInteger(quantity) || quantity < 1 || quantity > left)
      return refuse('bad-quantity', `Of "${line.title}" ${left} can be refunded.`);
    const earlier = order.refunds.flatMap((refund) =>
      refund.lines.filter((each) => each.lineItemId === lineItemId),
    );
    const amountLeft = minus(lineAmount(line), total(earlier.map((each) => each.subtotal)));
    const taxLeft = minus(taxOf(line), total(earlier.map((each) => each.tax)));
    lines.push({
      id: newId('RefundLineItem'),
      lineItemId,
      quantity,
      restockType: restockType ?? (order.fulfilments.length > 0 ? 'return' : 'cancel'),
      subtotal: shareOf(amountLeft, BigInt(quantity), BigInt(left)),
      tax: shareOf(taxLeft, BigInt(quantity), BigInt(left)),
    });
  }
  return { ok: true, lines };
}

function refundShipping(
  order: Order,
  wanted: boolean | bigint,
  newId: NewId,
): { ok: true; shipping: RefundShipping | null } | OrderRefusal {
  if (wanted === false || wanted === 0n) return { ok: true, shipping: null };
  const left = shippingLeft(order);
  const gross = plus(left.net, left.tax);
  if (gross.presentment === 0n) {
    if (wanted === true) return { ok: true, shipping: null };
    return refuse('bad-amount', 'No shipping is left to refund.');
  }
  const amount = wanted === true ? gross.presentment : wanted;
  if (amount < 0n || amount > gross.presentment)
    return refuse('bad-amount', 'The amount is more than what is left of the shipping.');
  const whole = shareOf(gross, amount, gross.presentment);
  const net = shareOf(left.net, amount, gross.presentment);
  return {
    ok: true,
    shipping: {
      id: newId('RefundShippingLine'),
      adjustmentId: newId('OrderAdjustment'),
      net,
      tax: minus(whole, net),
    },
  };
}

/** Shipping that no refund gave back yet, without and apart from its tax. */
export function shippingLeft(order: Order): { net: MoneyBag; tax: MoneyBag } {
  const price = total(order.shippingLines.map(shippingAmount));
  const tax = total(order.shippingLines.map(taxOf));
  const gone = order.refunds.flatMap((refund) => (refund.shipping ? [refund.shipping] : []));
  return {
    net: minus(order.taxesIncluded ? minus(price, tax) : price, total(gone.map((each) => each.net))),
    tax: minus(tax, total(gone.map((each) => each.tax))),
  };
}

function valueOf(order: Order, lines: readonly RefundLine[], shipping: RefundShipping | null): MoneyBag {
  const subtotals = total(lines.map((line) => line.subtotal));
  const taxes = order.taxesIncluded ? noMoney : total(lines.map((line) => line.tax));
  return total([subtotals, taxes, shipping ? plus(shipping.net, shipping.tax) : noMoney]);
}

/** Typed money in shop currency: exactly what is due or left where it is all of that, else by the payment's own rate. */
function moneyByHand(
  amount: bigint,
  { due, usual, payable }: { due: MoneyBag; usual: MoneyBag; payable: MoneyBag },
): MoneyBag {
  for (const known of [usual, due, payable]) if (known.presentment === amount) return known;
  return { presentment: amount, shop: scaled(payable.shop, amount, payable.presentment) };
}

function discrepancyOf(
  amount: MoneyBag,
  { due, backForThese }: { due: MoneyBag; backForThese: MoneyBag },
): MoneyBag | null {
  if (amount.presentment > due.presentment) return minus(due, amount);
  if (amount.presentment < backForThese.presentment) return minus(backForThese, amount);
  return null;
}

/** The refund's payments back, each against a sale, the newest sale first. */
function moneyBack(order: Order, amount: MoneyBag, at: number, newId: NewId): Transaction[] {
  const back: Transaction[] = [];
  let left = amount;
  const sales = order.transactions.filter((each) => each.kind === 'sale').toReversed();
  for (const sale of sales) {
    if (left.presentment === 0n) break;
    const earlier = order.transactions.filter((each) => each.parentId === sale.id);
    const open = minus(sale.amount, total(earlier.map((each) => each.amount)));
    const part = left.presentment >= open.presentment && sale !== sales.at(-1) ? open : left;
    if (part.presentment === 0n) continue;
    back.push({
      id: newId('OrderTransaction'),
      kind: 'refund',
      gateway: sale.gateway,
      ...(sale.source && { source: sale.source }),
      amount: part,
      parentId: sale.id,
      processedAt: at,
    });
    left = minus(left, part);
  }
  return back;
}

function atLeastZero(bag: MoneyBag): MoneyBag {
  return bag.presentment > 0n ? bag : noMoney;
}

function atMost(bag: MoneyBag, limit: MoneyBag): MoneyBag {
  return bag.presentment < limit.presentment ? bag : limit;
}
