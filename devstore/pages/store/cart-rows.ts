import type { Product, Variant } from '../../state/catalogue-types.ts';
import { localized } from '../format.ts';
import type { StoreView } from './view.ts';

export type Row = { product: Product; variant: Variant; quantity: number; amount: bigint };

/** The cart's lines with their products and amounts in the market's currency. */
export function cartRows(view: StoreView): Row[] {
  return view.cart.flatMap(({ variantId, quantity }) => {
    const found = view.store.variant(variantId);
    if (!found) return [];
    const amount = found.variant.prices[view.market.currency] * BigInt(quantity);
    return [{ ...found, quantity, amount }];
  });
}

/** A line's name as the shopper reads it. */
export function rowTitle(view: StoreView, { product, variant }: Pick<Row, 'product' | 'variant'>): string {
  const title = localized(product.title, view.language);
  return product.variants.length > 1 ? `${title}, ${variant.title}` : title;
}
