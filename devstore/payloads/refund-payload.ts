import { locationId, userId } from '../data/staff.ts';
import { decimal, negative, noMoney } from '../money.ts';
import type { MoneyBag } from '../money.ts';
import type { Order, Refund, Transaction } from '../state/order-types.ts';
import { lineItemPayload, shippingLinePayload } from './line-item-payload.ts';
import { moneySet, shopAmount } from './money-payload.ts';
import { shopTime } from './shop-time.ts';

/** A payment or refund of money: amounts are in the currency that was paid, the order's presentment currency. */
export function transactionPayload(order: Order, transaction: Transaction) {
  const currency = order.presentmentCurrency;
  return {
    id: transaction.id,
    admin_graphql_api_id: `gid://shopify/OrderTransaction/${transaction.id}`,
    amount: decimal(transaction.amount.presentment, currency),
    amount_rounding: null,
    authorization: null,
    created_at: shopTime(transaction.processedAt),
    currency,
    device_id: null,
    error_code: null,
    gateway: transaction.gateway,
    kind: transaction.kind,
    location_id: null,
    manual_payment_gateway: false,
    message: 'Transaction approved',
    order_id: order.id,
    parent_id: transaction.parentId,
    payment_id: `${order.confirmationNumber}.${order.transactions.indexOf(transaction) + 1}`,
    payments_refund_attributes: null,
    processed_at: shopTime(transaction.processedAt),
    receipt: {},
    source_name: order.sourceName,
    status: 'success',
    test: true,
    total_unsettled_set: moneySet(noMoney, order),
    user_id: transaction.kind === 'refund' ? userId : null,
  };
}

type Adjustment = {
  id: number;
  kind: 'shipping_refund' | 'refund_discrepancy';
  amount: MoneyBag;
  tax: MoneyBag;
};

function adjustmentPayload(order: Order, refund: Refund, { id, kind, amount, tax }: Adjustment) {
  return {
    id,
    amount: shopAmount(amount, order),
    amount_set: moneySet(amount, order),
    kind,
    order_id: order.id,
    reason: kind === 'shipping_refund' ? 'Shipping refund' : 'Refund discrepancy',
    refund_id: refund.id,
    tax_amount: shopAmount(tax, order),
    tax_amount_set: moneySet(tax, order),
  };
}

/**
 * Shipping given back is told twice, as recorded webhooks of 2026 tell it: net in `refund_shipping_lines`, and as an adjustment below zero
 * with its tax. The documentation speaks of the first only.
 */
function adjustments(refund: Refund): Adjustment[] {
  const { shipping, discrepancy } = refund;
  return [
    ...(shipping
      ? [
          {
            id: shipping.adjustmentId,
            kind: 'shipping_refund' as const,
            amount: negative(shipping.net),
            tax: negative(shipping.tax),
          },
        ]
      : []),
    ...(discrepancy
      ? [
          {
            id: discrepancy.id,
            kind: 'refund_discrepancy' as const,
            amount: discrepancy.amount,
            tax: noMoney,
          },
        ]
      : []),
  ];
}

/** The body of refunds/create, and each refund inside an order. */
export function refundPayload(order: Order, refund: Refund) {
  const shippingLine = order.shippingLines[0];
  return {
    id: refund.id,
    admin_graphql_api_id: `gid://shopify/Refund/${refund.id}`,
    created_at: shopTime(refund.createdAt),
    note: refund.note,
    order_id: order.id,
    processed_at: shopTime(refund.createdAt),
    restock: refund.lines.some((line) => line.restockType !== 'no_restock'),
    return: null,
    total_duties_set: moneySet(noMoney, order),
    user_id: userId,
    order_adjustments: adjustments(refund).map((each) => adjustmentPayload(order, refund, each)),
    transactions: refund.transactions.map((transaction) => transactionPayload(order, transaction)),
    refund_line_items: refund.lines.map((line) => {
      const lineItem = order.lines.find((each) => each.id === line.lineItemId);
      return {
        id: line.id,
        line_item_id: line.lineItemId,
        location_id: line.restockType === 'no_restock' ? null : locationId,
        quantity: line.quantity,
        restock_type: line.restockType,
        // Numbers here, strings everywhere else: so does the platform.
        subtotal: Number(shopAmount(line.subtotal, order)),
        subtotal_set: moneySet(line.subtotal, order),
        total_tax: Number(shopAmount(line.tax, order)),
        total_tax_set: moneySet(line.tax, order),
        line_item: lineItem ? lineItemPayload(order, lineItem) : null,
      };
    }),
    refund_shipping_lines:
      refund.shipping && shippingLine
        ? [
            {
              id: refund.shipping.id,
              shipping_line: shippingLinePayload(order, shippingLine),
              shipping_line_id: shippingLine.id,
              subtotal_amount_set: moneySet(refund.shipping.net, order),
            },
          ]
        : [],
    duties: [],
  };
}
