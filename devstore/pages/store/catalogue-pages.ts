import type { Product, Variant } from '../../state/catalogue-types.ts';
import { localized } from '../format.ts';
import { html, type Html } from '../html.ts';
import { productArt } from '../product-art.ts';
import { price, storePath, type StoreView } from './view.ts';

const NO_OPTIONS = 'Default Title';

/** The products of a collection, or all of them, as a grid. */
export function catalogueView(view: StoreView, collectionHandle: string | undefined): Html {
  const { store, language, t } = view;
  const collection = store.collections().find((each) => each.handle === collectionHandle);
  const products = store
    .products()
    .filter((product) => !collection || product.collectionIds.includes(collection.id));
  return html`${
      collection
        ? html`<h1 class="collection-title">${localized(collection.title, language)}</h1>`
        : html`<div class="hero">
            <h1>${t('tagline')}</h1>
            <p>${t('taglineHelp')}</p>
          </div>`
    }
    <ul class="product-grid">
      ${products.map((product) => productCard(view, product))}
    </ul>`;
}

function productCard(view: StoreView, product: Product): Html {
  const { market, language, t } = view;
  const prices = product.variants.map((variant) => variant.prices[market.currency]);
  const lowest = prices.reduce((low, each) => (each < low ? each : low), prices[0] ?? 0n);
  const isOneOf = prices.some((each) => each !== lowest);
  const isOnSale = product.variants.some((variant) => variant.compareAtPrices !== null);
  const shown = price(view, lowest);
  return html`<li class="product-card">
    <a href="${storePath(view, `/products/${product.handle}`)}">
      <span class="product-picture">
        ${productArt(product.art)}${isOnSale ? html`<span class="sale-tag">${t('sale')}</span>` : null}
      </span>
      <span class="product-title">${localized(product.title, language)}</span>
    </a>
    <span class="product-price">${isOneOf ? t('from', { price: shown }) : shown}</span>
  </li>`;
}

/** One product: picture, price, its variants, and the way into the cart. */
export function productView(view: StoreView, product: Product): Html {
  const { language, market, t } = view;
  const first = product.variants[0];
  if (!first) throw new Error(`Product ${product.handle} has no variant`);
  const title = localized(product.title, language);
  return html`<div class="product">
    <div class="product-picture product-picture-large" data-picture>
      ${productArt(product.art, first.swatch, title)}
    </div>
    <div class="product-about">
      <p class="muted">${t('vendor', { vendor: product.vendor })}</p>
      <h1>${title}</h1>
      <p class="product-price product-price-large" data-price>${variantPrice(view, first)}</p>
      <p class="muted small">${t(market.taxesIncluded ? 'taxesIncluded' : 'taxesAdded')}</p>
      <form method="post" action="${storePath(view, '/cart')}" class="product-form">
        ${variantChoice(view, product)}
        <div class="quantity-field">
          <label for="quantity">${t('quantity')}</label>
          <input
            class="field quantity"
            id="quantity"
            name="quantity"
            type="number"
            min="1"
            max="999"
            value="1"
          />
        </div>
        <button class="button button-primary button-wide">${t('addToCart')}</button>
      </form>
      <p class="product-description">${localized(product.description, language)}</p>
    </div>
  </div>`;
}

function variantChoice(view: StoreView, product: Product): Html {
  const [first] = product.variants;
  if (product.variants.length === 1 && first?.title === NO_OPTIONS) {
    return html`<input type="hidden" name="variant" value="${first.id}" />`;
  }
  const [firstPrice] = product.variants.map((variant) => variant.prices[view.market.currency]);
  const differ = product.variants.some((variant) => variant.prices[view.market.currency] !== firstPrice);
  return html`<fieldset class="options">
    <legend>${view.t('option')}</legend>
    ${product.variants.map((variant, index) => {
      const amount = variant.prices[view.market.currency];
      return html`<label class="option">
        <input
          type="radio"
          name="variant"
          value="${variant.id}"
          data-swatch="${variant.swatch}"
          ${index === 0 ? html`checked` : null}
        />
        <span>
          ${variant.swatch ? swatch(variant.swatch) : null}<bdi>${variant.title}</bdi>
          ${differ ? html`<span class="muted" data-option-price>${price(view, amount)}</span>` : null}
        </span>
      </label>`;
    })}
  </fieldset>`;
}

function swatch(colour: string): Html {
  return html`<svg class="swatch" viewBox="0 0 16 16" aria-hidden="true">
    <circle cx="8" cy="8" r="7" fill="${colour}" />
  </svg>`;
}

function variantPrice(view: StoreView, variant: Variant): Html {
  const { currency } = view.market;
  const now = price(view, variant.prices[currency]);
  if (!variant.compareAtPrices) return now;
  const was = price(view, variant.compareAtPrices[currency]);
  return html`<ins>${now}</ins>
    <del
      ><span class="visually-hidden">${view.t('regularPrice', { price: was })}</span
      ><span aria-hidden="true">${was}</span></del
    >`;
}
