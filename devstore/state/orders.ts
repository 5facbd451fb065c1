import { createHash } from 'node:crypto';
import { cancel, edit, fulfil, payRest } from '../checkout/change-order.ts';
import { draftOrder } from '../checkout/draft-order.ts';
import type { NewId } from '../checkout/order-lines.ts';
import { orderTotals } from '../checkout/order-totals.ts';
import { planRefund, withRefund } from '../checkout/refund.ts';
import { orderPayload } from '../payloads/order-payload.ts';
import type { StoreContext } from './context.ts';
import type { CheckoutRequest, DevStore, OrderRefusal, OrderResult } from './dev-store.ts';
import { knownDiscounts } from './known-discounts.ts';
import { listOrders } from './list.ts';
import { orderNotices } from './order-events.ts';
import type { Customer, Order } from './order-types.ts';
import type { Tables } from './tables.ts';
import { paidByTender, readTender, returnTender, spendTender } from './tender.ts';
import type { Tender } from './tender.ts';

type Work = { newId: NewId; now: number };

type ReadPart = Pick<DevStore, 'orders' | 'order' | 'totals' | 'orderPayload' | 'quote' | 'refundPreview'>;
type CheckoutPart = Pick<DevStore, 'checkout'>;
type ChangePart = Pick<
  DevStore,
  | 'markAsPaid'
  | 'refundOrder'
  | 'cancelOrder'
  | 'editOrder'
  | 'fulfilOrder'
  | 'linkOrder'
  | 'requestOrderLink'
  | 'deleteOrder'
>;

/** Checkout and everything that happens to an order afterwards. */
export function orderPart(context: StoreContext): ReadPart & CheckoutPart & ChangePart {
  return { ...readPart(context), ...checkoutPart(context), ...changePart(context) };
}

/** What changes nothing, previews too: their ids count from 1 and go nowhere. */
function readPart(context: StoreContext): ReadPart {
  const { tables } = context;
  const preview = (): Work => {
    let id = 0;
    return { newId: () => (id += 1), now: Date.now() };
  };
  return {
    orders: (filter = {}) =>
      listOrders(tables.all('order'), filter, (id) => nameOf(tables.get('customer', id))),
    order: (id) => findOrder(tables, id),
    totals: orderTotals,
    orderPayload: (order) => orderPayload(order, customerOf(tables, order)),
    quote(request) {
      const work = preview();
      const drafted = draft(context, request, work);
      if (!drafted.ok) return drafted;
      const paying = readTender(request, context);
      if (!paying.ok) return paying;
      const order = paidByTender(drafted.order, paying.tender, work.newId, context);
      return { ok: true, order, totals: orderTotals(order) };
    },
    refundPreview(request) {
      const order = findOrder(tables, request.orderId);
      if (!order) return unknownOrder(request.orderId);
      const planned = planRefund(order, request, preview());
      return planned.ok ? { ok: true, amount: planned.amount } : planned;
    },
  };
}

function checkoutPart(context: StoreContext): CheckoutPart {
  const { tables, act } = context;
  return {
    checkout: (request) =>
      act(() => {
        const drafted = draft(context, request, { newId: tables.newId, now: Date.now() });
        if (!drafted.ok) return drafted;
        const paying = readTender(request, context);
        if (!paying.ok) return paying;
        const order = numbered(context, drafted.order, request, paying.tender);
        save(context, null, order, order.createdAt);
        return { ok: true, order };
      }),
  };
}

function changePart(context: StoreContext): ChangePart {
  const { tables, act } = context;
  const change = (id: number, at: number | undefined, how: (order: Order, work: Work) => OrderResult) =>
    act((): OrderResult => {
      const before = findOrder(tables, id);
      if (!before) return unknownOrder(id);
      const now = at ?? Date.now();
      const result = how(before, { newId: tables.newId, now });
      if (result.ok) {
        returnTender(before, result.order, context, now);
        save(context, before, result.order, now);
      }
      return result;
    });

  return {
    markAsPaid: (id, at) => change(id, at, payRest),
    refundOrder: (request) =>
      change(request.orderId, request.at, (order, work) => {
        const planned = planRefund(order, request, work);
        return planned.ok ? { ok: true, order: withRefund(order, planned.refund) } : planned;
      }),
    cancelOrder: ({ orderId, reason = 'customer', refund = true, at }) =>
      change(orderId, at, (order, work) => cancel(order, { reason, refund }, work)),
    editOrder: ({ orderId, at, ...request }) =>
      change(orderId, at, (order, work) => edit(order, request, work)),
    fulfilOrder: ({ orderId, lines, at }) => change(orderId, at, (order, work) => fulfil(order, lines, work)),
    linkOrder: (id, customerId, at) =>
      change(id, at, (order, { now }) =>
        tables.get('customer', customerId)
          ? { ok: true, order: { ...order, customerId, updatedAt: Math.max(order.updatedAt, now) } }
          : unknownCustomer(customerId),
      ),
    requestOrderLink: (id) => act(() => tellOfLink(context, id)),
    deleteOrder: (id) => act(() => remove(context, id)),
  };
}

function tellOfLink({ tables, tell }: StoreContext, id: number): OrderResult {
  const order = findOrder(tables, id);
  if (!order) return unknownOrder(id);
  const { customerId } = order;
  const payload = orderPayload(order, customerOf(tables, order));
  tell({
    notices: [{ topic: 'orders/link_requested', payload }],
    orderId: id,
    customerId,
    at: Date.now(),
  });
  return { ok: true, order };
}

function remove({ tables, tell }: StoreContext, id: number): OrderResult {
  const order = findOrder(tables, id);
  if (!order) return unknownOrder(id);
  const deleted = { ...order, deletedAt: Date.now() };
  tables.put('order', id, deleted);
  tell({
    notices: [{ topic: 'orders/delete', payload: { id } }],
    orderId: id,
    customerId: order.customerId,
    at: deleted.deletedAt,
  });
  return { ok: true, order: deleted };
}

function findOrder(tables: Tables, id: number): Order | null {
  const order = tables.get('order', id);
  return order && order.deletedAt === null ? order : null;
}

function customerOf(tables: Tables, { customerId }: Pick<Order, 'customerId'>): Customer | null {
  return customerId === null ? null : (tables.get('customer', customerId) ?? null);
}

function draft(context: StoreContext, request: CheckoutRequest, work: Work) {
  const customer = customerOf(context.tables, request);
  if (request.customerId !== null && !customer) return unknownCustomer(request.customerId);
  return draftOrder(request, { customer, discounts: knownDiscounts(context), ...work });
}

function unknownOrder(id: number): OrderRefusal {
  return { ok: false, reason: 'unknown-order', detail: `There is no order ${id}.` };
}

function nameOf(customer: Customer | undefined): string {
  return customer ? `${customer.firstName} ${customer.lastName}` : '';
}

function unknownCustomer(id: number) {
  return { ok: false as const, reason: 'unknown-customer' as const, detail: `There is no customer ${id}.` };
}

/** Gives a drafted order its ids and its payments. */
function numbered(context: StoreContext, draft: Order, request: CheckoutRequest, tender: Tender): Order {
  const { tables } = context;
  const id = tables.newId('Order');
  const token = createHash('sha256').update(`order ${id}`).digest('hex').slice(0, 32);
  const order: Order = {
    ...draft,
    id,
    orderNumber: tables.nextNumber('order number', 1001),
    token,
    confirmationNumber: token.slice(0, 9).toUpperCase(),
  };
  if (request.payment === 'pending') return order;
  const paidInPart = paidByTender(order, tender, tables.newId, context);
  spendTender(paidInPart, context);
  const paid = payRest(paidInPart, { newId: tables.newId, now: order.createdAt }, request.gateway);
  return paid.ok ? paid.order : paidInPart;
}

function save({ tables, tell }: StoreContext, before: Order | null, after: Order, at: number): void {
  tables.put('order', after.id, after);
  tell({
    notices: orderNotices(before, after, customerOf(tables, after)),
    orderId: after.id,
    customerId: after.customerId,
    at,
  });
}
