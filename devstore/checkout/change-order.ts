import { markets } from '../data/markets.ts';
import { addressIn } from '../data/addresses.ts';
import { plus, shareOf, times } from '../money.ts';
import type { MoneyBag } from '../money.ts';
import type { Market } from '../state/catalogue-types.ts';
import type { OrderRefusal, OrderResult } from '../state/dev-store.ts';
import type {
  CancelReason,
  Fulfilment,
  Order,
  OrderEdit,
  OrderLine,
  Refund,
  TaxLine,
  Transaction,
} from '../state/order-types.ts';
import { findVariant } from './draft-order.ts';
import { goodsLine, goodsTaxes } from './order-lines.ts';
import { currentQuantity, fulfillableQuantity, orderTotals } from './order-totals.ts';
import { everythingLeft, planRefund, refundLines, withRefund } from './refund.ts';
import type { RefundWork } from './refund.ts';

function refuse(reason: OrderRefusal['reason'], detail: string): OrderRefusal {
  return { ok: false, reason, detail };
}

function changedAt(order: Order, at: number): number {
  return Math.max(order.updatedAt, at);
}

/** A payment of everything that the customer still owes. */
export function payRest(order: Order, { newId, now }: RefundWork, gateway = 'shopify_payments'): OrderResult {
  if (order.cancelledAt !== null) return refuse('already-cancelled', 'The order is cancelled.');
  const { outstanding } = orderTotals(order);
  if (outstanding.presentment <= 0n) return refuse('already-paid', 'Nothing is left to pay.');
  const sale: Transaction = {
    id: newId('OrderTransaction'),
    kind: 'sale',
    gateway,
    amount: outstanding,
    parentId: null,
    processedAt: now,
  };
  return {
    ok: true,
    order: { ...order, transactions: [...order.transactions, sale], updatedAt: changedAt(order, now) },
  };
}

/** A payment of a part of what is owed, by a gift card or store credit. */
export function payPart(
  order: Order,
  {
    amount,
    gateway,
    source,
  }: { amount: bigint; gateway: string; source: NonNullable<Transaction['source']> },
  { newId, now }: RefundWork,
): Order {
  const { outstanding } = orderTotals(order);
  const sale: Transaction = {
    id: newId('OrderTransaction'),
    kind: 'sale',
    gateway,
    amount: shareOf(outstanding, amount, outstanding.presentment),
    parentId: null,
    processedAt: now,
    source,
  };
  return { ...order, transactions: [...order.transactions, sale], updatedAt: changedAt(order, now) };
}

/** Cancels an order; with `refund`, everything that is left is taken off it and paid back. */
export function cancel(
  order: Order,
  { reason, refund }: { reason: CancelReason; refund: boolean },
  work: RefundWork,
): OrderResult {
  if (order.cancelledAt !== null) return refuse('already-cancelled', 'The order is cancelled already.');
  let changed = order;
  const lines = everythingLeft(order).map((line) => ({ ...line, restockType: 'cancel' as const }));
  if (refund && lines.length > 0) {
    const totals = orderTotals(order);
    const planned = planRefund(
      order,
      { lines, shipping: true, amount: totals.paid.presentment - totals.refunded.presentment },
      work,
    );
    if (!planned.ok) return planned;
    changed = withRefund(order, planned.refund);
  }
  return {
    ok: true,
    order: {
      ...changed,
      cancelledAt: work.now,
      cancelReason: reason,
      closedAt: order.closedAt ?? work.now,
      updatedAt: changedAt(changed, work.now),
    },
  };
}

/** Sends out what is left, or the lines named; an order that is paid and sent out completely is closed. */
export function fulfil(
  order: Order,
  wanted: { lineItemId: number; quantity: number }[] | undefined,
  { newId, now }: RefundWork,
): OrderResult {
  if (order.cancelledAt !== null) return refuse('already-cancelled', 'A cancelled order is not sent out.');
  const waiting = order.lines
    .filter((line) => line.tip === null)
    .map((line) => ({ lineItemId: line.id, quantity: fulfillableQuantity(order, line) }))
    .filter((line) => line.quantity > 0);
  if (waiting.length === 0) return refuse('already-fulfilled', 'Nothing is left to send out.');
  const lines = wanted ?? waiting;
  for (const line of lines) {
    const left = waiting.find((each) => each.lineItemId === line.lineItemId);
    if (!left) return refuse('unknown-line', `Line ${line.lineItemId} has nothing to send out.`);
    if (!Number.isInteger(line.quantity) || line.quantity < 1 || line.quantity > left.quantity)
      return refuse('bad-quantity', `Of line ${line.lineItemId} ${left.quantity} can be sent out.`);
  }
  if (lines.length === 0) return refuse('nothing-to-do', 'Choose at least one item.');
  const fulfilment: Fulfilment = { id: newId('Fulfillment'), createdAt: now, lines };
  const changed: Order = {
    ...order,
    fulfilments: [...order.fulfilments, fulfilment],
    updatedAt: changedAt(order, now),
  };
  const totals = orderTotals(changed);
  const done = totals.fulfilmentStatus === 'fulfilled' && totals.outstanding.presentment <= 0n;
  return { ok: true, order: done ? { ...changed, closedAt: changed.closedAt ?? now } : changed };
}

export type EditRequest = {
  add?: { variantId: number; quantity: number }[];
  set?: { lineItemId: number; quantity: number }[];
};

type Editing = { order: Order; additions: OrderEdit['additions']; removals: OrderEdit['removals'] };

/**
 * Puts new lines on an order, unpaid and at full price, and changes quantities. What an edit takes off becomes a refund without
 * money, as on the platform: the shop owes it until somebody refunds the amount.
 */
export function edit(order: Order, request: EditRequest, work: RefundWork): OrderResult {
  if (order.cancelledAt !== null) return refuse('already-cancelled', 'A cancelled order cannot be edited.');
  const market = markets.find((each) => each.handle === order.market);
  if (!market) throw new Error(`Order ${order.id} is of the unknown market ${order.market}`);
  const editing: Editing = { order, additions: [], removals: [] };
  for (const line of request.add ?? []) {
    const refusal = addLine(editing, line, market, work);
    if (refusal) return refusal;
  }
  for (const line of request.set ?? []) {
    const refusal = setQuantity(editing, line, market);
    if (refusal) return refusal;
  }
  if (editing.additions.length + editing.removals.length === 0)
    return refuse('nothing-to-do', 'The edit changes nothing.');
  const taken = takeOff(editing, work);
  if (!taken.ok) return taken;
  const { additions, removals } = editing;
  const record: OrderEdit = { id: work.newId('OrderEdit'), committedAt: work.now, additions, removals };
  const edited = taken.order;
  return {
    ok: true,
    order: { ...edited, edits: [...edited.edits, record], updatedAt: changedAt(edited, work.now) },
  };
}

function addLine(
  editing: Editing,
  wanted: { variantId: number; quantity: number },
  market: Market,
  work: RefundWork,
): OrderRefusal | null {
  const found = findVariant(wanted.variantId);
  if (!found) return refuse('unknown-variant', `There is no variant ${wanted.variantId}.`);
  if (!Number.isInteger(wanted.quantity) || wanted.quantity < 1)
    return refuse('bad-quantity', 'A quantity is a whole number from 1.');
  const line = goodsLine(found, wanted.quantity, market, work.newId);
  line.taxLines = taxesOnMore(editing.order, line, wanted.quantity, market);
  editing.order = { ...editing.order, lines: [...editing.order.lines, line] };
  editing.additions.push({ lineItemId: line.id, delta: wanted.quantity });
  return null;
}

function setQuantity(
  editing: Editing,
  { lineItemId, quantity }: { lineItemId: number; quantity: number },
  market: Market,
): OrderRefusal | null {
  const line = editing.order.lines.find((each) => each.id === lineItemId);
  if (!line || line.tip !== null) return refuse('unknown-line', `The order has no line ${lineItemId}.`);
  if (!Number.isInteger(quantity) || quantity < 0)
    return refuse('bad-quantity', 'A quantity is a whole number from 0.');
  const delta = quantity - currentQuantity(editing.order, line);
  if (delta < 0) editing.removals.push({ lineItemId, delta: -delta });
  if (delta > 0) {
    const more = taxesOnMore(editing.order, line, delta, market);
    const longer = { ...line, quantity: line.quantity + delta, taxLines: mergeTaxes(line.taxLines, more) };
    const lines = editing.order.lines.map((each) => (each.id === lineItemId ? longer : each));
    editing.order = { ...editing.order, lines };
    editing.additions.push({ lineItemId, delta });
  }
  return null;
}

function takeOff(editing: Editing, work: RefundWork): OrderResult {
  if (editing.removals.length === 0) return { ok: true, order: editing.order };
  const wanted = editing.removals.map(({ lineItemId, delta }) => ({
    lineItemId,
    quantity: delta,
    restockType: 'cancel' as const,
  }));
  const lines = refundLines(editing.order, wanted, work.newId);
  if (!lines.ok) return lines;
  const refund: Refund = {
    id: work.newId('Refund'),
    createdAt: work.now,
    note: null,
    lines: lines.lines,
    shipping: null,
    discrepancy: null,
    transactions: [],
  };
  return { ok: true, order: withRefund(editing.order, refund) };
}

function taxesOnMore(order: Order, line: OrderLine, quantity: number, market: Market): TaxLine[] {
  const product = line.variantId === null ? null : findVariant(line.variantId)?.product;
  if (!product) return [];
  const destination =
    order.shippingAddress ??
    order.billingAddress ??
    addressIn(market.countries[0] ?? 'US', { firstName: '', lastName: '' });
  return goodsTaxes(product, times(line.unitPrice, quantity), destination, market);
}

function mergeTaxes(before: readonly TaxLine[], more: readonly TaxLine[]): TaxLine[] {
  const added = (title: string): MoneyBag | undefined => more.find((each) => each.title === title)?.amount;
  return before.map((tax) => {
    const amount = added(tax.title);
    return amount ? { ...tax, amount: plus(tax.amount, amount) } : tax;
  });
}
