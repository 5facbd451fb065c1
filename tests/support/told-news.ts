import type { ToldOrder } from '../../app/domain/order-facts.ts';
import { newsOfOrder, newsOfOrderDelete } from '../../app/shopify/order-payload.ts';
import { newsOfRefund } from '../../app/shopify/refund-payload.ts';

export type ToldDelivery = { topic: string; triggeredAt: string | null; payload: unknown };

/** What a delivery tells of an order, by the app's parser of its topic. Throws where it is refused. */
export function toldNews(delivery: ToldDelivery): ToldOrder {
  const { topic, triggeredAt, payload } = delivery;
  const parse = { 'refunds/create': newsOfRefund, 'orders/delete': newsOfOrderDelete }[topic] ?? newsOfOrder;
  const parsed = parse(payload, { topic, triggeredAt });
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.news;
}
