import type { Collection, Product as PickerProduct } from '../../assets/app-bridge/protocol.ts';
import { decimal } from '../../money.ts';
import type { DevStore } from '../../state/dev-store.ts';

/** The products whose title holds the words, as App Bridge's resource picker gives them to an app. */
export function pickerProducts(store: DevStore, query: string): PickerProduct[] {
  const wanted = query.trim().toLowerCase();
  return store
    .products()
    .filter((product) => product.title.en.toLowerCase().includes(wanted))
    .map((product) => ({
      id: `gid://shopify/Product/${product.id}`,
      title: product.title.en,
      handle: product.handle,
      vendor: product.vendor,
      productType: product.productType,
      variants: product.variants.map((variant) => ({
        id: `gid://shopify/ProductVariant/${variant.id}`,
        title: variant.title,
        sku: variant.sku,
        price: decimal(variant.prices[store.shop.currency], store.shop.currency),
      })),
    }));
}

/** The same of collections. */
export function pickerCollections(store: DevStore, query: string): Collection[] {
  const wanted = query.trim().toLowerCase();
  return store
    .collections()
    .filter(({ title }) => title.en.toLowerCase().includes(wanted))
    .map(({ id, title, handle }) => ({ id: `gid://shopify/Collection/${id}`, title: title.en, handle }));
}
