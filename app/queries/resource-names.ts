/** Names of the products and collections that a reward names, asked from Shopify when they are shown. */
import type { Reward } from '../domain/reward.ts';
import type { AdminGateway } from '../shopify/admin-gateway.ts';
import { ResourceNamesDocument } from '../shopify/admin-types.generated.ts';

/** As the platform allows in one request. */
const IDS_MAX = 250;

/** By Shopify's number. What Shopify does not tell (an outage, a product that is gone) is shown by its number. */
export async function resourceNames(admin: AdminGateway, reward: Reward): Promise<Record<string, string>> {
  const ids = gidsOf(reward).slice(0, IDS_MAX);
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

function gidsOf(reward: Reward): string[] {
  const { productIds, collectionIds } = reward.conditions;
  const free = reward.kind === 'freeProduct' ? reward : { productId: null, variantId: null };
  const gids = (kind: string, ids: readonly (string | null)[]) =>
    ids.flatMap((id) => (id === null ? [] : [`gid://shopify/${kind}/${id}`]));
  return [
    ...gids('Product', [...productIds, free.productId]),
    ...gids('ProductVariant', [free.variantId]),
    ...gids('Collection', collectionIds),
  ];
}
