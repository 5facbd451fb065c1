import type { Metafield, MetafieldOwner } from '../../state/app-data-types.ts';
import { digestOf, findMetafield, fullNamespace, metafieldsOf } from '../../state/metafields.ts';
import { connection } from '../connection.ts';
import type { ApiObject, Arguments, GraphqlContext } from '../graphql-types.ts';
import { textIn } from '../user-error.ts';
import { graphqlTime } from './money-object.ts';

const ownerTypes: Record<MetafieldOwner['type'], string> = {
  Customer: 'CUSTOMER',
  AppInstallation: 'API_PERMISSION',
  DiscountCodeNode: 'DISCOUNT',
  DiscountAutomaticNode: 'DISCOUNT',
};

/** A metafield as the Admin API shows it. */
export function metafieldObject(metafield: Metafield): ApiObject & { id: string } {
  return {
    __typename: 'Metafield',
    id: `gid://shopify/Metafield/${metafield.id}`,
    legacyResourceId: String(metafield.id),
    namespace: metafield.namespace,
    key: metafield.key,
    type: metafield.type,
    value: metafield.value,
    jsonValue: metafield.type.endsWith('_field') ? metafield.value : (JSON.parse(metafield.value) as unknown),
    sizeInBytes: Buffer.byteLength(metafield.value),
    compareDigest: digestOf(metafield),
    ownerType: ownerTypes[metafield.owner.type],
    description: null,
    definition: null,
    createdAt: graphqlTime(metafield.createdAt),
    updatedAt: graphqlTime(metafield.updatedAt),
  };
}

/** The fields `metafield` and `metafields` of an object that has them. */
export function metafieldFields(owner: MetafieldOwner): ApiObject {
  return {
    metafield: (args: Arguments, { core }: GraphqlContext) => {
      const namespace = fullNamespace(textIn(args, 'namespace'), core.env.apiKey);
      const found = findMetafield(core.tables, owner, namespace, textIn(args, 'key') ?? '');
      return found && metafieldObject(found);
    },
    metafields: (args: Arguments, { core }: GraphqlContext) => {
      const wanted = textIn(args, 'namespace');
      const namespace = wanted === null ? null : fullNamespace(wanted, core.env.apiKey);
      const all = metafieldsOf(core.tables, owner);
      const found = all.filter((each) => namespace === null || each.namespace === namespace);
      return connection(args.reverse === true ? found.toReversed() : found, args, metafieldObject);
    },
  };
}
