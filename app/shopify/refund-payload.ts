import { instantIn } from '../domain/instant.ts';
import type { RefundFacts, Told, ToldOrder } from '../domain/order-facts.ts';
import { amountReader, type Currencies, noAmount } from './payload-money.ts';
import {
  type Fields,
  optional,
  parsePayload,
  read,
  readAmount,
  readId,
  readInstant,
  readItems,
  readList,
  readObject,
  readQuantity,
  readSignedAmount,
  readText,
} from './payload-parts.ts';

/** What is known of a delivery besides its body. */
export type Delivery = { topic: string; triggeredAt: string | null };
export type ParsedNews = { ok: true; news: ToldOrder } | { ok: false; reason: string };

const adjustmentAmount = amountReader('amount', readSignedAmount);
const adjustmentTax = amountReader('tax_amount', readSignedAmount);
const shippingAmount = amountReader('subtotal_amount', readAmount);
const shippingTax = amountReader('tax_amount', readAmount);

const readKind = optional(readText(60));
const readOptionalInstant = optional(readInstant);

const readRefundLines = readList((value) => {
  const line = readObject(value);
  return {
    lineItemId: read(line, 'line_item_id', readId),
    quantity: read(line, 'quantity', readQuantity),
  };
});

const readAdjustments = (currencies: Currencies) =>
  readList((value): RefundFacts['adjustments'][number] => {
    const adjustment = readObject(value);
    return {
      id: read(adjustment, 'id', readId),
      kind: read(adjustment, 'kind', readKind) ?? 'refund_discrepancy',
      amount: adjustmentAmount(adjustment, currencies),
      tax: adjustmentTax(adjustment, currencies, noAmount),
    };
  });

const readShipping = (currencies: Currencies) =>
  optional(
    readItems((value) => {
      const line = readObject(value);
      return { amount: shippingAmount(line, currencies), tax: shippingTax(line, currencies, noAmount) };
    }),
  );

/** The facts of a refund as Shopify's REST resource has it, alone (refunds/create) or within an order. `currencies` are its order's, where they are known. */
export function refundFacts(refund: Fields, currencies: Currencies): RefundFacts {
  return {
    id: read(refund, 'id', readId),
    createdAt: read(refund, 'created_at', readInstant),
    processedAt: read(refund, 'processed_at', readOptionalInstant),
    lines: read(refund, 'refund_line_items', readRefundLines),
    adjustments: read(refund, 'order_adjustments', readAdjustments(currencies)),
    shipping: read(refund, 'refund_shipping_lines', readShipping(currencies)),
  };
}

/** Facts with when they were told. A triggered-at header that is no instant counts as none. */
export const told = <Facts>(facts: Facts, { triggeredAt }: Delivery): Told<Facts> => ({
  facts,
  triggeredAt: triggeredAt === null ? null : instantIn(triggeredAt),
});

/** What a refunds/create delivery tells. Never throws for what is in the payload. */
export function newsOfRefund(payload: unknown, delivery: Delivery): ParsedNews {
  const parsed = parsePayload(payload, (refund) => ({
    orderId: read(refund, 'order_id', readId),
    order: null,
    refunds: [told(refundFacts(refund, null), delivery)],
    fulfilledAt: null,
    deleted: false,
  }));
  return parsed.ok ? { ok: true, news: parsed.value } : parsed;
}
