/**
 * The query of a request that Shopify's app proxy forwarded, verified. Shopify signs `key=value` pairs sorted and joined with nothing between,
 * so one text can be split into other pairs: `a=1b=2` is two readings. Hence exact keys, no duplicates, and values that hold no `=`.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { ShopifyIdSchema, ShopIdSchema } from '../domain/ids.ts';
import { IdSchema, LanguageTagSchema } from '../domain/program-parts.ts';

/** Either way, as Shopify's own libraries allow. */
const CLOCK_TOLERANCE_S = 90;
const QUERY_LENGTH_MAX = 2_000;

const QuerySchema = z.strictObject({
  shop: ShopIdSchema,
  // Always there; empty where nobody is signed in.
  logged_in_customer_id: z.union([z.literal('').transform(() => null), ShopifyIdSchema]),
  path_prefix: z.string().regex(/^\/[a-z]+\/[A-Za-z0-9_-]{1,30}$/),
  timestamp: z.string().regex(/^\d{1,12}$/),
  signature: z.string().regex(/^[0-9a-f]{64}$/),
  market: IdSchema.optional(),
  locale: LanguageTagSchema.optional(),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,200}$/)
    .optional(),
});
export type SignedQuery = z.output<typeof QuerySchema>;

/** null for whatever Shopify did not sign so: a forgery is not told what is wrong with it. `search` is the raw text behind `?`. */
export function signedQuery(
  search: string,
  secret: string,
  now: Date,
  options: { cursor: boolean },
): SignedQuery | null {
  const pairs = pairsOf(search);
  if (!pairs) return null;
  const parsed = QuerySchema.safeParse(pairs);
  if (!parsed.success) return null;
  const query = parsed.data;
  if (query.cursor !== undefined && !options.cursor) return null;
  if (!isSigned(pairs, query.signature, secret)) return null;
  const age = Math.abs(now.getTime() / 1000 - Number(query.timestamp));
  return age <= CLOCK_TOLERANCE_S ? query : null;
}

/** Decoded pairs; null where a key is empty or comes twice, or an escape is malformed. */
function pairsOf(search: string): Record<string, string> | null {
  const text = search.startsWith('?') ? search.slice(1) : search;
  if (text.length > QUERY_LENGTH_MAX) return null;
  const pairs = new Map<string, string>();
  for (const part of text.split('&')) {
    const [key, value] = [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)].map(decoded);
    if (!part.includes('=') || key === null || key === undefined || key === '') return null;
    if (value === null || value === undefined || value.includes('=') || pairs.has(key)) return null;
    pairs.set(key, value);
  }
  return Object.fromEntries(pairs);
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return null;
  }
}

function isSigned(pairs: Record<string, string>, signature: string, secret: string): boolean {
  const message = Object.entries(pairs)
    .filter(([key]) => key !== 'signature')
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join('');
  const expected = createHmac('sha256', secret).update(message).digest();
  return timingSafeEqual(expected, Buffer.from(signature, 'hex'));
}
