import { GraphQLError } from 'graphql';
import type { MetafieldOwner } from '../../state/app-data-types.ts';
import { putMetafield } from '../../state/metafields.ts';
import { requireGid } from '../connection.ts';
import type { ApiObject, Arguments, RootField } from '../graphql-types.ts';
import { metafieldRules, readMetafield } from '../metafield-input.ts';
import { metafieldObject } from '../objects/metafield-object.ts';
import { brokenRules, listIn, textIn } from '../user-error.ts';

const metafieldsMax = 25;
const bytesMax = 10_000_000;
/** What changing the owner needs; those of the app's own installation need nothing. */
const scopeFor: Record<MetafieldOwner['type'], string | null> = {
  Customer: 'write_customers',
  AppInstallation: null,
  DiscountCodeNode: 'write_discounts',
  DiscountAutomaticNode: 'write_discounts',
};

const isOwnerType = (kind: string): kind is MetafieldOwner['type'] => Object.hasOwn(scopeFor, kind);

/** Sets up to 25 metafields, all or none. */
export const metafieldsSet: RootField = (args, context) => {
  const inputs = listIn(args, 'metafields') as Arguments[];
  if (inputs.length > metafieldsMax) return tooMany();
  const bytes = inputs.reduce((sum, input) => sum + Buffer.byteLength(textIn(input, 'value') ?? ''), 0);
  if (bytes > bytesMax) throw new GraphQLError('The metafields are more than 10 MB together.');
  const wanted = inputs.map((input) => {
    const owner = ownerOf(input.ownerId);
    return { owner, ...readMetafield(input, owner, context) };
  });
  const closed = wanted
    .map(({ owner }) => scopeFor[owner.type])
    .find((scope) => scope && !context.scopes.has(scope));
  if (closed) throw needsScope(closed);
  const userErrors = wanted.flatMap((each, index) =>
    brokenRules(metafieldRules, each).map(({ field, code, message }) => ({
      field: ['metafields', String(index), ...(field ?? [])],
      code,
      message,
      elementIndex: null,
    })),
  );
  if (userErrors.length > 0) return { metafields: null, userErrors };
  const { core } = context;
  const now = Date.now();
  const set = core.act(() =>
    wanted.map(({ owner, namespace, key, type, value }) =>
      putMetafield(core.tables, { owner, namespace, key, type, value }, now),
    ),
  );
  return { metafields: set.map(metafieldObject), userErrors: [] };
};

function ownerOf(ownerId: unknown): MetafieldOwner {
  const { kind, id } = requireGid(ownerId);
  if (isOwnerType(kind)) return { type: kind, id };
  throw new GraphQLError(`The dev store does not imitate metafields of ${kind} yet (devstore/graphql).`, {
    extensions: { code: 'NOT_IMITATED' },
  });
}

function tooMany(): ApiObject {
  const message = `Exceeded the maximum metafields input limit of ${metafieldsMax}.`;
  return {
    metafields: null,
    userErrors: [{ field: ['metafields'], code: 'LESS_THAN_OR_EQUAL_TO', message, elementIndex: null }],
  };
}

function needsScope(scope: string): GraphQLError {
  const required = `\`${scope}\` access scope: the owner of a metafield must be open to writing.`;
  return new GraphQLError(`Access denied for metafieldsSet field. Required access: ${required}`, {
    extensions: { code: 'ACCESS_DENIED', requiredAccess: required },
  });
}
