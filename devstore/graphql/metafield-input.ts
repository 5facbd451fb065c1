import type { Metafield, MetafieldOwner } from '../state/app-data-types.ts';
import { digestOf, findMetafield, fullNamespace, isOwnNamespace, isReserved } from '../state/metafields.ts';
import type { Arguments, GraphqlContext } from './graphql-types.ts';
import { isValueOf, metafieldTypes } from './metafield-types.ts';
import { isGiven, textIn } from './user-error.ts';
import type { RefusalRule } from './user-error.ts';

/** Of apps from April 2026 on. */
const jsonBytesMax = 128 * 1024;

/** A metafield to set, read, with what it would replace. */
export type WantedMetafield = Pick<Metafield, 'namespace' | 'key' | 'type' | 'value'> & {
  before: Metafield | null;
  ownerExists: boolean;
  /** The type that the app's definition demands, or null. */
  defined: string | null;
  apiKey: string;
  compareDigest: string | null | undefined;
};

const namePattern = (least: number, most: number) => new RegExp(`^[A-Za-z0-9_-]{${least},${most}}$`);

/** What the platform refuses of one metafield, in the order in which it looks. */
export const metafieldRules: readonly RefusalRule<WantedMetafield>[] = [
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

/** Reads a metafield's input for an owner; null: the owner is being made by the same call. */
export function readMetafield(
  input: Arguments,
  owner: MetafieldOwner | null,
  { core, store }: GraphqlContext,
): WantedMetafield {
  const namespace = fullNamespace(textIn(input, 'namespace'), core.env.apiKey);
  const key = textIn(input, 'key') ?? '';
  const before = owner && findMetafield(core.tables, owner, namespace, key);
  const isDefined = owner?.type === 'Customer' && namespace === fullNamespace('$app', core.env.apiKey);
  const defined = isDefined ? (core.appConfig.customerMetafields[key] ?? null) : null;
  return {
    namespace,
    key,
    before,
    type: textIn(input, 'type') ?? before?.type ?? defined ?? '',
    defined,
    value: textIn(input, 'value') ?? '',
    ownerExists: owner === null || ownerExists(owner, { core, store }),
    apiKey: core.env.apiKey,
    compareDigest:
      'compareDigest' in input
        ? isGiven(input.compareDigest)
          ? textIn(input, 'compareDigest')
          : null
        : undefined,
  };
}

function ownerExists(
  { type, id }: MetafieldOwner,
  { core, store }: Pick<GraphqlContext, 'core' | 'store'>,
): boolean {
  if (type === 'Customer') return store.customer(id) !== null;
  if (type === 'AppInstallation') return id === store.shop.id;
  const discount = core.tables.get('discount', id);
  return discount !== undefined && (discount.code === null) === (type === 'DiscountAutomaticNode');
}
