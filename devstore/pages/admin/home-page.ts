import type { DevStore } from '../../state/dev-store.ts';
import { count } from '../format.ts';
import { html, type Html } from '../html.ts';
import { icon } from '../icons.ts';
import { orderTable } from './orders-page.ts';
import { adminRoot, appLink, APP_NAME } from './shell.ts';

const RECENT_ORDERS = 6;

/** The admin's first page: what the store holds, the latest orders, and the way to the app. */
export function homePage(store: DevStore, appHandle: string): Html {
  const root = adminRoot(store);
  const orders = store.orders({ limit: RECENT_ORDERS });
  const waiting = store.deliveries({ status: 'waiting', limit: 1 }).total;
  const failed = store.deliveries({ status: 'failed', limit: 1 }).total;
  const figure = (label: string, value: number, href: string) =>
    html`<li>
      <a class="figure" href="${href}"
        ><span class="figure-value">${count(value)}</span><span>${label}</span></a
      >
    </li>`;
  return html`<div class="page-head"><h1>${store.shop.name}</h1></div>
    <ul class="figures" aria-label="The store in figures">
      ${figure('Orders', orders.total, `${root}/orders`)}
      ${figure('Customers', store.customers({ limit: 1 }).total, `${root}/customers`)}
      ${figure('Webhooks waiting', waiting, '/webhooks?status=waiting')}
      ${figure('Webhooks failed', failed, '/webhooks?status=failed')}
    </ul>
    <section class="card app-card" aria-labelledby="app-heading">
      <img src="/assets/icon.svg" alt="" width="44" height="44" />
      <div>
        <h2 id="app-heading">${APP_NAME}</h2>
        <p class="muted">Points for every order, explained to the cent. The app runs inside this admin.</p>
      </div>
      <a class="button button-primary" href="${appLink(store, appHandle, '/app')}"
        >Open ${APP_NAME}${icon('arrow')}</a
      >
    </section>
    <section class="card" aria-labelledby="recent-heading">
      <h2 id="recent-heading">Latest orders</h2>
      ${
        orders.items.length > 0
          ? orderTable(store, orders.items)
          : html`<div class="empty">
              <p>No orders yet. Make one as a shopper would.</p>
              <a class="button" href="/store/us">Open the storefront</a>
            </div>`
      }
    </section>`;
}
