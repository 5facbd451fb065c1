import { orderTotals } from '../checkout/order-totals.ts';
import { userId } from '../data/staff.ts';
import { customerPayload } from '../payloads/customer-payload.ts';
import { orderEditPayload, orderPayload } from '../payloads/order-payload.ts';
import { refundPayload, transactionPayload } from '../payloads/refund-payload.ts';
import type { WebhookEvent } from '../webhooks/trigger.ts';
import type { Customer, Order } from './order-types.ts';

type Notice = WebhookEvent['notices'][number];

/**
 * What the platform tells about a change of an order, found by comparing it with what it was: a checkout is a change from
 * nothing. Every topic that mentions the order carries the same body.
 */
export function orderNotices(before: Order | null, after: Order, customer: Customer | null): Notice[] {
  const payload = orderPayload(after, customer);
  const about = (topic: string): Notice => ({ topic, payload });
  const notices: Notice[] = [];
  if (!before) notices.push(about('orders/create'));
  for (const edit of after.edits.slice(before?.edits.length ?? 0))
    notices.push({ topic: 'orders/edited', payload: orderEditPayload(after, edit, userId) });
  for (const refund of after.refunds.slice(before?.refunds.length ?? 0))
    notices.push({ topic: 'refunds/create', payload: refundPayload(after, refund) });
  for (const transaction of after.transactions.slice(before?.transactions.length ?? 0))
    notices.push({
      topic: 'order_transactions/create',
      payload: transactionPayload(after, transaction),
    });
  if (becamePaid(before, after)) notices.push(about('orders/paid'));
  if (after.fulfilments.length > (before?.fulfilments.length ?? 0)) {
    const done = orderTotals(after).fulfilmentStatus === 'fulfilled';
    notices.push(about(done ? 'orders/fulfilled' : 'orders/partially_fulfilled'));
  }
  if (after.cancelledAt !== null && before && before.cancelledAt === null)
    notices.push(about('orders/cancelled'));
  notices.push(about('orders/updated'));
  return notices;
}

function becamePaid(before: Order | null, after: Order): boolean {
  const unpaid = !before || ['pending', 'partially_paid'].includes(orderTotals(before).financialStatus);
  return unpaid && orderTotals(after).financialStatus === 'paid';
}

export function customerNotice(
  topic: 'customers/create' | 'customers/update' | 'customers/enable',
  customer: Customer,
): Notice {
  return { topic, payload: customerPayload(customer) };
}
