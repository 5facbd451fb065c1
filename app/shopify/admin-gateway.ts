/**
 * The one way to the Admin API. Documents are typed by codegen; what the platform may answer at any time (throttling, a revoked
 * token, a refused field, an outage) is a value, not an exception. Nothing it returns or throws holds a token or a response's body.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
// By its place: the package's entry loads all of it, which is a fifth of a worker's start.
import { print } from 'graphql/language/printer.js';
import { z } from 'zod';
import type { ShopId } from '../domain/ids.ts';
import { post as postByHttp, type Answered, type Post } from './post.ts';

export const ADMIN_API_VERSION = '2026-10';

export type AdminFault = {
  ok: false;
  /** refused: the document or the access to it, so that nothing was done for certain; unavailable: may succeed later; unclear: an error of another kind, beside which a mutation may have been carried out. */
  reason: 'unauthorized' | 'throttled' | 'refused' | 'unavailable' | 'unclear';
  /** The platform's error codes, for the log. */
  codes: string[];
};
/** `refusedFields`: the platform gave null for protected data that this app may not see, under HTTP 200. */
export type AdminAnswer<Data> = { ok: true; data: Data; refusedFields: boolean } | AdminFault;

export type AdminGateway = <Data, Variables extends object>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
) => Promise<AdminAnswer<Data>>;

export type GatewayOptions = {
  shop: ShopId;
  accessToken: string;
  /** How long the caller waits in all, requests, throttling and repeats, in milliseconds: short in a page, long in a job. */
  patience: number;
  /** Milliseconds for one request, where patience leaves as many. */
  timeout?: number;
  /** Called when Shopify no longer accepts the token, so that the session that held it can be dropped. */
  onUnauthorized?: () => Promise<void>;
  post?: Post;
};

const REQUEST_TIMEOUT = 5_000;
const FIRST_REPEAT = 250;
const LONGEST_REPEAT = 8_000;

const CostSchema = z.object({
  cost: z.object({
    requestedQueryCost: z.number(),
    throttleStatus: z.object({ currentlyAvailable: z.number(), restoreRate: z.number().positive() }),
  }),
});

type Attempt<Data> =
  | { ok: true; data: Data; refusedFields: boolean }
  | (AdminFault & { retryAfter: number | null; repeatable: boolean });

export function adminGateway(options: GatewayOptions): AdminGateway {
  const { shop, accessToken, patience, timeout = REQUEST_TIMEOUT, post = postByHttp } = options;
  const url = `https://${shop}/admin/api/${ADMIN_API_VERSION}/graphql.json`;
  const headers = {
    Accept: 'application/json',
    'Content-Type': 'application/json',
    'X-Shopify-Access-Token': accessToken,
  };

  async function attempt<Data>(body: string, deadline: AbortSignal): Promise<Attempt<Data>> {
    try {
      // Past patience anyway: a signal for each request costs more than the rest of this.
      const signal =
        timeout < patience ? AbortSignal.any([deadline, AbortSignal.timeout(timeout)]) : deadline;
      // No redirect is followed: it would take the token and the body to whatever host it names, and its answer would pass for Shopify's.
      const answered = await post(url, { headers, body, signal });
      const { status, text } = answered;
      return status >= 200 && status < 300 ? readAnswer(text) : readRefusal(answered);
    } catch (error) {
      return unavailable(codeOf(error));
    }
  }

  return async <Data, Variables extends object>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ) => {
    const { query, readOnly } = printed(document);
    const body = JSON.stringify({ query, variables });
    // Bounds requests and waits alike; `waited` only spares the caller a wait that is longer than the whole patience.
    const deadline = AbortSignal.timeout(patience);
    let waited = 0;
    for (let repeat = FIRST_REPEAT; ; repeat = Math.min(repeat * 2, LONGEST_REPEAT)) {
      const outcome = await attempt<Data>(body, deadline);
      if (outcome.ok) return outcome;
      const { retryAfter, repeatable, ...fault } = outcome;
      if (fault.reason === 'unauthorized') await options.onUnauthorized?.();
      const wait = retryAfter ?? repeat;
      // A mutation whose answer was lost may have been carried out; a throttled one was not.
      const mayRepeat = fault.reason === 'throttled' || (repeatable && readOnly);
      if (!mayRepeat || waited + wait > patience || !(await sleptWithin(wait, deadline))) return fault;
      waited += wait;
    }
  };
}

type Printed = { query: string; readOnly: boolean };
const known = new WeakMap<object, Printed>();

/** A document's text, printed once: it is the same for every call. */
function printed(document: TypedDocumentNode<unknown, never>): Printed {
  const before = known.get(document);
  if (before) return before;
  const readOnly = document.definitions.every(
    (part) => part.kind !== 'OperationDefinition' || part.operation === 'query',
  );
  const text = { query: print(document), readOnly };
  known.set(document, text);
  return text;
}

/** Whether `wait` milliseconds passed before the deadline did. */
function sleptWithin(wait: number, deadline: AbortSignal): Promise<boolean> {
  return sleep(wait, true, { signal: deadline }).catch(() => false);
}

const unavailable = (code: string) => ({
  ok: false as const,
  reason: 'unavailable' as const,
  codes: [code],
  retryAfter: null,
  repeatable: true,
});

/** As GraphQL over HTTP has it; what `data` is, the document says. */
const AnswerSchema = z
  .object({
    data: z.unknown().optional(),
    errors: z.array(z.object({ extensions: z.record(z.string(), z.unknown()).optional() })).optional(),
    extensions: z.unknown().optional(),
  })
  .refine(({ data, errors }) => data !== undefined || errors !== undefined);

/** Throws where it is no answer of GraphQL's, as from something on the way. */
function readAnswer<Data>(text: string): Attempt<Data> {
  const answer = AnswerSchema.parse(JSON.parse(text));
  const { errors = [], extensions } = answer;
  const data = answer.data as Data;
  if (errors.length === 0) return { ok: true, data, refusedFields: false };
  const codes = errors.map(({ extensions }) => String(extensions?.['code'] ?? 'UNKNOWN'));
  const fault = { ok: false as const, codes };
  if (codes.includes('THROTTLED'))
    return { ...fault, reason: 'throttled', retryAfter: restoreTime(extensions), repeatable: true };
  if (codes.includes('INTERNAL_SERVER_ERROR') || codes.includes('TIMEOUT')) {
    return { ...fault, reason: 'unavailable', retryAfter: null, repeatable: true };
  }
  if (data !== null && data !== undefined && codes.every((code) => code === 'ACCESS_DENIED')) {
    return { ok: true, data, refusedFields: true };
  }
  const isCertain = (data === null || data === undefined) && codes.every(isOfTheDocument);
  return { ...fault, reason: isCertain ? 'refused' : 'unclear', retryAfter: null, repeatable: false };
}

/** Before anything is carried out. What the schema does not have is told in camel case (undefinedField). */
const DOCUMENT_CODES: ReadonlySet<string> = new Set([
  'ACCESS_DENIED',
  'SHOP_INACTIVE',
  'MAX_COST_EXCEEDED',
  'INVALID_VARIABLE',
]);
const isOfTheDocument = (code: string): boolean => DOCUMENT_CODES.has(code) || /^[a-z]+[A-Z]/.test(code);

/** Milliseconds until the bucket holds what the query asks for, from the cost that the platform reports; null where it reports none. */
function restoreTime(extensions: unknown): number | null {
  const parsed = CostSchema.safeParse(extensions);
  if (!parsed.success) return null;
  const { requestedQueryCost, throttleStatus } = parsed.data.cost;
  const missing = requestedQueryCost - throttleStatus.currentlyAvailable;
  return Math.max(100, Math.ceil((missing / throttleStatus.restoreRate) * 1000));
}

/** By the status alone: the body may quote what was sent. */
function readRefusal({
  status,
  retryAfter,
}: Answered): AdminFault & { retryAfter: number | null; repeatable: boolean } {
  const codes = [`HTTP ${status}`];
  const nothing = { ok: false as const, codes, retryAfter: null, repeatable: false };
  if (status === 401) return { ...nothing, reason: 'unauthorized' };
  if (status === 429) {
    const seconds = Number(retryAfter);
    return {
      ...nothing,
      reason: 'throttled',
      retryAfter: seconds > 0 ? seconds * 1000 : null,
      repeatable: true,
    };
  }
  if (status >= 500 || (status >= 300 && status < 400)) return unavailable(`HTTP ${status}`);
  return { ...nothing, reason: DOOR_STATUSES.has(status) ? 'refused' : 'unclear' };
}

/** The request was turned away before anything was carried out; others (408, 409) do not say so. */
const DOOR_STATUSES: ReadonlySet<number> = new Set([400, 402, 403, 404, 423]);

/** Its code (ECONNREFUSED, UND_ERR_SOCKET, Z_BUF_ERROR) or its name, never what it says: that may quote what was sent. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN';
  // A DOMException's is a number.
  return 'code' in error && typeof error.code === 'string' && SYSTEM_CODE.test(error.code)
    ? error.code
    : error.name;
}

const SYSTEM_CODE = /^[A-Z][A-Z0-9_]+$/;
