import { getNamedType, GraphQLError } from 'graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequiredAccess } from './admin-schema.ts';

/** Whether scopes open a type or field: one of the reading scopes for a query, one of the writing ones for a mutation. Writing implies reading. */
export function isOpen(
  required: RequiredAccess,
  granted: ReadonlySet<string>,
  operation: 'query' | 'mutation',
): boolean {
  const writing = required.scopes.filter((scope) => scope.startsWith('write_'));
  const reading = required.scopes.filter((scope) => !scope.startsWith('write_'));
  const wanted =
    operation === 'mutation' && writing.length > 0 ? writing : reading.length > 0 ? reading : writing;
  return wanted.some((scope) => granted.has(scope) || granted.has(scope.replace(/^read_/, 'write_')));
}

/** Throws the platform's ACCESS_DENIED for a field that the token's scopes do not open, itself or by its type. */
export function checkAccess(
  info: GraphQLResolveInfo,
  access: ReadonlyMap<string, RequiredAccess>,
  granted: ReadonlySet<string>,
): void {
  const typeName = getNamedType(info.returnType).name.replace(/Connection$/, '');
  const operation = info.operation.operation === 'mutation' ? 'mutation' : 'query';
  for (const key of [`${info.parentType.name}.${info.fieldName}`, typeName]) {
    const required = access.get(key);
    // A mutation's payload types are read, whatever the mutation writes.
    const asked = key === typeName ? 'query' : operation;
    if (!required || isOpen(required, granted, asked)) continue;
    throw new GraphQLError(`Access denied for ${info.fieldName} field. Required access: ${required.text}`, {
      nodes: info.fieldNodes,
      extensions: {
        code: 'ACCESS_DENIED',
        documentation: 'https://shopify.dev/api/usage/access-scopes',
        requiredAccess: required.text,
      },
    });
  }
}
