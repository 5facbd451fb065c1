import { currentQuantity } from '../../checkout/order-totals.ts';
import { parseDecimal } from '../../money.ts';
import type { DevStore, OrderResult, RefundRequest } from '../../state/dev-store.ts';
import type { CancelReason, Order } from '../../state/order-types.ts';
import { money, plural } from '../format.ts';
import type { Notice } from '../notice.ts';

/** A form's fields as the browser sends them. */
export type Fields = Record<string, string>;

export type ActionResult = { done: boolean; notice: Notice };

const REASONS: readonly CancelReason[] = ['customer', 'inventory', 'fraud', 'declined', 'other', 'staff'];

function refused(text: string): ActionResult {
  return { done: false, notice: { tone: 'refused', text } };
}

function said(result: OrderResult, done: string): ActionResult {
  return result.ok ? { done: true, notice: { tone: 'done', text: done } } : refused(result.detail);
}

/** The refund that a form describes, or a sentence on what is wrong with it. */
export function refundRequest(order: Order, fields: Fields): RefundRequest | string {
  const lines = order.lines.flatMap((line) => {
    const quantity = wholeNumber(fields[`quantity-${line.id}`]);
    return quantity !== null && quantity > 0 ? [{ lineItemId: line.id, quantity }] : [];
  });
  const request: RefundRequest = { orderId: order.id, lines };
  if (fields['shipping'] === 'yes') request.shipping = true;
  const written = fields['amount']?.trim() ?? '';
  if (written !== '') {
    const amount = parseDecimal(written, order.presentmentCurrency);
    if (amount === null) return `"${written}" is not an amount in ${order.presentmentCurrency}.`;
    request.amount = amount;
  }
  const note = fields['note']?.trim();
  if (note) request.note = note;
  return request;
}

export function refund(store: DevStore, order: Order, fields: Fields): ActionResult {
  const request = refundRequest(order, fields);
  if (typeof request === 'string') return refused(request);
  const preview = store.refundPreview(request);
  if (!preview.ok) return refused(preview.detail);
  const pieces = request.lines.reduce((sum, line) => sum + line.quantity, 0);
  const parts = [pieces > 0 ? plural(pieces, 'item', 'items') : null, request.shipping ? 'shipping' : null];
  const whatFor = parts.filter(Boolean).join(' and ');
  const amount = money(preview.amount.presentment, order.presentmentCurrency);
  return said(store.refundOrder(request), `${amount} refunded${whatFor ? ` for ${whatFor}` : ''}.`);
}

export function edit(store: DevStore, order: Order, fields: Fields): ActionResult {
  const set = order.lines.flatMap((line) => {
    const quantity = wholeNumber(fields[`set-${line.id}`]);
    return quantity !== null && quantity !== currentQuantity(order, line)
      ? [{ lineItemId: line.id, quantity }]
      : [];
  });
  const variantId = wholeNumber(fields['variant']);
  const quantity = wholeNumber(fields['added']) ?? 1;
  const add = variantId === null || variantId === 0 ? [] : [{ variantId, quantity }];
  if (add.length === 0 && set.length === 0) return refused('Nothing was changed.');
  return said(store.editOrder({ orderId: order.id, add, set }), `Order #${order.orderNumber} updated.`);
}

export function cancel(store: DevStore, order: Order, fields: Fields): ActionResult {
  const reason = REASONS.find((each) => each === fields['reason']) ?? 'other';
  const giveBack = fields['refund'] === 'yes';
  return said(
    store.cancelOrder({ orderId: order.id, reason, refund: giveBack }),
    `Order #${order.orderNumber} cancelled${giveBack ? ' and refunded' : ''}.`,
  );
}

export function fulfil(store: DevStore, order: Order): ActionResult {
  return said(store.fulfilOrder({ orderId: order.id }), `Order #${order.orderNumber} fulfilled.`);
}

export function markAsPaid(store: DevStore, order: Order): ActionResult {
  return said(store.markAsPaid(order.id), `Order #${order.orderNumber} marked as paid.`);
}

/** Everybody is found by e-mail: nobody knows their number. */
function customerOf(store: DevStore, fields: Fields): number | null {
  const email = fields['email']?.trim().toLowerCase() ?? '';
  const { items } = store.customers({ query: email, limit: 50 });
  return items.find((one) => one.email === email)?.id ?? null;
}

const NOBODY = 'Nobody has an account with that e-mail address.';

export function link(store: DevStore, order: Order, fields: Fields): ActionResult {
  const customer = customerOf(store, fields);
  if (customer === null) return refused(NOBODY);
  return said(store.linkOrder(order.id, customer), `Order #${order.orderNumber} is linked.`);
}

export function remove(store: DevStore, order: Order): ActionResult {
  return said(store.deleteOrder(order.id), `Order #${order.orderNumber} deleted.`);
}

/** Gives the customer who is left, too. */
export function merge(store: DevStore, customerId: number, fields: Fields): ActionResult & { kept: number } {
  const into = customerOf(store, fields);
  if (into === null) return { ...refused(NOBODY), kept: customerId };
  const merged = store.mergeCustomers(customerId, into);
  return merged.ok
    ? { done: true, notice: { tone: 'done', text: 'The two customers are one.' }, kept: into }
    : { ...refused(merged.detail), kept: customerId };
}

/** What a form field holds as a whole number from 0 on, or null. */
export function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text.trim()) ? Number(text) : null;
}
