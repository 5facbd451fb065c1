import { z } from 'zod';
import { IdSchema, list, optional, parsePayload } from './payload-parts.ts';

const PrivacyPayloadSchema = z.object({
  // May hold nothing but an e-mail address, which we do not have.
  customer: optional(z.object({ id: optional(IdSchema) })),
  orders_requested: list(IdSchema),
  orders_to_redact: list(IdSchema),
});

export type PrivacyRequest = { customerId: string | null; orderIds: string[] };

/** Whom a customers/data_request, customers/redact or shop/redact is about. */
export function newsOfPrivacyRequest(
  payload: unknown,
): { ok: true; value: PrivacyRequest } | { ok: false; reason: string } {
  return parsePayload(PrivacyPayloadSchema, payload, ({ customer, orders_requested, orders_to_redact }) => ({
    customerId: customer?.id ?? null,
    orderIds: [...orders_requested, ...orders_to_redact],
  }));
}
