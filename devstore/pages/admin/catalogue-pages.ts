import { percentText } from '../../checkout/reductions.ts';
import type { AppDiscount } from '../../state/app-data-types.ts';
import type { DevStore } from '../../state/dev-store.ts';
import type { DiscountCode, Product } from '../../state/catalogue-types.ts';
import { exponentOf } from '../../money.ts';
import { countryName, dateTime, money, plural } from '../format.ts';
import { html, type Html } from '../html.ts';
import { fullName } from './parts.ts';
import { productArt } from '../product-art.ts';

/** The products with their price in each market. */
export function productsPage(store: DevStore): Html {
  return html`<div class="page-head"><h1>Products</h1></div>
    <section class="card" aria-label="Products">
      <div class="table-scroll" tabindex="0" role="region" aria-label="Products, table">
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">Product</th>
              <th scope="col">Type</th>
              <th scope="col">Tags</th>
              ${store.markets().map((market) => html`<th scope="col" class="number">${market.currency}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${store.products().map((product) => productRow(store, product))}
          </tbody>
        </table>
      </div>
    </section>`;
}

function productRow(store: DevStore, product: Product): Html {
  const first = product.variants[0];
  return html`<tr>
    <th scope="row">
      <span class="product-cell">
        <span class="thumb">${productArt(product.art)}</span>
        <span>
          <a href="/store/us/products/${product.handle}">${product.title.en}</a>
          <span class="muted small"
            >${product.vendor}, ${plural(product.variants.length, 'variant', 'variants')}</span
          >
        </span>
      </span>
    </th>
    <td>${product.giftCard ? 'Gift card' : product.productType}</td>
    <td class="muted">${product.tags.join(', ')}</td>
    ${store.markets().map(
      (market) =>
        html`<td class="number">
          <bdi>${first ? money(first.prices[market.currency], market.currency) : null}</bdi>
        </td>`,
    )}
  </tr>`;
}

/** The codes that checkouts accept: the merchant's, and those that the app made, newest first. */
export function discountsPage(store: DevStore): Html {
  const made = store.appDiscounts();
  return html`<div class="page-head"><h1>Discounts</h1></div>
    ${codesTable(
      'Your codes',
      ['Code', 'What it gives', 'Kind'],
      store.discountCodes().map(
        (discount) =>
          html`<tr>
            <th scope="row"><code>${discount.code}</code></th>
            <td>${discount.summary.en}</td>
            <td>${discountKind(discount)}</td>
          </tr>`,
      ),
    )}
    ${
      made.length === 0
        ? html`<p class="muted">Codes that the app makes appear here.</p>`
        : codesTable(
            'Codes of the app',
            ['Code', 'What it gives', 'For', 'Until', 'Used', 'Status'],
            made.slice(0, SHOWN_DISCOUNTS).map((each) => appDiscountRow(store, each)),
          )
    }`;
}

const SHOWN_DISCOUNTS = 100;

function codesTable(title: string, columns: string[], rows: Html[]): Html {
  return html`<section class="card" aria-label="${title}">
    <h2>${title}</h2>
    <div class="table-scroll" tabindex="0" role="region" aria-label="${title}, table">
      <table class="rows">
        <thead>
          <tr>
            ${columns.map((column) => html`<th scope="col">${column}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section>`;
}

function appDiscountRow(
  store: DevStore,
  { discount, status, used }: ReturnType<DevStore['appDiscounts']>[number],
): Html {
  const { rules } = discount;
  const people = rules.customerIds?.map((id) => store.customer(id)) ?? null;
  const names = people?.map((each) => (each ? fullName(each) : 'a customer who is gone'));
  const minimum = rules.minimumSubtotal;
  return html`<tr>
    <th scope="row">${discount.code === null ? 'Automatic' : html`<code>${discount.code}</code>`}</th>
    <td>
      ${discount.title}: ${valueText(store, discount.value)}
      ${minimum === null ? null : html`<span class="muted">from ${money(minimum, store.shop.currency)}</span>`}
    </td>
    <td><bdi>${names?.join(', ') ?? 'Everybody'}</bdi></td>
    <td>${rules.endsAt === null ? 'No end' : dateTime(rules.endsAt, store.shop.timeZone)}</td>
    <td>${used}${rules.usageLimit === null ? null : html` of ${rules.usageLimit}`}</td>
    <td>${{ ACTIVE: 'Active', EXPIRED: 'Expired', SCHEDULED: 'Scheduled' }[status]}</td>
  </tr>`;
}

/** What a discount of the app gives, in a few words. */
function valueText(store: DevStore, value: AppDiscount['value']): string {
  if (value.kind === 'function') return `by the Function ${value.handle}`;
  if (value.kind === 'freeShipping') return 'free shipping';
  const what = value.items === null ? 'the order' : 'some products';
  if (value.kind === 'percentage') return `${percentText(value.rate)} % off ${what}`;
  return `${money(value.amount, store.shop.currency)} off ${what}`;
}

function discountKind(discount: DiscountCode): string {
  return { percentage: 'Percentage', fixedAmount: 'Fixed amount', freeShipping: 'Free shipping' }[
    discount.value.kind
  ];
}

/** The markets with their currency, languages, countries and day rate. */
export function marketsPage(store: DevStore): Html {
  return html`<div class="page-head"><h1>Markets</h1></div>
    <section class="card" aria-label="Markets">
      <div class="table-scroll" tabindex="0" role="region" aria-label="Markets, table">
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">Market</th>
              <th scope="col">Currency</th>
              <th scope="col">Languages</th>
              <th scope="col">Countries</th>
              <th scope="col">Prices</th>
              <th scope="col">Day rate</th>
            </tr>
          </thead>
          <tbody>
            ${store.markets().map(
              (market) =>
                html`<tr>
                  <th scope="row"><a href="/store/${market.handle}">${market.name.en}</a></th>
                  <td>${market.currency}</td>
                  <td>${market.locales.join(', ')}</td>
                  <td>${market.countries.map((code) => countryName(code)).join(', ')}</td>
                  <td>${market.taxesIncluded ? 'Taxes included' : 'Taxes added'}</td>
                  <td>${dayRate(store, market)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </section>`;
}

function dayRate(store: DevStore, market: ReturnType<DevStore['markets']>[number]): string {
  if (market.currency === store.shop.currency) return 'Shop currency';
  // For so many units of the market's currency that the dollars come out whole cents.
  const units = market.currency === 'JPY' ? 150n : 1n;
  const minor = units * 10n ** BigInt(exponentOf(market.currency));
  const cents = (minor * market.dayRate.numerator) / market.dayRate.denominator;
  return `${money(minor, market.currency)} = ${money(cents, store.shop.currency)}`;
}
