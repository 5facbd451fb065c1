import {
  allocated,
  currentQuantity,
  fulfillableQuantity,
  fulfilledQuantity,
} from '../checkout/order-totals.ts';
import { minus, noMoney, total } from '../money.ts';
import type { DiscountAllocation, Order, OrderLine, ShippingLine } from '../state/order-types.ts';
import { moneySet, shopAmount, taxLinePayload } from './money-payload.ts';

function allocationPayload(allocation: DiscountAllocation, order: Order) {
  return {
    amount: shopAmount(allocation.amount, order),
    amount_set: moneySet(allocation.amount, order),
    discount_application_index: allocation.application,
  };
}

function lineFulfilmentStatus(order: Order, line: OrderLine): 'fulfilled' | 'partial' | null {
  if (fulfilledQuantity(order, line.id) === 0) return null;
  return fulfillableQuantity(order, line) > 0 ? 'partial' : 'fulfilled';
}

/**
 * A line of an order. `total_discount` stays "0.00" as on the platform: it knows only discounts that scripts and drafts set, codes are
 * in `discount_allocations`.
 */
export function lineItemPayload(order: Order, line: OrderLine) {
  return {
    id: line.id,
    admin_graphql_api_id: `gid://shopify/LineItem/${line.id}`,
    attributed_staffs: [],
    current_quantity: currentQuantity(order, line),
    fulfillable_quantity: line.tip ? 0 : fulfillableQuantity(order, line),
    fulfillment_service: line.giftCard ? 'gift_card' : 'manual',
    fulfillment_status: lineFulfilmentStatus(order, line),
    gift_card: line.giftCard,
    grams: line.grams,
    name: line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title,
    price: shopAmount(line.unitPrice, order),
    price_set: moneySet(line.unitPrice, order),
    product_exists: line.productId !== null,
    product_id: line.productId,
    properties: line.properties,
    quantity: line.quantity,
    requires_shipping: line.requiresShipping,
    sales_line_item_group_id: null,
    sku: line.sku,
    taxable: line.taxable,
    title: line.title,
    total_discount: shopAmount(noMoney, order),
    total_discount_set: moneySet(noMoney, order),
    variant_id: line.variantId,
    variant_inventory_management: line.productId === null || line.giftCard ? null : 'shopify',
    variant_title: line.variantTitle,
    vendor: line.vendor,
    ...(line.tip ? { tip_payment_gateway: line.tip.gateway, tip_payment_method: line.tip.method } : {}),
    tax_lines: line.taxLines.map((taxLine) => taxLinePayload(taxLine, order)),
    duties: [],
    discount_allocations: line.discountAllocations.map((allocation) => allocationPayload(allocation, order)),
  };
}

/** A shipping line; `current_discounted_price_set` is what refunds left of it. */
export function shippingLinePayload(order: Order, line: ShippingLine) {
  const discounted = minus(line.price, allocated(line));
  const gone = total(
    order.refunds.flatMap(({ shipping }) => {
      if (!shipping) return [];
      return order.taxesIncluded ? [shipping.net, shipping.tax] : [shipping.net];
    }),
  );
  return {
    id: line.id,
    carrier_identifier: null,
    code: line.title,
    current_discounted_price_set: moneySet(minus(discounted, gone), order),
    discounted_price: shopAmount(discounted, order),
    discounted_price_set: moneySet(discounted, order),
    is_removed: false,
    phone: null,
    price: shopAmount(line.price, order),
    price_set: moneySet(line.price, order),
    requested_fulfillment_service_id: null,
    source: 'shopify',
    title: line.title,
    tax_lines: line.taxLines.map((taxLine) => taxLinePayload(taxLine, order)),
    discount_allocations: line.discountAllocations.map((allocation) => allocationPayload(allocation, order)),
  };
}
