import { z } from 'zod';
import { IdSchema, optional, parsePayload, textUpTo, type Parsed } from './payload-parts.ts';

export type ParsedCustomer = { ok: true; customerId: string } | { ok: false; reason: string };

/** Whom a customers/create or customers/enable delivery is about: the id is all that we keep of it. */
export function newsOfCustomer(payload: unknown): ParsedCustomer {
  const parsed = parsePayload(z.object({ id: IdSchema }), payload, ({ id }) => id);
  return parsed.ok ? { ok: true, customerId: parsed.value } : parsed;
}

const CustomerGidSchema = z
  .string()
  .max(100)
  .regex(/^gid:\/\/shopify\/Customer\/[1-9]\d{0,17}$/, 'is not the id of a customer')
  .transform((gid) => gid.slice(gid.lastIndexOf('/') + 1));

/** What has become of a merge by its `status`. A merge cannot be undone, so one that we do not know is refused, for a person to look at. */
const DONE: ReadonlySet<string> = new Set(['completed', 'succeeded', 'success']);
const NOT_DONE: ReadonlySet<string> = new Set(['requested', 'pending', 'in_progress', 'failed']);

const MergePayloadSchema = z.object({
  admin_graphql_api_customer_kept_id: CustomerGidSchema,
  admin_graphql_api_customer_deleted_id: CustomerGidSchema,
  status: optional(textUpTo(40))
    .transform((status) => status?.toLowerCase() ?? '')
    .refine((status) => DONE.has(status) || NOT_DONE.has(status), 'is not a status of a merge that we know'),
});

/** Which customer a customers/merge delivery merged into which; null where nothing was merged (yet). */
export function newsOfMerge(payload: unknown): Parsed<{ from: string; into: string } | null> {
  return parsePayload(MergePayloadSchema, payload, (merge) =>
    DONE.has(merge.status)
      ? {
          from: merge.admin_graphql_api_customer_deleted_id,
          into: merge.admin_graphql_api_customer_kept_id,
        }
      : null,
  );
}
