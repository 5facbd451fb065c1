import { products } from '../data/catalogue.ts';

/** The id of the first variant of a product, for tests that buy one by name. */
export function findProduct(handle: string): number {
  const variant = products.find((product) => product.handle === handle)?.variants[0];
  if (!variant) throw new Error(`No product ${handle}`);
  return variant.id;
}
