// What a set of deliveries tells of orders, for the naive model: read by the app's parsers, put together by the naive rules.
import { orderNews } from '../../app/services/order-news.ts';
import type { Order } from '../naive/facts.ts';
import { mergeAll } from '../naive/merge.ts';
import { toldNews, type ToldDelivery } from './told-news.ts';

/** order id -> the order after all of the deliveries, whatever their order; nothing was looked up. */
export function toldOrders(deliveries: readonly ToldDelivery[]): Map<string, Order> {
  const news = Map.groupBy(
    deliveries.map((one) => orderNews(toldNews(one))),
    ({ orderId }) => orderId,
  );
  return new Map([...news].map(([orderId, told]) => [orderId, { ...mergeAll(told), lookups: null }]));
}

export const ordersOfCustomer = (orders: ReadonlyMap<string, Order>, customerId: string): Order[] =>
  [...orders.values()].filter(({ order }) => order?.facts.customerId === customerId);
