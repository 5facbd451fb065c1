// Facts told as Shopify tells them: the webhook payload that has just these facts.
import type { Amount, Refund, ShippingLine } from '../naive/facts.ts';
import type { Delivery } from './order-life.ts';
import type { FullFacts, News } from './order-choices.ts';

type Currencies = { shop: string; presentment: string };

/** `price` and `price_set` and the like; without the set where the presentment amount is not known. */
function money(name: string, { shop, presentment }: Amount, currencies: Currencies): object {
  if (presentment === null) return { [name]: shop };
  return {
    [name]: shop,
    [`${name}_set`]: {
      shop_money: { amount: shop, currency_code: currencies.shop },
      presentment_money: { amount: presentment, currency_code: currencies.presentment },
    },
  };
}

const sums = (discounts: Amount, taxes: Amount, currencies: Currencies) => ({
  discount_allocations: [{ ...money('amount', discounts, currencies), discount_application_index: 0 }],
  tax_lines: [{ title: 'VAT', ...money('price', taxes, currencies) }],
});

function lineItem(line: FullFacts['lines'][number], currencies: Currencies): object {
  return {
    id: Number(line.id),
    product_id: line.productId === null ? null : Number(line.productId),
    variant_id: line.variantId === null ? null : Number(line.variantId),
    vendor: line.vendor,
    quantity: line.quantity,
    ...(line.currentQuantity !== null && { current_quantity: line.currentQuantity }),
    gift_card: line.giftCard,
    ...(line.tip && { tip_payment_gateway: null }),
    ...money('price', line.unitPrice, currencies),
    ...sums(line.discounts, line.taxes, currencies),
  };
}

const shippingLine = (line: ShippingLine, currencies: Currencies): object => ({
  id: 1,
  is_removed: line.removed,
  ...money('price', line.price, currencies),
  ...sums(line.discounts, line.taxes, currencies),
});

function refundPayload(refund: Refund, orderId: string, currencies: Currencies): object {
  return {
    id: Number(refund.id),
    order_id: Number(orderId),
    created_at: refund.createdAt,
    processed_at: refund.processedAt,
    refund_line_items: refund.lines.map(({ lineItemId, quantity }) => ({
      line_item_id: Number(lineItemId),
      quantity,
    })),
    order_adjustments: refund.adjustments.map(({ id, kind, amount, tax }) => ({
      id: Number(id),
      kind,
      ...money('amount', amount, currencies),
      ...money('tax_amount', tax, currencies),
    })),
    ...(refund.shipping && {
      refund_shipping_lines: refund.shipping.map(({ amount, tax }) => ({
        ...money('subtotal_amount', amount, currencies),
        ...money('tax_amount', tax, currencies),
      })),
    }),
  };
}

function orderPayload(facts: FullFacts, news: News, currencies: Currencies): object {
  const address = (country: string | null) => country && { country_code: country };
  return {
    id: Number(facts.orderId),
    name: facts.name,
    customer: facts.customerId && { id: Number(facts.customerId) },
    created_at: facts.processedAt,
    processed_at: facts.processedAt,
    updated_at: facts.updatedAt,
    cancelled_at: facts.cancelledAt,
    financial_status: facts.financialStatus,
    fulfillment_status: news.fulfilledAt && 'fulfilled',
    fulfillments: news.fulfilledAt ? [{ status: 'success', created_at: news.fulfilledAt }] : [],
    test: facts.test,
    company: facts.company ? { id: 1 } : null,
    source_name: facts.channel,
    tags: facts.tags.join(', '),
    shipping_address: address(facts.shippingCountry),
    billing_address: address(facts.billingCountry),
    currency: facts.shopCurrency,
    presentment_currency: facts.presentmentCurrency,
    taxes_included: facts.taxesIncluded,
    total_outstanding: facts.totalOutstanding,
    current_total_price: facts.currentTotalPrice,
    line_items: facts.lines.map((line) => lineItem(line, currencies)),
    shipping_lines: facts.shippingLines.map((line) => shippingLine(line, currencies)),
    refunds: news.refunds.map((refund) => refundPayload(refund.facts, facts.orderId, currencies)),
  };
}

/** The delivery that tells the news of an order in these currencies. */
export function deliveryOf(news: News, currencies: Currencies): Delivery {
  const triggeredAt = (news.order ?? news.refunds[0])?.triggeredAt ?? '';
  if (news.order)
    return {
      topic: 'orders/updated',
      triggeredAt,
      payload: orderPayload(news.order.facts, news, currencies),
    };
  const [refund] = news.refunds;
  if (refund)
    return {
      topic: 'refunds/create',
      triggeredAt,
      payload: refundPayload(refund.facts, news.orderId, currencies),
    };
  return { topic: 'orders/delete', triggeredAt, payload: { id: Number(news.orderId) } };
}
