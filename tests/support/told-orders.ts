// What a set of deliveries tells of orders, for the naive model: read by the app's parsers, put together by the naive rules.
import { orderNews } from '../../app/services/order-news.ts';
import { newsOfOrder, newsOfOrderDelete } from '../../app/shopify/order-payload.ts';
import { newsOfRefund } from '../../app/shopify/refund-payload.ts';
import type { Order } from '../naive/facts.ts';
import { mergeAll, type News } from '../naive/merge.ts';

type Delivery = { topic: string; triggeredAt: string | null; payload: unknown };

function newsOf({ topic, triggeredAt, payload }: Delivery): News & { orderId: string } {
  const read =
    topic === 'refunds/create' ? newsOfRefund : topic === 'orders/delete' ? newsOfOrderDelete : newsOfOrder;
  const parsed = read(payload, { topic, triggeredAt });
  if (!parsed.ok) throw new Error(parsed.reason);
  return orderNews(parsed.news);
}

/** order id -> the order after all of the deliveries, whatever their order; nothing was looked up. */
export function toldOrders(deliveries: readonly Delivery[]): Map<string, Order> {
  const news = Map.groupBy(deliveries.map(newsOf), ({ orderId }) => orderId);
  return new Map([...news].map(([orderId, told]) => [orderId, { ...mergeAll(told), lookups: null }]));
}

export const ordersOfCustomer = (orders: ReadonlyMap<string, Order>, customerId: string): Order[] =>
  [...orders.values()].filter(({ order }) => order?.facts.customerId === customerId);
