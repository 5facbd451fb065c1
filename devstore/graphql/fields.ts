import { getNamedType, GraphQLError, isEnumType, isObjectType } from 'graphql';
import type {
  GraphQLFieldResolver,
  GraphQLNamedType,
  GraphQLResolveInfo,
  GraphQLTypeResolver,
} from 'graphql';
import { checkAccess } from './access.ts';
import type { ApiObject, Arguments, GraphqlContext, RootField } from './graphql-types.ts';
import { mutationFields, queryFields } from './root-fields.ts';

const isObject = (value: unknown): value is ApiObject => typeof value === 'object' && value !== null;

const isFunction = (value: unknown): value is RootField => typeof value === 'function';

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
  return isFunction(value) ? value(args, context) : value;
}

function root(args: Arguments, context: GraphqlContext, info: GraphQLResolveInfo): unknown {
  if (context.refuse && info.operation.operation === 'mutation') return refusedPayload(info);
  const fields: Record<string, RootField> =
    info.operation.operation === 'mutation' ? mutationFields : queryFields;
  const field = Object.hasOwn(fields, info.fieldName) ? fields[info.fieldName] : undefined;
  return field?.(args, context);
}

/** The payload of a mutation that the platform refuses for a reason of its own: user errors, and null for the rest. */
function refusedPayload({ returnType }: GraphQLResolveInfo): ApiObject {
  const payload = getNamedType(returnType);
  const names = isObjectType(payload) ? Object.keys(payload.getFields()) : [];
  return {
    ...Object.fromEntries(names.map((name) => [name, null])),
    userErrors: [
      {
        field: null,
        message: 'Refused by a fault of the dev store.',
        code: refusalCode(payload),
        elementIndex: null,
        extraInfo: null,
      },
    ],
  };
}

/** INVALID, or the first code of those mutations whose errors have no such code. */
function refusalCode(payload: GraphQLNamedType): string {
  const errors = isObjectType(payload) && getNamedType(payload.getFields().userErrors?.type);
  const code = errors && isObjectType(errors) && getNamedType(errors.getFields().code?.type);
  const values = code && isEnumType(code) ? code.getValues().map(({ name }) => name) : [];
  return values.includes('INVALID') ? 'INVALID' : (values[0] ?? 'INVALID');
}

/** Objects say themselves what they are. */
export const resolveType: GraphQLTypeResolver<unknown, GraphqlContext> = (value) => {
  if (isObject(value) && typeof value.__typename === 'string') return value.__typename;
  throw new GraphQLError('The dev store gave an object without __typename where a type must be chosen.');
};
