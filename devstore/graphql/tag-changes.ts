import type { Customer } from '../state/order-types.ts';
import { requireGid } from './connection.ts';
import type { ApiObject, Arguments, GraphqlContext } from './graphql-types.ts';
import { GraphQLError } from 'graphql';
import { customerObject } from './objects/customer-and-order-objects.ts';
import { listIn } from './user-error.ts';

const tagsMax = 250;
const tagLengthMax = 255;

export const sameTag = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/**
 * tagsAdd and tagsRemove on a customer, with what the platform refuses: an owner that is not there, a tag that is too long, too many of them.
 * A comma separates tags. Changed tags tell customers/update, as every change of a customer does; tags that stay as they are tell nothing.
 */
export function changeTags(
  args: Arguments,
  { store, scopes }: GraphqlContext,
  change: (tags: readonly string[], given: readonly string[]) => string[],
): ApiObject {
  const { kind, id } = requireGid(args.id);
  if (kind !== 'Customer')
    throw new GraphQLError(`The dev store does not imitate tags of ${kind} yet (devstore/graphql).`, {
      extensions: { code: 'NOT_IMITATED' },
    });
  if (!scopes.has('write_customers')) throw needsScope();
  const customer = store.customer(id);
  if (!customer) return refused(['id'], 'Customer does not exist');
  const given = listIn(args, 'tags')
    .flatMap((text) => String(text).split(','))
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
  if (given.some((tag) => tag.length > tagLengthMax))
    return refused(['tags'], `Tag is too long (maximum is ${tagLengthMax} characters)`);
  const tags = change(customer.tags, given);
  if (tags.length > tagsMax) return refused(['tags'], `Tags cannot be more than ${tagsMax}`);
  if (tags.join() === customer.tags.join()) return payload(customer);
  const updated = store.updateCustomer(id, { tags });
  return updated.ok ? payload(updated.customer) : refused(['id'], 'Customer does not exist');
}

function payload(customer: Customer): ApiObject {
  return { node: customerObject(customer), userErrors: [] };
}

function refused(field: string[], message: string): ApiObject {
  return { node: null, userErrors: [{ field, message }] };
}

function needsScope(): GraphQLError {
  const required = '`write_customers` access scope.';
  return new GraphQLError(`Access denied for tags field. Required access: ${required}`, {
    extensions: { code: 'ACCESS_DENIED', requiredAccess: required },
  });
}
