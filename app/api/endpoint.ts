/** The door of the REST API: authenticate, limit, parse, one use case or query, answer. A route is one `endpoint` and no more. */
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import type { z } from 'zod';
import { deps, type Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { faultsOf } from '../domain/parse-program.ts';
import { authenticateApiKey } from '../services/authenticate-api-key.ts';
import type { ApiKeyScope } from '../storage/api-keys.ts';
import { readLimited } from './limited-body.ts';
import { problem, type ProblemFault } from './problem.ts';
import { rateLimit } from './rate-limit.ts';
import { IdempotencyKeySchema } from './schemas.ts';

/** Per key and process: bursts of 1,000 in 5 seconds, so that no client starves the others of database connections. */
const REQUESTS_PER_WINDOW = 1_000;
const WINDOW_SECONDS = 5;
const BODY_BYTES_MAX = 1024 * 1024;

const secondsToWait = rateLimit(REQUESTS_PER_WINDOW, WINDOW_SECONDS);

export type Call<Params, Query, Body> = {
  deps: Deps;
  shop: ShopId;
  params: Params;
  query: Query;
  body: Body;
  /** The Idempotency-Key; empty where the definition asks for none. */
  key: string;
};

type Definition<Params, Query, Body> = {
  scope: ApiKeyScope;
  method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  params?: z.ZodType<Params>;
  query?: z.ZodType<Query>;
  body?: z.ZodType<Body>;
  /** The client must send an Idempotency-Key. */
  idempotent?: boolean;
  handle: (call: Call<Params, Query, Body>) => Promise<Response>;
};

type Endpoint = (args: LoaderFunctionArgs | ActionFunctionArgs) => Promise<Response>;

/** The loader (GET) or action (the others) of an API route. Everything that is refused is a problem document; an empty body counts as {}. */
export function endpoint<Params = unknown, Query = unknown, Body = unknown>(
  definition: Definition<Params, Query, Body>,
): Endpoint {
  return async ({ request, params }) => {
    const own = deps();
    try {
      if (request.method !== definition.method) return methodNotAllowed(definition.method);
      const key = await authenticateApiKey(own, request.headers.get('Authorization'));
      if (!key)
        return problem(
          'unauthenticated',
          'Send "Authorization: Bearer mrd_…"; `npm run meridian -- api-key create` makes a key.',
          { headers: { 'WWW-Authenticate': 'Bearer' } },
        );
      const wait = await secondsToWait(key.keyId);
      if (wait > 0)
        return problem('too-many-requests', `Try again in ${wait} s.`, {
          headers: { 'Retry-After': String(wait) },
        });
      if (!key.scopes.includes(definition.scope))
        return problem('forbidden', `This needs a key with the scope "${definition.scope}".`);
      const idempotencyKey = request.headers.get('Idempotency-Key') ?? '';
      if (definition.idempotent && !IdempotencyKeySchema.safeParse(idempotencyKey).success)
        return problem('bad-request', 'Send an Idempotency-Key of 8 to 200 visible characters.');
      const input = await parseInput(definition, request, params);
      if (!input.ok) return input.response;
      return await definition.handle({ deps: own, shop: key.shop, key: idempotencyKey, ...input.value });
    } catch (error) {
      own.log.error(
        {
          reason: error instanceof Error ? error.message : String(error),
          path: new URL(request.url).pathname,
        },
        'API request failed',
      );
      // Not that nothing was changed: what was lost may be the answer to a COMMIT.
      const again = definition.idempotent
        ? 'Try again with the same Idempotency-Key: it is carried out once.'
        : 'Try again later.';
      return problem('internal', `The fault is recorded. ${again}`);
    }
  };
}

export function methodNotAllowed(allow: string): Response {
  return problem('method-not-allowed', `Use ${allow}.`, { headers: { Allow: allow } });
}

type Parsed<T> = { ok: true; value: T } | { ok: false; response: Response };

async function parseInput<Params, Query, Body>(
  definition: Definition<Params, Query, Body>,
  request: Request,
  routeParams: unknown,
): Promise<Parsed<Pick<Call<Params, Query, Body>, 'params' | 'query' | 'body'>>> {
  const params = parsePart(definition.params, routeParams, 'the path');
  if (!params.ok) return params;
  const query = parsePart(
    definition.query,
    Object.fromEntries(new URL(request.url).searchParams),
    'the query',
  );
  if (!query.ok) return query;
  const json = definition.body ? await readJson(request) : { ok: true as const, value: undefined };
  if (!json.ok) return json;
  const body = parsePart(definition.body, json.value, 'the body');
  return body.ok ? { ok: true, value: { params: params.value, query: query.value, body: body.value } } : body;
}

function parsePart<T>(schema: z.ZodType<T> | undefined, input: unknown, what: string): Parsed<T> {
  if (!schema) return { ok: true, value: undefined as T };
  const parsed = schema.safeParse(input);
  if (parsed.success) return { ok: true, value: parsed.data };
  const faults: ProblemFault[] = parsed.error.issues.flatMap((issue) => faultsOf(issue, what));
  const [first] = faults;
  const named = first ? `: ${first.path || 'it'} ${first.reason}` : '';
  return {
    ok: false,
    response: problem('bad-request', `In ${what}${named}.`, { faults }),
  };
}

async function readJson(request: Request): Promise<Parsed<unknown>> {
  const bytes = await readLimited(request, BODY_BYTES_MAX);
  if (bytes === null)
    return { ok: false, response: problem('too-large', `A body is at most ${BODY_BYTES_MAX} bytes.`) };
  const text = bytes.toString('utf8');
  try {
    return { ok: true, value: text.trim() === '' ? {} : JSON.parse(text) };
  } catch {
    return { ok: false, response: problem('bad-request', 'The body is not JSON.') };
  }
}
