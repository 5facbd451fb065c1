import type { Product } from '../../state/catalogue-types.ts';
import { localized } from '../format.ts';
import { html, type Html } from '../html.ts';
import { productArt } from '../product-art.ts';
import { price, storePath, type StoreView } from './view.ts';

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
