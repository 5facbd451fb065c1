import { GraphQLError } from 'graphql';
import type { GraphQLFieldResolver, GraphQLTypeResolver } from 'graphql';
import type { StoreContext } from '../state/context.ts';
import type { DevStore } from '../state/dev-store.ts';
import { checkAccess } from './access.ts';
import type { RequiredAccess } from './admin-schema.ts';
import { mutationFields, queryFields } from './root-fields.ts';

export type Arguments = Record<string, unknown>;

export type GraphqlContext = {
  store: DevStore;
  core: StoreContext;
  scopes: ReadonlySet<string>;
  access: ReadonlyMap<string, RequiredAccess>;
  /** Objects given out so far: the actual cost. */
  objects: number;
};

/** A root field: its arguments as the schema checked them. */
export type RootField = (args: Arguments, context: GraphqlContext) => unknown;

/** An object of the API: values, or functions of a field's arguments. `__typename` where interfaces and unions need it. */
export type ApiObject = { [field: string]: unknown };

const isObject = (value: unknown): value is ApiObject => typeof value === 'object' && value !== null;

/** Root fields come from their registry, all others from the object itself. What is not there is an error that names it, never null. */
export const resolveField: GraphQLFieldResolver<unknown, GraphqlContext, Arguments> = (
  source,
  args,
  context,
  info,
) => {
  checkAccess(info, context.access, context.scopes);
  const value = isObject(source)
    ? ownField(source, args, context, info.fieldName)
    : root(args, context, info);
  if (value === undefined)
    throw new GraphQLError(
      `The dev store does not imitate ${info.parentType.name}.${info.fieldName} yet (devstore/graphql).`,
      { nodes: info.fieldNodes, extensions: { code: 'NOT_IMITATED' } },
    );
  context.objects += Array.isArray(value) ? value.filter(isObject).length : isObject(value) ? 1 : 0;
  return value;
};

function ownField(source: ApiObject, args: Arguments, context: GraphqlContext, name: string): unknown {
  if (!Object.hasOwn(source, name)) return undefined;
  const value = source[name];
  return typeof value === 'function' ? value(args, context) : value;
}

function root(
  args: Arguments,
  context: GraphqlContext,
  info: { fieldName: string; operation: { operation: string } },
): unknown {
  const fields: Record<string, RootField> =
    info.operation.operation === 'mutation' ? mutationFields : queryFields;
  const field = Object.hasOwn(fields, info.fieldName) ? fields[info.fieldName] : undefined;
  return field?.(args, context);
}

/** Objects say themselves what they are. */
export const resolveType: GraphQLTypeResolver<unknown, GraphqlContext> = (value) => {
  if (isObject(value) && typeof value.__typename === 'string') return value.__typename;
  throw new GraphQLError('The dev store gave an object without __typename where a type must be chosen.');
};
