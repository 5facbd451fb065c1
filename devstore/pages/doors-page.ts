import type { DevStore } from '../state/dev-store.ts';
import { adminRoot, appLink, APP_NAME } from './admin/shell.ts';
import { document } from './document.ts';
import { directionOf, localized } from './format.ts';
import { html, type Html } from './html.ts';
import { icon } from './icons.ts';

const LANGUAGE_NAMES = { en: 'English', de: 'Deutsch', fr: 'Français', ja: '日本語', ar: 'العربية' } as const;

/** The first page that anyone sees: the ways into the store, and what to try first. */
export function doorsPage(store: DevStore, appHandle: string): Html {
  return document({
    title: `${store.shop.name}, a dev store for ${APP_NAME}`,
    styles: 'doors',
    bodyClass: 'doors',
    body: html`<main>
      <header class="doors-head">
        <img src="/assets/icon.svg" alt="" width="44" height="44" />
        <div>
          <h1>Welcome to ${store.shop.name}</h1>
          <p>
            A shop that sells across four markets, on your own machine: it stands in for Shopify while you try
            ${APP_NAME}. Every customer is invented.
          </p>
        </div>
      </header>
      <div class="door-list">
        ${adminDoor(store, appHandle)}${storefrontDoor(store)}${webhooksDoor(store)}
      </div>
      ${firstSteps(store, appHandle)}
    </main>`,
  });
}

function adminDoor(store: DevStore, appHandle: string): Html {
  const root = adminRoot(store);
  return html`<section class="door" aria-labelledby="admin-door">
    <p class="door-icon">${icon('home')}</p>
    <h2 id="admin-door">Merchant admin</h2>
    <p>Orders, refunds, customers, and the app inside it as a merchant sees it.</p>
    <p class="door-ways">
      <a class="button button-primary" href="${appLink(store, appHandle, '/app')}">Open ${APP_NAME}</a>
      <a class="button" href="${root}/orders">Orders</a>
    </p>
  </section>`;
}

function storefrontDoor(store: DevStore): Html {
  return html`<section class="door" aria-labelledby="storefront-door">
    <p class="door-icon">${icon('storefront')}</p>
    <h2 id="storefront-door">Storefront</h2>
    <p>Shop like a customer, in each market’s currency and language.</p>
    <ul class="market-links">
      ${store.markets().map((market) => {
        const locale = market.locales[0] ?? 'en';
        const ownName = localized(market.name, locale);
        return html`<li>
          <a href="/store/${market.handle}">
            <strong>${market.name.en}</strong>
            ${
              ownName === market.name.en
                ? null
                : html`<span lang="${locale}" dir="${directionOf(locale)}">${ownName}</span>`
            }
            <small
              >${market.currency}, ${market.locales.map((each) => LANGUAGE_NAMES[each]).join(', ')}</small
            >
          </a>
        </li>`;
      })}
    </ul>
  </section>`;
}

function webhooksDoor(store: DevStore): Html {
  const { total } = store.deliveries({ limit: 1 });
  return html`<section class="door" aria-labelledby="webhooks-door">
    <p class="door-icon">${icon('webhooks')}</p>
    <h2 id="webhooks-door">Webhooks and faults</h2>
    <p>Every message to the app as it happens. Send one again; or duplicate, delay, reorder and drop them.</p>
    <p class="door-ways">
      <a class="button" href="/webhooks"
        >${total > 0 ? `See ${total.toLocaleString('en')} deliveries` : 'See deliveries'}</a
      >
    </p>
  </section>`;
}

function firstSteps(store: DevStore, appHandle: string): Html {
  const root = adminRoot(store);
  return html`<section class="first-steps" aria-labelledby="first-heading">
    <h2 id="first-heading">What to try first</h2>
    <ol>
      <li>
        <h3>Place an order</h3>
        <p>
          <a href="/store/us">Open the storefront</a>, sign in as one of the sample customers and check out.
        </p>
      </li>
      <li>
        <h3>See the points</h3>
        <p>
          <a href="${appLink(store, appHandle, '/app/members')}">Open the members</a>: within two seconds the
          order is there, with a sentence that explains it.
        </p>
      </li>
      <li>
        <h3>Refund one item</h3>
        <p>
          <a href="${root}/orders">Open the order</a> and refund one item. The member’s page shows the
          reversal, to the point.
        </p>
      </li>
    </ol>
  </section>`;
}
