import { createHash } from 'node:crypto';
import { cancel, edit, fulfil, payRest } from '../checkout/change-order.ts';
import { draftOrder } from '../checkout/draft-order.ts';
import type { NewId } from '../checkout/order-lines.ts';
import { orderTotals } from '../checkout/order-totals.ts';
import { planRefund, withRefund } from '../checkout/refund.ts';
import { orderPayload } from '../payloads/order-payload.ts';
import type { StoreContext } from './context.ts';
import type { CheckoutRefusal, CheckoutRequest, DevStore, OrderResult } from './dev-store.ts';
import { listOrders } from './list.ts';
import { orderNotices } from './order-events.ts';
import type { Customer, Order } from './order-types.ts';

type Work = { newId: NewId; now: number };

type OrderPart = Pick<
  DevStore,
  | 'orders'
  | 'order'
  | 'totals'
  | 'orderPayload'
  | 'quote'
  | 'checkout'
  | 'markAsPaid'
  | 'refundOrder'
  | 'refundPreview'
  | 'cancelOrder'
  | 'editOrder'
  | 'fulfilOrder'
  | 'deleteOrder'
>;

/** Checkout and everything that happens to an order afterwards. */
export function orderPart(context: StoreContext): OrderPart {
  const { tables, act } = context;
  const customerOf = (order: Pick<Order, 'customerId'>): Customer | null =>
    order.customerId === null ? null : (tables.get('customer', order.customerId) ?? null);
  const find = (id: number): Order | null => {
    const order = tables.get('order', id);
    return order && order.deletedAt === null ? order : null;
  };
  const change = (id: number, at: number, how: (order: Order) => OrderResult): OrderResult =>
    act(() => {
      const before = find(id);
      if (!before) return { ok: false, reason: 'unknown-order', detail: `There is no order ${id}.` };
      const result = how(before);
      if (result.ok) save(context, before, result.order, customerOf(before), at);
      return result;
    });
  const work = (at: number | undefined): Work => ({ newId: tables.newId, now: at ?? Date.now() });
  const preview = (): Work => {
    let id = 0;
    return { newId: () => (id += 1), now: Date.now() };
  };
  const draft = (request: CheckoutRequest, how: Work) => {
    const customer = customerOf(request);
    if (request.customerId !== null && !customer) return unknownCustomer(request.customerId);
    return draftOrder(request, { customer, ...how });
  };

  return {
    orders: (filter = {}) =>
      listOrders(tables.all('order'), filter, (id) => nameOf(tables.get('customer', id))),
    order: find,
    totals: orderTotals,
    orderPayload: (order) => orderPayload(order, customerOf(order)),
    quote(request) {
      const drafted = draft(request, preview());
      return drafted.ok ? { ok: true, order: drafted.order, totals: orderTotals(drafted.order) } : drafted;
    },
    checkout: (request) =>
      act(() => {
        const drafted = draft(request, { newId: tables.newId, now: Date.now() });
        if (!drafted.ok) return drafted;
        const order = numbered(context, drafted.order, request);
        save(context, null, order, customerOf(order), order.createdAt);
        return { ok: true, order };
      }),
    markAsPaid: (id, at) => change(id, at ?? Date.now(), (order) => payRest(order, work(at))),
    refundOrder: (request) =>
      change(request.orderId, request.at ?? Date.now(), (order) => {
        const planned = planRefund(order, request, work(request.at));
        return planned.ok ? { ok: true, order: withRefund(order, planned.refund) } : planned;
      }),
    refundPreview(request) {
      const order = find(request.orderId);
      if (!order)
        return { ok: false, reason: 'unknown-order', detail: `There is no order ${request.orderId}.` };
      const planned = planRefund(order, request, preview());
      return planned.ok ? { ok: true, amount: planned.amount } : planned;
    },
    cancelOrder: ({ orderId, reason = 'customer', refund = true, at }) =>
      change(orderId, at ?? Date.now(), (order) => cancel(order, { reason, refund }, work(at))),
    editOrder: ({ orderId, at, ...request }) =>
      change(orderId, at ?? Date.now(), (order) => edit(order, request, work(at))),
    fulfilOrder: ({ orderId, lines, at }) =>
      change(orderId, at ?? Date.now(), (order) => fulfil(order, lines, work(at))),
    deleteOrder: (id) =>
      act(() => {
        const order = find(id);
        if (!order) return { ok: false, reason: 'unknown-order', detail: `There is no order ${id}.` };
        const deleted = { ...order, deletedAt: Date.now() };
        tables.put('order', id, deleted);
        context.tell({
          notices: [{ topic: 'orders/delete', payload: { id } }],
          orderId: id,
          customerId: order.customerId,
          at: deleted.deletedAt,
        });
        return { ok: true, order: deleted };
      }),
  };
}

function nameOf(customer: Customer | undefined): string {
  return customer ? `${customer.firstName} ${customer.lastName}` : '';
}

function unknownCustomer(id: number | null): CheckoutRefusal {
  return { ok: false, reason: 'unknown-customer', detail: `There is no customer ${id}.` };
}

/** Gives a drafted order its ids and its payment. */
function numbered({ tables }: StoreContext, draft: Order, request: CheckoutRequest): Order {
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
  const paid = payRest(order, { newId: tables.newId, now: order.createdAt }, request.gateway);
  return paid.ok ? paid.order : order;
}

function save(
  { tables, tell }: StoreContext,
  before: Order | null,
  after: Order,
  customer: Customer | null,
  at: number,
): void {
  tables.put('order', after.id, after);
  tell({
    notices: orderNotices(before, after, customer),
    orderId: after.id,
    customerId: after.customerId,
    at,
  });
}
