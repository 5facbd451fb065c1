/**
 * The door of the storefront's requests: verify what Shopify signed, limit, parse, one use case or query, answer in the reader's language.
 * The shop and the customer come from the verified query; cookies never get here.
 */
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import type { z } from 'zod';
import { readLimited } from '../api/limited-body.ts';
import { deps, type Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import type { Refusal, RefusalReason } from '../domain/rewards.ts';
import { refusalText } from '../locales/reward-text.ts';
import { shopperAddress } from './shopper-address.ts';
import { signedQuery } from './signed-query.ts';
import { storefrontLimits } from './storefront-limits.ts';

const isOverLimit = storefrontLimits();
const BODY_BYTES_MAX = 10_000;
const KEY = /^[\x21-\x7e]{8,200}$/;

export type ProxyCall<Params, Body> = {
  deps: Deps;
  shop: ShopId;
  /** null: nobody is signed in. */
  customerId: string | null;
  market: string | null;
  locale: string;
  cursor: string | null;
  params: Params;
  body: Body;
  /** The Idempotency-Key; empty where the definition asks for none. */
  key: string;
};

type Definition<Params, Body> = {
  method: 'GET' | 'POST';
  cursor?: boolean;
  idempotent?: boolean;
  params?: z.ZodType<Params>;
  body?: z.ZodType<Body>;
  handle: (call: ProxyCall<Params, Body>) => Promise<Response>;
};

type Handler = (args: LoaderFunctionArgs | ActionFunctionArgs) => Promise<Response>;

/** The loader (GET) or action (POST) of a storefront route. A forgery is 401, what is malformed 400, both without a word on why. */
export function storefrontEndpoint<Params = unknown, Body = unknown>(
  definition: Definition<Params, Body>,
): Handler {
  return async ({ request, params }) => {
    const own = deps();
    try {
      if (request.method !== definition.method) return answer({ error: 'method_not_allowed' }, 405);
      const now = own.clock.now();
      const options = { cursor: definition.cursor ?? false };
      const search = new URL(request.url).search;
      const query = signedQuery(search, own.env.SHOPIFY_API_SECRET, now, options);
      if (!query) return answer({ error: 'unauthorized' }, 401);
      const customerId = query.logged_in_customer_id;
      const forwardedFor = request.headers.get('X-Forwarded-For');
      const address = shopperAddress(forwardedFor, own.env.PROXIES_BEFORE_APP);
      const { method } = definition;
      if (await isOverLimit({ method, shop: query.shop, customerId, address }))
        return answer({ error: 'too_many_requests' }, 429);
      const key = request.headers.get('Idempotency-Key') ?? '';
      const path = definition.params?.safeParse(params);
      const body = definition.body?.safeParse(await readJson(request));
      const malformed = path?.success === false || body?.success === false;
      if (malformed || (definition.idempotent && !KEY.test(key))) return answer({ error: 'malformed' }, 400);
      return await definition.handle({
        deps: own,
        shop: query.shop,
        customerId,
        market: query.market ?? null,
        locale: query.locale ?? 'en',
        cursor: query.cursor ?? null,
        params: path?.data as Params,
        body: body?.data as Body,
        key,
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      own.log.error({ reason, path: new URL(request.url).pathname }, 'storefront request failed');
      return answer({ error: 'internal' }, 500);
    }
  };
}

/** Never stored: it is one member's. */
export function answer(body: object, status = 200): Response {
  return Response.json(body, {
    status,
    headers: { 'Cache-Control': 'no-store', ...(status === 429 && { 'Retry-After': '10' }) },
  });
}

/** What the request asks for is not to be had at all: 422. The others are a matter of the moment: 409. */
const UNPROCESSABLE: ReadonlySet<RefusalReason> = new Set([
  'unknown_reward',
  'inactive_reward',
  'not_in_market',
  'not_in_currency',
  'not_in_tier',
  'unsupported_reward',
  'not_a_member',
  'unknown_redemption',
]);

export function refusalStatus({ reason }: Refusal): 409 | 422 {
  return UNPROCESSABLE.has(reason) ? 422 : 409;
}

/** `more`: what became of the request all the same. */
export function refuse(refusal: Refusal, locale: string, more: object = {}): Response {
  const told = { ...refusal, text: refusalText(refusal, locale) };
  return answer({ refusal: told, ...more }, refusalStatus(refusal));
}

/** undefined for what is no JSON or too much of it: no schema takes that. */
async function readJson(request: Request): Promise<unknown> {
  const bytes = await readLimited(request, BODY_BYTES_MAX);
  if (bytes === null) return undefined;
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
