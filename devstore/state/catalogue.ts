import { discountCodes, products, shop } from '../data/catalogue.ts';
import { collections } from '../data/collections.ts';
import { markets } from '../data/markets.ts';
import { findVariant } from '../checkout/draft-order.ts';
import type { Product } from './catalogue-types.ts';
import type { StoreContext } from './context.ts';
import type { DevStore } from './dev-store.ts';
import type { Tables } from './tables.ts';

type CataloguePart = Pick<
  DevStore,
  | 'shop'
  | 'products'
  | 'product'
  | 'changeProduct'
  | 'variant'
  | 'collections'
  | 'markets'
  | 'market'
  | 'discountCodes'
>;

/** What the shop sells, where and for how much: written in data/, with what was changed of products since. */
export function cataloguePart({ tables, act }: StoreContext): CataloguePart {
  return {
    shop,
    products: () => products.flatMap((product) => currentProduct(tables, product.id) ?? []),
    product: (key) => {
      const known = products.find((each) => each.handle === key || String(each.id) === String(key));
      return known ? currentProduct(tables, known.id) : null;
    },
    changeProduct(id, change) {
      const product = products.find((each) => each.id === id);
      if (!product)
        return { ok: false, reason: 'unknown-product', detail: `There was never a product ${id}.` };
      act(() => tables.put('productChange', id, { ...tables.get('productChange', id), ...change }));
      return { ok: true, product: currentProduct(tables, id) };
    },
    variant: findVariant,
    collections: () => collections,
    markets: () => markets,
    market: (handle) => markets.find((each) => each.handle === handle) ?? null,
    discountCodes: () => discountCodes,
  };
}

/** A product with what was changed of it; null where it is gone or never was. */
export function currentProduct(tables: Tables, id: number): Product | null {
  const product = products.find((each) => each.id === id);
  const change = tables.get('productChange', id);
  if (!product || !change) return product ?? null;
  const { deleted, ...changed } = change;
  return deleted ? null : { ...product, ...changed };
}
