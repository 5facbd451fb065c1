import { GraphQLError } from 'graphql';
import type { ApiObject, Arguments } from './graphql-types.ts';

const pageMax = 250;

const cursorOf = (id: string): string => Buffer.from(JSON.stringify({ last_id: id })).toString('base64');

/** A page of a list, as `first`/`after` or `last`/`before` ask for it. */
export function connection<Item>(
  items: readonly Item[],
  args: Arguments,
  toNode: (item: Item) => ApiObject & { id: string },
): ApiObject {
  const nodes = items.map((item) => ({ cursor: cursorOf(toNode(item).id), item }));
  const wanted = number(args.first) ?? number(args.last);
  if (wanted === null)
    throw new GraphQLError('you must provide one of first or last', { extensions: { code: 'BAD_REQUEST' } });
  if (wanted < 0 || wanted > pageMax) throw new GraphQLError(`page size must be between 0 and ${pageMax}`);
  const afterAt = args.after ? nodes.findIndex((each) => each.cursor === args.after) : -1;
  if (args.after && afterAt < 0) throw new GraphQLError('Invalid cursor for current pagination sort.');
  const beforeAt = args.before ? nodes.findIndex((each) => each.cursor === args.before) : nodes.length;
  if (args.before && beforeAt < 0) throw new GraphQLError('Invalid cursor for current pagination sort.');
  const backwards = number(args.first) === null;
  const start = backwards ? Math.max(afterAt + 1, beforeAt - wanted) : afterAt + 1;
  const end = backwards ? beforeAt : Math.min(beforeAt, afterAt + 1 + wanted);
  const page = nodes.slice(start, end).map(({ cursor, item }) => ({ cursor, node: toNode(item) }));
  return {
    edges: page,
    nodes: page.map((edge) => edge.node),
    pageInfo: {
      hasNextPage: end < nodes.length,
      hasPreviousPage: start > 0,
      startCursor: page[0]?.cursor ?? null,
      endCursor: page.at(-1)?.cursor ?? null,
    },
  };
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

/** Throws the platform's error for an id that is none. */
export function requireGid(gid: unknown): { kind: string; id: number } {
  const match = typeof gid === 'string' ? /^gid:\/\/shopify\/(\w+)\/(\d+)(?:\?.*)?$/.exec(gid) : null;
  if (!match?.[1])
    throw new GraphQLError(`Invalid global id '${String(gid)}'`, {
      extensions: { code: 'argumentLiteralsIncompatible' },
    });
  return { kind: match[1], id: Number(match[2]) };
}
