import { locationId } from '../data/staff.ts';
import type { Fulfilment, Order } from '../state/order-types.ts';
import { lineItemPayload } from './line-item-payload.ts';
import { shopTime } from './shop-time.ts';

/** A shipment inside an order. */
export function fulfillmentPayload(order: Order, fulfilment: Fulfilment) {
  const turn = order.fulfilments.indexOf(fulfilment) + 1;
  return {
    id: fulfilment.id,
    admin_graphql_api_id: `gid://shopify/Fulfillment/${fulfilment.id}`,
    created_at: shopTime(fulfilment.createdAt),
    location_id: locationId,
    name: `#${order.orderNumber}.${turn}`,
    order_id: order.id,
    origin_address: {},
    receipt: {},
    service: 'manual',
    shipment_status: null,
    status: 'success',
    tracking_company: null,
    tracking_number: null,
    tracking_numbers: [],
    tracking_url: null,
    tracking_urls: [],
    updated_at: shopTime(fulfilment.createdAt),
    line_items: fulfilment.lines.flatMap(({ lineItemId, quantity }) => {
      const line = order.lines.find((each) => each.id === lineItemId);
      return line ? [{ ...lineItemPayload(order, line), quantity }] : [];
    }),
  };
}
