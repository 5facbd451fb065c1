/** Tags of customers, tags and collections of products, in as few requests as Shopify's costs allow. */
import { z } from 'zod';
import { ShopifyIdSchema } from '../domain/ids.ts';
import type { OrderLookups } from '../domain/order-facts.ts';
import { text } from '../domain/text.ts';
import type { AdminGateway } from './admin-gateway.ts';
import { LookUpDocument, type LookUpQuery } from './admin-types.generated.ts';
import type { Later } from './discounts.ts';

/** One request costs at most 9 points for each, of the 1,000 that it may. */
const IDS_AT_ONCE = 100;
/** Those of a product; more are asked for page by page. */
const COLLECTIONS = 5;
const COLLECTIONS_MORE = 250;

type Node = LookUpQuery['nodes'][number];
type Found = { kind: 'found'; lookups: OrderLookups };
/** `refused`: these ids together are refused; others, or fewer of them, may not be. */
type NotYet = Later & { refused: boolean };

/** Every id that was asked for is in the answer: what is gone from Shopify has empty lists. */
export async function lookUp(
  admin: AdminGateway,
  asked: { customerIds: readonly string[]; productIds: readonly string[] },
): Promise<Found | NotYet> {
  const lookups: OrderLookups = { customerTags: {}, lines: {} };
  const ids = [
    ...asked.productIds.map((id) => ({ id, gid: `gid://shopify/Product/${id}` })),
    ...asked.customerIds.map((id) => ({ id, gid: `gid://shopify/Customer/${id}` })),
  ];
  for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
    const some = ids.slice(from, from + IDS_AT_ONCE);
    const answer = await ask(admin, { ids: some.map((one) => one.gid), collections: COLLECTIONS });
    if ('kind' in answer) return answer;
    for (const [index, { id, gid }] of some.entries()) {
      const node = answer.nodes[index] ?? null;
      if (gid.includes('/Customer/')) {
        lookups.customerTags[id] = tagsOf(node);
        continue;
      }
      const collectionIds = await collectionsOf(admin, gid, node);
      if ('kind' in collectionIds) return collectionIds;
      lookups.lines[id] = { tags: tagsOf(node), collectionIds };
    }
  }
  return { kind: 'found', lookups };
}

async function ask(
  admin: AdminGateway,
  variables: { ids: string[]; collections: number; after?: string },
): Promise<{ nodes: Node[] } | NotYet> {
  const answer = await admin(LookUpDocument, variables);
  if (!answer.ok) return { kind: 'later', codes: answer.codes, refused: answer.reason === 'refused' };
  // Without the scope Shopify gives null as for what was deleted: that would settle orders without their tags.
  if (answer.refusedFields) return { kind: 'later', codes: ['ACCESS_DENIED'], refused: false };
  if (answer.data.nodes.length !== variables.ids.length)
    return { kind: 'later', codes: ['INCOMPLETE'], refused: false };
  return { nodes: answer.data.nodes };
}

async function collectionsOf(admin: AdminGateway, gid: string, node: Node): Promise<string[] | NotYet> {
  const ids: string[] = [];
  for (let product = node; product?.__typename === 'Product';) {
    const { nodes, pageInfo } = product.collections;
    ids.push(...nodes.flatMap(({ id }) => ShopifyIdSchema.safeParse(id.split('/').at(-1)).data ?? []));
    if (!pageInfo.hasNextPage || !pageInfo.endCursor) break;
    const more = { ids: [gid], collections: COLLECTIONS_MORE, after: pageInfo.endCursor };
    const answer = await ask(admin, more);
    if ('kind' in answer) return answer;
    product = answer.nodes[0] ?? null;
  }
  return ids;
}

/** A tag that cannot be stored cannot be excluded either. */
const TagSchema = z.array(text(255).nullable().catch(null));

function tagsOf(node: Node): string[] {
  if (node === null || !('tags' in node)) return [];
  return TagSchema.parse(node.tags).flatMap((tag) => tag ?? []);
}
