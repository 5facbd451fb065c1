// Deliveries of every topic as no honest sender would write them.
import fc from 'fast-check';
import { built, type Choices } from './choices.ts';
import { hostile } from './hostile.ts';
import { money, nextId, orderPayload, refundPayload } from './order-payload.ts';
import { SHOP } from './shop.ts';

export type HostileDelivery = { topic: string; triggeredAt: string; payload: Buffer };

/** A valid payload of each topic, about an order and a customer of its own. */
function valid(from: Choices): { topic: string; payload: object } {
  const order = orderPayload({
    lines: [{ price: '30.00', quantity: 3, discount: '1.50' }, { price: '12.34' }],
    fields: { refunds: [], shipping_lines: [{ id: 1, price: '5.00', price_set: money('5.00') }] },
  });
  const refund = refundPayload(order, [{ index: 0, quantity: from.between(1, 4) }]);
  const unknown = { ...refund, refund_line_items: [{ line_item_id: 1, quantity: 2 }] };
  const gid = () => `gid://shopify/Customer/${nextId()}`;
  return from.of<{ topic: string; payload: object }>(
    { topic: 'orders/paid', payload: order },
    { topic: 'orders/create', payload: { ...order, refunds: [refund] } },
    { topic: 'orders/updated', payload: { ...order, refunds: [refund, { ...unknown, id: refund.id }] } },
    { topic: 'orders/fulfilled', payload: { ...order, fulfillment_status: 'fulfilled' } },
    { topic: 'orders/cancelled', payload: { ...order, cancelled_at: order.processed_at } },
    { topic: 'orders/edited', payload: { order_edit: { order_id: order.id } } },
    { topic: 'orders/link_requested', payload: order },
    { topic: 'orders/delete', payload: { id: order.id } },
    { topic: 'refunds/create', payload: refund },
    { topic: 'refunds/create', payload: unknown },
    { topic: 'customers/create', payload: { id: nextId(), email: null } },
    { topic: 'customers/enable', payload: { id: nextId() } },
    {
      topic: 'customers/merge',
      payload: {
        admin_graphql_api_customer_kept_id: gid(),
        admin_graphql_api_customer_deleted_id: gid(),
        status: 'completed',
      },
    },
    { topic: 'shop/update', payload: { id: 1, name: 'Haven', currency: 'USD', iana_timezone: 'Asia/Tokyo' } },
    {
      topic: 'customers/data_request',
      payload: { shop_domain: SHOP, customer: { id: nextId() }, orders_requested: [] },
    },
    { topic: 'order_transactions/create', payload: { id: nextId(), order_id: order.id, amount: '1.00' } },
  );
}

const hour = 3_600_000;
export const hostileDeliveries: fc.Arbitrary<HostileDelivery> = fc.noShrink(
  built(200, (from) => {
    const { topic, payload } = valid(from);
    const triggeredAt = from.of(
      new Date().toISOString(),
      new Date(Date.now() + 14 * hour).toISOString(),
      new Date(Date.now() - 30 * hour).toISOString(),
      'yesterday',
      '',
    );
    return { topic: from.oneIn(12) ? 'orders/updated' : topic, triggeredAt, payload: hostile(from, payload) };
  }),
);
