import { optional, parsePayload, read, readId, readList, readObject, type Parsed } from './payload-parts.ts';

export type PrivacyRequest = { customerId: string | null; orderIds: string[] };

const readOptionalId = optional(readId);
const readIds = readList(readId);
// May hold nothing but an e-mail address, which we do not have.
const readCustomerId = optional((customer) => read(readObject(customer), 'id', readOptionalId));

/** Whom a customers/data_request, customers/redact or shop/redact is about. */
export function newsOfPrivacyRequest(payload: unknown): Parsed<PrivacyRequest> {
  return parsePayload(payload, (request) => ({
    customerId: read(request, 'customer', readCustomerId),
    orderIds: [...read(request, 'orders_requested', readIds), ...read(request, 'orders_to_redact', readIds)],
  }));
}
