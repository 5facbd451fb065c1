import {
  optional,
  parsePayload,
  PayloadFault,
  read,
  readId,
  readText,
  readWord,
  type Parsed,
} from './payload-parts.ts';

export type ParsedCustomer = { ok: true; customerId: string } | { ok: false; reason: string };

/** Whom a customers/create or customers/enable delivery is about: the id is all that we keep of it. */
export function newsOfCustomer(payload: unknown): ParsedCustomer {
  const parsed = parsePayload(payload, (customer) => read(customer, 'id', readId));
  return parsed.ok ? { ok: true, customerId: parsed.value } : parsed;
}

const CUSTOMER_GID = /^gid:\/\/shopify\/Customer\/[1-9]\d{0,17}$/;
const readGidText = readWord(100);

function readCustomerGid(value: unknown): string {
  const gid = readGidText(value);
  if (!CUSTOMER_GID.test(gid)) throw new PayloadFault([], 'is not the id of a customer');
  return gid.slice(gid.lastIndexOf('/') + 1);
}

/** What has become of a merge by its `status`. A merge cannot be undone, so one that we do not know is refused, for a person to look at. */
const DONE: ReadonlySet<string> = new Set(['completed', 'succeeded', 'success']);
const NOT_DONE: ReadonlySet<string> = new Set(['requested', 'pending', 'in_progress', 'failed']);

const readStatusText = optional(readText(40));

/** Whether the merge is done. */
function readMergeStatus(value: unknown): boolean {
  const status = readStatusText(value)?.toLowerCase() ?? '';
  if (!DONE.has(status) && !NOT_DONE.has(status))
    throw new PayloadFault([], 'is not a status of a merge that we know');
  return DONE.has(status);
}

/** Which customer a customers/merge delivery merged into which; null where nothing was merged (yet). */
export function newsOfMerge(payload: unknown): Parsed<{ from: string; into: string } | null> {
  return parsePayload(payload, (merge) => {
    const into = read(merge, 'admin_graphql_api_customer_kept_id', readCustomerGid);
    const from = read(merge, 'admin_graphql_api_customer_deleted_id', readCustomerGid);
    return read(merge, 'status', readMergeStatus) ? { from, into } : null;
  });
}
