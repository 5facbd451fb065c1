import { z } from 'zod';
import { canonicalJson } from '../domain/canonical-json.ts';
import { canonicalInstant, epochNanoseconds } from '../domain/instant.ts';
import type { OrderNews, RefundFacts, Versioned } from '../domain/order-facts.ts';
import { amountFrom, type Currencies, noAmount } from './payload-money.ts';
import {
  IdSchema,
  InstantSchema,
  list,
  optional,
  parsePayload,
  QuantitySchema,
  signed,
  textUpTo,
  unsigned,
} from './payload-parts.ts';

/** What is known of a delivery besides its body; `sha256` gives lower-case hex. */
export type Delivery = { topic: string; triggeredAt: string | null; sha256: (text: string) => string };
export type ParsedNews = { ok: true; news: OrderNews } | { ok: false; reason: string };

const AdjustmentSchema = z.object({
  id: IdSchema,
  kind: optional(textUpTo(60)),
  amount: signed.plain,
  amount_set: signed.set,
  tax_amount: signed.plain,
  tax_amount_set: signed.set,
});

const RefundShippingLineSchema = z.object({
  subtotal_amount: unsigned.plain,
  subtotal_amount_set: unsigned.set,
  tax_amount: unsigned.plain,
  tax_amount_set: unsigned.set,
});

/** A refund as Shopify's REST resource has it, alone (refunds/create) or within an order. */
export const RefundPayloadSchema = z.object({
  id: IdSchema,
  order_id: IdSchema.nullish(),
  created_at: InstantSchema,
  processed_at: optional(InstantSchema),
  refund_line_items: list(z.object({ line_item_id: IdSchema, quantity: QuantitySchema })),
  order_adjustments: list(AdjustmentSchema),
  refund_shipping_lines: optional(z.array(RefundShippingLineSchema)),
});
type RefundPayload = z.output<typeof RefundPayloadSchema>;

/** The facts of a refund. `currencies` are its order's, where they are known. Throws a PayloadFault. */
export function refundFacts(
  refund: RefundPayload,
  currencies: Currencies,
  path: readonly PropertyKey[],
): RefundFacts {
  const amount = (plain: string | null, set: Parameters<typeof amountFrom>[1], ...rest: PropertyKey[]) =>
    amountFrom(plain, set, currencies, [...path, ...rest]);
  return {
    id: refund.id,
    createdAt: refund.created_at,
    processedAt: refund.processed_at,
    lines: refund.refund_line_items.map((line) => ({
      lineItemId: line.line_item_id,
      quantity: line.quantity,
    })),
    adjustments: refund.order_adjustments.map((adjustment, index) => ({
      id: adjustment.id,
      kind: adjustment.kind ?? 'refund_discrepancy',
      amount: amount(adjustment.amount, adjustment.amount_set, 'order_adjustments', index, 'amount'),
      tax:
        adjustment.tax_amount === null && adjustment.tax_amount_set === null
          ? noAmount
          : amount(
              adjustment.tax_amount,
              adjustment.tax_amount_set,
              'order_adjustments',
              index,
              'tax_amount',
            ),
    })),
    shipping:
      refund.refund_shipping_lines?.map((line, index) => ({
        amount: amount(
          line.subtotal_amount,
          line.subtotal_amount_set,
          'refund_shipping_lines',
          index,
          'subtotal_amount',
        ),
        tax:
          line.tax_amount === null && line.tax_amount_set === null
            ? noAmount
            : amount(line.tax_amount, line.tax_amount_set, 'refund_shipping_lines', index, 'tax_amount'),
      })) ?? null,
  };
}

/** Facts with what decides between two versions of them. A triggered-at header that is no instant counts as none. */
export function versioned<Facts>(facts: Facts, delivery: Delivery): Versioned<Facts> {
  const { triggeredAt } = delivery;
  const known = triggeredAt !== null && epochNanoseconds(triggeredAt) !== null;
  return {
    facts,
    triggeredAt: known ? canonicalInstant(triggeredAt) : null,
    hash: delivery.sha256(canonicalJson(facts)),
  };
}

/** What a refunds/create delivery tells. Never throws for what is in the payload. */
export function newsOfRefund(payload: unknown, delivery: Delivery): ParsedNews {
  const RefundAloneSchema = RefundPayloadSchema.extend({ order_id: IdSchema });
  const parsed = parsePayload(RefundAloneSchema, payload, (refund) => ({
    orderId: refund.order_id,
    order: null,
    refunds: [versioned(refundFacts(refund, null, []), delivery)],
    fulfilledAt: null,
    deleted: false,
  }));
  return parsed.ok ? { ok: true, news: parsed.value } : parsed;
}
