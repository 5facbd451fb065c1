import { GraphQLError } from 'graphql';
import type { Metafield, MetafieldOwner } from '../../state/app-data-types.ts';
import {
  digestOf,
  findMetafield,
  fullNamespace,
  isOwnNamespace,
  isReserved,
  putMetafield,
} from '../../state/metafields.ts';
import { requireGid } from '../connection.ts';
import type { ApiObject, Arguments, GraphqlContext, RootField } from '../graphql-types.ts';
import { metafieldObject } from '../objects/metafield-object.ts';
import { brokenRules, isGiven, listIn, textIn } from '../user-error.ts';
import type { RefusalRule } from '../user-error.ts';
import { isValueOf, metafieldTypes } from '../metafield-types.ts';

const metafieldsMax = 25;
const bytesMax = 10_000_000;
/** Of apps from April 2026 on. */
const jsonBytesMax = 128 * 1024;

/** One of the metafields to set, read, with what it would replace. */
type Wanted = Pick<Metafield, 'owner' | 'namespace' | 'key' | 'type' | 'value'> & {
  before: Metafield | null;
  ownerExists: boolean;
  /** The type that the app's definition demands, or null. */
  defined: string | null;
  apiKey: string;
  compareDigest: string | null | undefined;
};

const namePattern = (least: number, most: number) => new RegExp(`^[A-Za-z0-9_-]{${least},${most}}$`);

/** What the platform refuses of one metafield, in the order in which it looks. */
const rules: readonly RefusalRule<Wanted>[] = [
  {
    field: ['ownerId'],
    code: 'INVALID',
    message: 'Owner does not exist.',
    refuses: ({ ownerExists }) => !ownerExists,
  },
  {
    field: ['namespace'],
    code: 'APP_NOT_AUTHORIZED',
    message: 'Access to this namespace and key on Metafields for this resource type is not allowed.',
    refuses: ({ namespace, apiKey }) => isReserved(namespace) && !isOwnNamespace(namespace, apiKey),
  },
  {
    field: ['namespace'],
    code: 'INVALID',
    message: 'Namespace must be 3 to 255 letters, numbers, hyphens and underscores.',
    refuses: ({ namespace }) => !namePattern(3, 255).test(namespace),
  },
  {
    field: ['key'],
    code: 'INVALID',
    message: 'Key must be 2 to 64 letters, numbers, hyphens and underscores.',
    refuses: ({ key }) => !namePattern(2, 64).test(key),
  },
  { field: ['type'], code: 'BLANK', message: "Type can't be blank", refuses: ({ type }) => type === '' },
  {
    field: ['type'],
    code: 'INVALID_TYPE',
    message: `Type must be one of the following: ${metafieldTypes.join(', ')}.`,
    refuses: ({ type }) => !metafieldTypes.includes(type),
  },
  {
    field: ['type'],
    code: 'INVALID_TYPE',
    message: "Type must be the definition's.",
    refuses: ({ type, defined }) => defined !== null && type !== defined,
  },
  {
    field: ['type'],
    code: 'INVALID_TYPE',
    message: 'Type can only be changed where the metafield has no value yet.',
    refuses: ({ type, before }) => before !== null && before.type !== type,
  },
  { field: ['value'], code: 'BLANK', message: "Value can't be blank.", refuses: ({ value }) => value === '' },
  {
    field: ['value'],
    code: 'INVALID_VALUE',
    message: 'Value is not valid for its type.',
    refuses: ({ type, value }) => metafieldTypes.includes(type) && !isValueOf(type, value),
  },
  {
    field: ['value'],
    code: 'TOO_LONG',
    message: `Value is too long: json takes ${jsonBytesMax} bytes.`,
    refuses: ({ type, value }) => type === 'json' && Buffer.byteLength(value) > jsonBytesMax,
  },
  {
    field: ['compareDigest'],
    code: 'STALE_OBJECT',
    message:
      'The resource has been updated since it was loaded. Try again with an updated `compareDigest` value.',
    refuses: ({ compareDigest, before }) =>
      compareDigest !== undefined && compareDigest !== (before ? digestOf(before) : null),
  },
];

/** Sets up to 25 metafields, all or none. Those of customers need write_customers, those of the app's installation nothing. */
export const metafieldsSet: RootField = (args, context) => {
  const inputs = listIn(args, 'metafields') as Arguments[];
  if (inputs.length > metafieldsMax) return tooMany();
  const bytes = inputs.reduce((sum, input) => sum + Buffer.byteLength(textIn(input, 'value') ?? ''), 0);
  if (bytes > bytesMax) throw new GraphQLError('The metafields are more than 10 MB together.');
  const wanted = inputs.map((input) => read(input, context));
  if (wanted.some(({ owner }) => owner.type === 'Customer') && !context.scopes.has('write_customers'))
    throw needsScope();
  const userErrors = wanted.flatMap((each, index) =>
    brokenRules(rules, each).map(({ field, code, message }) => ({
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

function read(input: Arguments, context: GraphqlContext): Wanted {
  const { core, store } = context;
  const owner = ownerOf(input.ownerId);
  const namespace = fullNamespace(textIn(input, 'namespace'), core.env.apiKey);
  const key = textIn(input, 'key') ?? '';
  const before = findMetafield(core.tables, owner, namespace, key);
  const isDefined = owner.type === 'Customer' && namespace === fullNamespace('$app', core.env.apiKey);
  const defined = isDefined ? (core.appConfig.customerMetafields[key] ?? null) : null;
  return {
    owner,
    namespace,
    key,
    before,
    type: textIn(input, 'type') ?? before?.type ?? defined ?? '',
    defined,
    value: textIn(input, 'value') ?? '',
    ownerExists: owner.type === 'Customer' ? store.customer(owner.id) !== null : owner.id === store.shop.id,
    apiKey: core.env.apiKey,
    compareDigest:
      'compareDigest' in input
        ? isGiven(input.compareDigest)
          ? textIn(input, 'compareDigest')
          : null
        : undefined,
  };
}

function ownerOf(ownerId: unknown): MetafieldOwner {
  const { kind, id } = requireGid(ownerId);
  if (kind === 'Customer' || kind === 'AppInstallation') return { type: kind, id };
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

function needsScope(): GraphQLError {
  const required = '`write_customers` access scope: the owner of a metafield must be open to writing.';
  return new GraphQLError(`Access denied for metafieldsSet field. Required access: ${required}`, {
    extensions: { code: 'ACCESS_DENIED', requiredAccess: required },
  });
}
