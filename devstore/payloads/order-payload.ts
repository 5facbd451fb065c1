import { orderTotals, allocated } from '../checkout/order-totals.ts';
import type { OrderTotals } from '../checkout/order-totals.ts';
import { shop } from '../data/catalogue.ts';
import { noMoney, plus, total } from '../money.ts';
import type {
  Customer,
  DiscountAllocation,
  DiscountApplication,
  Order,
  OrderEdit,
  TaxLine,
} from '../state/order-types.ts';
import { addressPayload, orderCustomerPayload } from './customer-payload.ts';
import { fulfillmentPayload } from './fulfillment-payload.ts';
import { lineItemPayload, shippingLinePayload } from './line-item-payload.ts';
import { moneySet, shopAmount, taxLinePayload } from './money-payload.ts';
import { refundPayload } from './refund-payload.ts';
import { shopTime, shopTimeOrNull } from './shop-time.ts';

/** The order as orders/create, orders/updated and their like carry it in 2026-10, every documented field. */
export function orderPayload(order: Order, customer: Customer | null): Record<string, unknown> {
  const totals = orderTotals(order);
  return {
    ...head(order, customer),
    ...amounts(order, totals),
    ...statuses(order, totals),
    ...parts(order, customer),
  };
}

/** What names the order and tells how it came about. */
function head(order: Order, customer: Customer | null) {
  return {
    id: order.id,
    admin_graphql_api_id: `gid://shopify/Order/${order.id}`,
    app_id: 580111,
    browser_ip: null,
    buyer_accepts_marketing: customer?.acceptsMarketing ?? false,
    cancel_reason: order.cancelReason,
    cancelled_at: shopTimeOrNull(order.cancelledAt),
    cart_token: `hWN${order.token.slice(0, 20)}`,
    checkout_token: order.token.split('').reverse().join(''),
    client_details: {
      accept_language: order.locale,
      browser_height: null,
      browser_ip: null,
      browser_width: null,
      session_hash: null,
      user_agent: 'Mozilla/5.0',
    },
    closed_at: shopTimeOrNull(order.closedAt),
    company: null,
    confirmation_number: order.confirmationNumber,
    contact_email: order.email,
    created_at: shopTime(order.createdAt),
    currency: order.shopCurrency,
    customer_locale: order.locale,
    device_id: null,
    email: order.email ?? '',
    landing_site: '/',
    landing_site_ref: null,
    location_id: null,
    merchant_business_entity_id: 'MTY4MzMxNDcwMDAx',
    merchant_of_record_app_id: null,
    name: `#${order.orderNumber}`,
    note: order.note,
    note_attributes: [],
    number: order.orderNumber - 1000,
    order_number: order.orderNumber,
    order_status_url: `https://${shop.domain}/${shop.id}/orders/${order.token}/authenticate?key=${order.token.slice(0, 16)}`,
    phone: null,
    po_number: null,
    processed_at: shopTime(order.processedAt),
    reference: null,
    referring_site: '',
    source_identifier: null,
    source_name: order.sourceName,
    source_url: null,
    tags: order.tags.join(', '),
    token: order.token,
    updated_at: shopTime(order.updatedAt),
    user_id: null,
  };
}

function statuses(order: Order, totals: OrderTotals) {
  return {
    confirmed: true,
    duties_included: false,
    estimated_taxes: false,
    financial_status: totals.financialStatus,
    fulfillment_status: totals.fulfilmentStatus,
    payment_gateway_names: [...new Set(order.transactions.map((each) => each.gateway))],
    presentment_currency: order.presentmentCurrency,
    tax_exempt: false,
    taxes_included: order.taxesIncluded,
    test: order.test,
    total_weight: order.lines.reduce((sum, line) => sum + line.grams * line.quantity, 0),
  };
}

/** The lists and people inside an order. */
function parts(order: Order, customer: Customer | null) {
  return {
    discount_codes: discountCodes(order),
    tax_lines: orderTaxLines(order),
    billing_address: order.billingAddress ? addressPayload(order.billingAddress) : null,
    customer: customer ? orderCustomerPayload(customer) : null,
    discount_applications: order.discountApplications.map(discountApplicationPayload),
    fulfillments: order.fulfilments.map((fulfilment) => fulfillmentPayload(order, fulfilment)),
    line_items: order.lines.map((line) => lineItemPayload(order, line)),
    line_item_groups: [],
    payment_terms: null,
    refunds: order.refunds.map((refund) => refundPayload(order, refund)),
    returns: [],
    shipping_address: order.shippingAddress ? addressPayload(order.shippingAddress) : null,
    shipping_lines: order.shippingLines.map((line) => shippingLinePayload(order, line)),
  };
}

function amounts(order: Order, totals: OrderTotals) {
  const set = (bag: OrderTotals['total']) => moneySet(bag, order);
  const plain = (bag: OrderTotals['total']) => shopAmount(bag, order);
  return {
    current_shipping_price_set: set(totals.currentShipping),
    current_subtotal_price: plain(totals.currentSubtotal),
    current_subtotal_price_set: set(totals.currentSubtotal),
    current_total_additional_fees_set: null,
    current_total_discounts: plain(totals.currentDiscounts),
    current_total_discounts_set: set(totals.currentDiscounts),
    current_total_duties_set: null,
    current_total_price: plain(totals.currentTotal),
    current_total_price_set: set(totals.currentTotal),
    current_total_tax: plain(totals.currentTax),
    current_total_tax_set: set(totals.currentTax),
    original_total_additional_fees_set: null,
    original_total_duties_set: null,
    subtotal_price: plain(totals.subtotal),
    subtotal_price_set: set(totals.subtotal),
    total_cash_rounding_payment_adjustment_set: set(noMoney),
    total_cash_rounding_refund_adjustment_set: set(noMoney),
    total_discounts: plain(totals.discounts),
    total_discounts_set: set(totals.discounts),
    total_line_items_price: plain(totals.lineItems),
    total_line_items_price_set: set(totals.lineItems),
    total_outstanding: plain(totals.outstanding),
    total_price: plain(totals.total),
    total_price_set: set(totals.total),
    total_shipping_price_set: set(totals.shipping),
    total_tax: plain(totals.tax),
    total_tax_set: set(totals.tax),
    total_tip_received: plain(totals.tip),
  };
}

/** The taxes of all lines and of shipping, summed by title and rate. */
function orderTaxLines(order: Order) {
  const sums = new Map<string, TaxLine>();
  for (const line of [...order.lines, ...order.shippingLines])
    for (const tax of line.taxLines) {
      const key = `${tax.title} ${tax.rate}`;
      const before = sums.get(key);
      sums.set(key, before ? { ...before, amount: plus(before.amount, tax.amount) } : tax);
    }
  return [...sums.values()].map((tax) => taxLinePayload(tax, order));
}

/** The codes of an order, each with all that it took off; automatic discounts have none. */
function discountCodes(order: Order) {
  const codes = new Map<string, string>();
  for (const { code, codeType } of order.discountApplications)
    if (code !== null && !codes.has(code)) codes.set(code, codeType);
  return [...codes].map(([code, type]) => {
    const isOfCode = ({ application }: DiscountAllocation) =>
      order.discountApplications[application]?.code === code;
    const amount = total(
      [...order.lines, ...order.shippingLines].map((line) =>
        allocated({ discountAllocations: line.discountAllocations.filter(isOfCode) }),
      ),
    );
    return { code, amount: shopAmount(amount, order), type };
  });
}

function discountApplicationPayload(application: DiscountApplication) {
  return {
    target_type: application.targetType,
    type: application.code === null ? 'automatic' : 'discount_code',
    value: application.value,
    value_type: application.valueType,
    allocation_method: application.targetType === 'shipping_line' ? 'each' : 'across',
    target_selection: application.targetSelection,
    ...(application.code === null ? { title: application.title } : { code: application.code }),
  };
}

/** The body of orders/edited, which names what changed and not the order. */
export function orderEditPayload(order: Order, edit: OrderEdit, userId: number) {
  const change = (each: { lineItemId: number; delta: number }) => ({
    id: each.lineItemId,
    delta: each.delta,
  });
  return {
    order_edit: {
      id: edit.id,
      app_id: null,
      created_at: shopTime(edit.committedAt),
      notify_customer: false,
      order_id: order.id,
      staff_note: '',
      user_id: userId,
      committed_at: shopTime(edit.committedAt),
      line_items: { additions: edit.additions.map(change), removals: edit.removals.map(change) },
      discounts: {
        line_item: { additions: [], removals: [] },
      },
      shipping_lines: { additions: [], removals: [] },
    },
  };
}
