import { execute, getOperationAST, parse, validate } from 'graphql';
import type { DocumentNode, ExecutionResult, GraphQLError } from 'graphql';
import type { StoreContext } from '../state/context.ts';
import type { DevStore } from '../state/dev-store.ts';
import { adminSchema } from './admin-schema.ts';
import { resolveField, resolveType } from './fields.ts';
import type { GraphqlContext } from './graphql-types.ts';
import { requestedCost } from './query-cost.ts';
import type { CostBucket } from './throttle.ts';

const singleQueryMax = 1000;

export type AdminRequest = {
  query: string;
  variables?: Record<string, unknown> | null | undefined;
  operationName?: string | null | undefined;
};

type Answer = Record<string, unknown>;

type Caller = {
  store: DevStore;
  core: StoreContext;
  scopes: readonly string[];
  bucket: CostBucket;
  /** A fault on request: mutations answer a user error and do nothing. */
  refuse?: boolean;
};

/** Runs a document against the real schema; what that schema refuses is refused, with errors shaped as the platform's. */
export async function executeAdmin(request: AdminRequest, caller: Caller): Promise<Answer> {
  const { schema, access } = await adminSchema();
  const parsed = parseDocument(request.query);
  if (!parsed.ok) return { errors: [parsed.error] };
  const { document } = parsed;
  const faults = validate(schema, document);
  if (faults.length > 0) return { errors: faults.map(plainError) };
  const operation = getOperationAST(document, request.operationName);
  if (!operation) return { errors: [{ message: 'No operation with that name in the document.' }] };

  const variables = request.variables ?? {};
  const requested = requestedCost(schema, document, operation, variables);
  const now = Date.now();
  const cost = (actual: number | null) => ({
    cost: {
      requestedQueryCost: requested,
      actualQueryCost: actual,
      throttleStatus: caller.bucket.status(Date.now()),
    },
  });
  if (requested > singleQueryMax) return { errors: [tooDear(requested)], extensions: cost(null) };
  if (!caller.bucket.take(requested, now)) return throttledAnswer(cost(null));

  const context: GraphqlContext = {
    store: caller.store,
    core: caller.core,
    scopes: new Set(caller.scopes),
    access,
    objects: 0,
    refuse: caller.refuse ?? false,
  };
  const result = await execute({
    schema,
    document,
    variableValues: variables,
    operationName: request.operationName ?? null,
    contextValue: context,
    fieldResolver: resolveField,
    typeResolver: resolveType,
  });
  const actual = operation.operation === 'mutation' ? requested : Math.min(requested, context.objects);
  caller.bucket.refund(requested - actual);
  return { ...answer(result), extensions: cost(actual) };
}

export function throttledAnswer(extensions: object): Answer {
  return {
    errors: [
      {
        message: 'Throttled',
        extensions: {
          code: 'THROTTLED',
          documentation: 'https://shopify.dev/api/usage/rate-limits',
        },
      },
    ],
    extensions,
  };
}

function parseDocument(query: string): { ok: true; document: DocumentNode } | { ok: false; error: Answer } {
  try {
    return { ok: true, document: parse(query) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, error: { message, extensions: { code: 'GRAPHQL_PARSE_FAILED' } } };
  }
}

/** The platform words unknown fields its own way; programs look at the code. */
function plainError({ message, locations }: GraphQLError): Answer {
  const unknown = /^Cannot query field "(\w+)" on type "(\w+)"/.exec(message);
  if (!unknown) return { message, locations, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } };
  const [, fieldName, typeName] = unknown;
  return {
    message: `Field '${fieldName}' doesn't exist on type '${typeName}'`,
    locations,
    extensions: { code: 'undefinedField', typeName, fieldName },
  };
}

function tooDear(requested: number): Answer {
  return {
    message: `Query cost is ${requested}, which exceeds the single query max cost limit (${singleQueryMax}).`,
    extensions: {
      code: 'MAX_COST_EXCEEDED',
      cost: requested,
      maxCost: singleQueryMax,
      documentation: 'https://shopify.dev/api/usage/rate-limits',
    },
  };
}

function answer({ data, errors }: ExecutionResult): Answer {
  if (!errors) return { data: data ?? null };
  return { data: data ?? null, errors: errors.map((error) => error.toJSON()) };
}
