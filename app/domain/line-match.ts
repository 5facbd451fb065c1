import type { LineFacts, OrderLookups } from './order-facts.ts';
import { withoutCase } from './text.ts';

/** What names lines of an order, in campaigns and in exclusions. */
export type LineLists = {
  productIds: readonly string[];
  collectionIds: readonly string[];
  productTags: readonly string[];
  vendors: readonly string[];
};

/** The list that names the line, or null. Tags and collections are those that were looked up once; a product that was not found has none. */
export function namedBy(
  line: LineFacts,
  lists: LineLists,
  lookups: OrderLookups | null,
): keyof LineLists | null {
  const { productIds, vendors, productTags, collectionIds } = lists;
  if (line.vendor !== null && vendors.includes(line.vendor)) return 'vendors';
  if (line.productId === null) return null;
  if (productIds.includes(line.productId)) return 'productIds';
  const product =
    lookups && Object.hasOwn(lookups.lines, line.productId) ? lookups.lines[line.productId] : undefined;
  if (!product) return null;
  const tags = new Set(product.tags.map(withoutCase));
  if (productTags.some((tag) => tags.has(withoutCase(tag)))) return 'productTags';
  return collectionIds.some((id) => product.collectionIds.includes(id)) ? 'collectionIds' : null;
}
