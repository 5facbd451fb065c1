import type { LocalizedText, Prices, Product, ProductArt, Variant } from '../state/catalogue-types.ts';

/** Minor units of USD, EUR, JPY and KWD, in this order. */
export type PriceRow = [usd: number, eur: number, jpy: number, kwd: number];

type VariantRow = {
  title: string;
  price: PriceRow;
  compareAt?: PriceRow;
  grams?: number;
  swatch?: string;
};

type ProductRow = {
  /** Never reused or changed: ids are made from it. */
  n: number;
  handle: string;
  title: LocalizedText;
  description: LocalizedText;
  vendor: string;
  productType: string;
  tags?: string[];
  collectionIds: number[];
  giftCard?: boolean;
  taxClass?: Product['taxClass'];
  variants: VariantRow[];
  art: ProductArt;
};

export function prices([usd, eur, jpy, kwd]: PriceRow): Prices {
  return { USD: BigInt(usd), EUR: BigInt(eur), JPY: BigInt(jpy), KWD: BigInt(kwd) };
}

/** A product with ids of the platform's size, which stay the same from one start to the next. */
export function defineProduct(row: ProductRow): Product {
  const variants = row.variants.map((variant, index): Variant => ({
    id: 44_720_110_000_000 + row.n * 100 + index,
    sku: `HV-${String(row.n).padStart(3, '0')}-${index + 1}`,
    title: variant.title,
    prices: prices(variant.price),
    compareAtPrices: variant.compareAt ? prices(variant.compareAt) : null,
    grams: row.giftCard ? 0 : (variant.grams ?? 400),
    swatch: variant.swatch ?? null,
  }));
  return {
    id: 8_401_220_000_000 + row.n * 100,
    handle: row.handle,
    title: row.title,
    description: row.description,
    vendor: row.vendor,
    productType: row.productType,
    tags: row.tags ?? [],
    collectionIds: row.collectionIds,
    giftCard: row.giftCard ?? false,
    taxClass: row.taxClass ?? 'standard',
    variants,
    art: row.art,
  };
}
