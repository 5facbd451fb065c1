import { hundredths } from '../money.ts';
import { localized } from '../pages/format.ts';
import { productArt } from '../pages/product-art.ts';
import type { StoreLanguage } from '../pages/store/texts.ts';
import type { StoreView } from '../pages/store/view.ts';
import type { Collection, Market, Product, Variant } from '../state/catalogue-types.ts';

export type LiquidObject = Record<string, unknown>;

export type Shown = {
  market: Market;
  language: StoreLanguage;
  root: string;
  collections: readonly Collection[];
  /** The variant that the address asks for. */
  variantId: number | null;
};

/** How a page shows products; `variantId` is the variant that its address asks for. */
export function shownIn({ market, language, store }: StoreView, variantId: number | null = null): Shown {
  return { market, language, root: `/store/${market.handle}`, collections: store.collections(), variantId };
}

/** Liquid's `collection`; null is the one of all products. */
export function collectionObject(view: StoreView, collection: Collection | null): LiquidObject {
  const products = view.store
    .products()
    .filter((product) => collection === null || product.collectionIds.includes(collection.id))
    .map((product) => productObject(product, shownIn(view)));
  return {
    id: collection?.id ?? null,
    handle: collection?.handle ?? 'all',
    title: collection ? localized(collection.title, view.language) : 'Products',
    products,
    products_count: products.length,
  };
}

/** Liquid's `product`: prices in hundredths of the market's currency. Its picture, which no file holds, is a metafield. */
export function productObject(product: Product, shown: Shown): LiquidObject {
  const { language, root } = shown;
  const variants = product.variants.map((variant) => variantObject(product, variant, shown));
  const prices = variants.map((variant) => variant.price);
  const selected = variants.find((variant) => variant.id === shown.variantId) ?? null;
  const url = `${root}/products/${product.handle}`;
  return {
    id: product.id,
    handle: product.handle,
    title: localized(product.title, language),
    description: localized(product.description, language),
    content: localized(product.description, language),
    vendor: product.vendor,
    type: product.productType,
    tags: product.tags,
    'gift_card?': product.giftCard,
    available: true,
    url,
    price: Math.min(...prices),
    price_min: Math.min(...prices),
    price_max: Math.max(...prices),
    price_varies: new Set(prices).size > 1,
    compare_at_price: variants.find((each) => each.compare_at_price !== null)?.compare_at_price ?? null,
    has_only_default_variant: product.variants.length === 1 && product.variants[0]?.title === 'Default Title',
    variants,
    variants_count: variants.length,
    selected_variant: selected,
    first_available_variant: variants[0] ?? null,
    selected_or_first_available_variant: selected ?? variants[0] ?? null,
    collections: shown.collections
      .filter((each) => product.collectionIds.includes(each.id))
      .map((each) => ({
        id: each.id,
        handle: each.handle,
        title: localized(each.title, language),
        url: `${root}?collection=${each.handle}`,
      })),
    metafields: {
      haven: {
        picture: metafield(picture(product, language, shown.variantId)),
        thumbnail: metafield(productArt(product.art).markup),
      },
    },
  };
}

/** Liquid's `variant`. */
export function variantObject(product: Product, variant: Variant, { market, root }: Shown) {
  const { currency } = market;
  const was = variant.compareAtPrices;
  return {
    id: variant.id,
    title: variant.title,
    sku: variant.sku,
    option1: variant.title,
    options: [variant.title],
    price: hundredths(variant.prices[currency], currency),
    compare_at_price: was ? hundredths(was[currency], currency) : null,
    available: true,
    taxable: product.taxClass !== 'none',
    requires_shipping: !product.giftCard,
    weight: variant.grams,
    url: `${root}/products/${product.handle}?variant=${variant.id}`,
    metafields: {
      haven: {
        swatch: variant.swatch === null ? null : metafield(variant.swatch),
        thumbnail: metafield(productArt(product.art, variant.swatch).markup),
      },
    },
  };
}

function metafield(value: string): LiquidObject {
  return { type: 'single_line_text_field', value };
}

function picture(product: Product, language: StoreLanguage, variantId: number | null): string {
  const chosen = product.variants.find((each) => each.id === variantId) ?? product.variants[0];
  return productArt(product.art, chosen?.swatch ?? null, localized(product.title, language)).markup;
}
