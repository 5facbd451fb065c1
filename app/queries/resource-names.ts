/** Names of the products and collections that a part of the programme names, asked from Shopify when they are shown. */
import type { Reward } from '../domain/reward.ts';
import type { AdminGateway } from '../shopify/admin-gateway.ts';
import { ResourceNamesDocument } from '../shopify/admin-types.generated.ts';

/** As the platform allows in one request. */
const IDS_MAX = 250;

/** Shopify's numbers. */
export type NamedResources = {
  productIds?: readonly string[];
  variantIds?: readonly string[];
  collectionIds?: readonly string[];
};

/** By Shopify's number. What Shopify does not tell (an outage, a product that is gone) is shown by its number. */
export async function resourceNames(
  admin: AdminGateway,
  { productIds = [], variantIds = [], collectionIds = [] }: NamedResources,
): Promise<Record<string, string>> {
  const gids = (kind: string, ids: readonly string[]) => ids.map((id) => `gid://shopify/${kind}/${id}`);
  const ids = [
    ...gids('Product', productIds),
    ...gids('ProductVariant', variantIds),
    ...gids('Collection', collectionIds),
  ].slice(0, IDS_MAX);
  if (ids.length === 0) return {};
  const answer = await admin(ResourceNamesDocument, { ids });
  if (!answer.ok) return {};
  const named = answer.data.nodes.flatMap((node): [string, string][] => {
    if (!node || !('id' in node)) return [];
    const name = 'displayName' in node ? node.displayName : node.title;
    return [[node.id.slice(node.id.lastIndexOf('/') + 1), name]];
  });
  return Object.fromEntries(named);
}

/** What a reward names: its conditions', and the product that it gives. */
export function rewardResources(reward: Reward): NamedResources {
  const { productIds, collectionIds } = reward.conditions;
  const { productId, variantId } =
    reward.kind === 'freeProduct' ? reward : { productId: null, variantId: null };
  return {
    productIds: [...productIds, ...(productId === null ? [] : [productId])],
    variantIds: variantId === null ? [] : [variantId],
    collectionIds,
  };
}
