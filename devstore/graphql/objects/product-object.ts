import { decimal } from '../../money.ts';
import type { Collection, Product, Variant } from '../../state/catalogue-types.ts';
import { connection } from '../connection.ts';
import type { ApiObject, Arguments, GraphqlContext } from '../graphql-types.ts';

/** A product as the Admin API shows it, prices in the shop's currency. */
export function productObject(product: Product): ApiObject & { id: string } {
  return {
    __typename: 'Product',
    id: `gid://shopify/Product/${product.id}`,
    legacyResourceId: String(product.id),
    handle: product.handle,
    title: product.title.en,
    description: product.description.en,
    vendor: product.vendor,
    productType: product.productType,
    tags: product.tags,
    isGiftCard: product.giftCard,
    status: 'ACTIVE',
    hasOnlyDefaultVariant: product.variants.length === 1,
    variants: (args: Arguments) =>
      connection(product.variants, args, (variant) => variantObject(product, variant)),
    collections: (args: Arguments, { store }: GraphqlContext) => {
      const collections = store.collections().filter((each) => product.collectionIds.includes(each.id));
      return connection(collections, args, collectionObject);
    },
  };
}

export function collectionObject({ id, handle, title }: Collection): ApiObject & { id: string } {
  return { __typename: 'Collection', id: `gid://shopify/Collection/${id}`, handle, title: title.en };
}

/** A variant with its price in the shop's currency. */
export function variantObject(product: Product, variant: Variant): ApiObject & { id: string } {
  return {
    __typename: 'ProductVariant',
    id: `gid://shopify/ProductVariant/${variant.id}`,
    legacyResourceId: String(variant.id),
    title: variant.title,
    displayName: `${product.title.en} - ${variant.title}`,
    sku: variant.sku,
    price: decimal(variant.prices.USD, 'USD'),
    compareAtPrice: variant.compareAtPrices ? decimal(variant.compareAtPrices.USD, 'USD') : null,
    availableForSale: true,
    taxable: product.taxClass !== 'none',
  };
}
