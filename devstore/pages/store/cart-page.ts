import type { Product, Variant } from '../../state/catalogue-types.ts';
import { localized } from '../format.ts';
import { html, type Html } from '../html.ts';
import { icon } from '../icons.ts';
import { productArt } from '../product-art.ts';
import { plainText } from './texts.ts';
import { price, storePath, type StoreView } from './view.ts';

type Row = { product: Product; variant: Variant; quantity: number; amount: bigint };

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

/** The cart: quantities, subtotal, and the way to the checkout. */
export function cartView(view: StoreView): Html {
  const { t, market } = view;
  const rows = cartRows(view);
  if (rows.length === 0) {
    return html`<div class="empty">
      <h1>${t('emptyCart')}</h1>
      <p>${t('emptyCartHelp')}</p>
      <a class="button button-primary" href="${storePath(view)}">${t('continueShopping')}</a>
    </div>`;
  }
  const subtotal = rows.reduce((sum, row) => sum + row.amount, 0n);
  return html`<h1>${t('cart')}</h1>
    <form method="post" action="${storePath(view, '/cart/update')}" class="cart" data-cart>
      <ul class="cart-lines">
        ${rows.map((row) => cartLine(view, row))}
      </ul>
      <div class="cart-foot">
        <p class="cart-total"><span>${t('subtotal')}</span> <strong>${price(view, subtotal)}</strong></p>
        <p class="muted small">${t(market.taxesIncluded ? 'taxesIncluded' : 'taxesAdded')}</p>
        <div class="cart-actions">
          <button class="button">${t('update')}</button>
          <a class="button button-primary" href="${storePath(view, '/checkout')}">${t('checkout')}</a>
        </div>
      </div>
    </form>`;
}

function cartLine(view: StoreView, row: Row): Html {
  const title = rowTitle(view, row);
  const id = `quantity-${row.variant.id}`;
  return html`<li class="cart-line">
    <span class="thumb thumb-large">${productArt(row.product.art, row.variant.swatch)}</span>
    <div class="cart-line-title">
      <a href="${storePath(view, `/products/${row.product.handle}`)}">${title}</a>
      <span class="muted">${price(view, row.variant.prices[view.market.currency])}</span>
    </div>
    <div class="cart-line-quantity">
      <label class="visually-hidden" for="${id}">${view.t('quantityOf', { title })}</label>
      <input
        class="field quantity"
        id="${id}"
        name="${id}"
        type="number"
        min="0"
        max="999"
        value="${row.quantity}"
      />
      <button
        class="icon-button"
        name="remove"
        value="${row.variant.id}"
        aria-label="${plainText(view.language, 'remove', { title })}"
      >
        ${icon('cross')}
      </button>
    </div>
    <p class="number">${price(view, row.amount)}</p>
  </li>`;
}
