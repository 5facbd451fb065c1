import { z } from 'zod';
import { IdSchema, parsePayload } from './payload-parts.ts';

export type ParsedCustomer = { ok: true; customerId: string } | { ok: false; reason: string };

/** Whom a customers/create or customers/enable delivery is about: the id is all that we keep of it. */
export function newsOfCustomer(payload: unknown): ParsedCustomer {
  const parsed = parsePayload(z.object({ id: IdSchema }), payload, ({ id }) => id);
  return parsed.ok ? { ok: true, customerId: parsed.value } : parsed;
}
