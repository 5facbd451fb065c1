import { hundredths, type Currency } from '../money.ts';
import { rowTitle } from '../pages/store/cart-rows.ts';
import { cartState, type CartDiscount, type CartState } from '../pages/store/cart-state.ts';
import type { StoreView } from '../pages/store/view.ts';
import { productObject, shownIn, variantObject, type LiquidObject } from './product-object.ts';

/** Liquid's `cart`. What discounts make of it is reckoned only for a page that asks: a Function may have to run for it. */
export function cartObject(view: StoreView, currency: LiquidObject): LiquidObject {
  const { market, cart } = view;
  let reckoned: CartState | null = null;
  const state = () => (reckoned ??= cartState(view));
  const amount = (units: bigint) => hundredths(units, market.currency);
  const ofLines = () => state().rows.reduce((sum, row) => sum + row.lineDiscount, 0n);
  return {
    currency,
    taxes_included: market.taxesIncluded,
    item_count: cart.reduce((sum, line) => sum + line.quantity, 0),
    'empty?': cart.length === 0,
    get requires_shipping() {
      return state().rows.some(({ product }) => !product.giftCard);
    },
    get original_total_price() {
      return amount(state().goods);
    },
    get items_subtotal_price() {
      return amount(state().goods - ofLines());
    },
    get total_price() {
      return amount(state().total);
    },
    get total_discount() {
      return amount(state().goods - state().total);
    },
    get cart_level_discount_applications() {
      const ofCart = state().discounts.filter((one) => !one.isOfLines);
      return ofCart.map((one) => discountObject(one, market.currency));
    },
    get items() {
      return state().rows.map((row) => cartItem(view, row));
    },
  };
}

/** Shopify's `discount_application`, in Liquid and in the Ajax API: one of a code is named by it. */
export function discountObject({ code, title, amount }: CartDiscount, currency: Currency): LiquidObject {
  return {
    type: code === null ? 'automatic' : 'discount_code',
    title: code ?? title,
    total_allocated_amount: hundredths(amount, currency),
  };
}

type Row = CartState['rows'][number];

/** What Liquid and the Ajax API both tell of a line. */
export function lineFields(view: StoreView, row: Row) {
  const { product, variant, quantity, amount, lineDiscount } = row;
  const { currency } = view.market;
  return {
    id: variant.id,
    variant_id: variant.id,
    product_id: product.id,
    title: rowTitle(view, row),
    quantity,
    gift_card: product.giftCard,
    price: hundredths(variant.prices[currency], currency),
    original_line_price: hundredths(amount, currency),
    final_line_price: hundredths(amount - lineDiscount, currency),
  };
}

function cartItem(view: StoreView, row: Row): LiquidObject {
  const shown = variantObject(row.product, row.variant, shownIn(view));
  const line_price = hundredths(row.amount, view.market.currency);
  const product = productObject(row.product, shownIn(view));
  return { ...lineFields(view, row), product, variant: shown, url: shown.url, line_price };
}
