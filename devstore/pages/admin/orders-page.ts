import type { DevStore, OrderFilter } from '../../state/dev-store.ts';
import type { Order } from '../../state/order-types.ts';
import { html, type Html } from '../html.ts';
import { bothCurrencies, customerLink, itemCount, moment, orderBadges, pager } from './parts.ts';
import { adminRoot } from './shell.ts';

export const ORDERS_PER_PAGE = 25;

/** The list of orders, newest first, with search and market. */
export function ordersPage(store: DevStore, filter: { query: string; market: string; page: number }): Html {
  const market = store.market(filter.market);
  const request: OrderFilter = { offset: (filter.page - 1) * ORDERS_PER_PAGE, limit: ORDERS_PER_PAGE };
  if (filter.query) request.query = filter.query;
  if (market) request.market = market.handle;
  const orders = store.orders(request);
  const root = adminRoot(store);
  const address = (page: number) =>
    `${root}/orders?${new URLSearchParams({ query: filter.query, market: filter.market, page: String(page) })}`;
  return html`<div class="page-head"><h1>Orders</h1></div>
    <section class="card" aria-label="Orders">
      <form class="filters" role="search" method="get" action="${root}/orders">
        <label class="visually-hidden" for="query">Search orders</label>
        <input
          class="field"
          id="query"
          name="query"
          type="search"
          placeholder="Order number, name or e-mail"
          value="${filter.query}"
        />
        <label class="visually-hidden" for="market">Market</label>
        <select class="field" id="market" name="market" data-submit-on-change>
          <option value="">All markets</option>
          ${store
            .markets()
            .map(
              (each) =>
                html`<option value="${each.handle}" ${each.handle === filter.market ? html`selected` : null}>
                  ${each.name.en}
                </option>`,
            )}
        </select>
        <button class="button">Search</button>
      </form>
      ${orders.items.length > 0 ? orderTable(store, orders.items) : noOrders(filter.query !== '' || market !== null)}
      ${
        orders.total > 0
          ? pager({ total: orders.total, page: filter.page, size: ORDERS_PER_PAGE, address })
          : null
      }
    </section>`;
}

function noOrders(isFiltered: boolean): Html {
  return html`<div class="empty">
    <h2>${isFiltered ? 'No order matches' : 'No orders yet'}</h2>
    <p>${isFiltered ? 'Try a number such as #1001, or another market.' : 'Make one as a shopper would.'}</p>
    ${isFiltered ? null : html`<a class="button button-primary" href="/store/us">Open the storefront</a>`}
  </div>`;
}

/** Orders as a table; on narrow screens each row becomes a block. */
export function orderTable(store: DevStore, orders: readonly Order[]): Html {
  const root = adminRoot(store);
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Orders, table">
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">Order</th>
          <th scope="col" class="wide-only">Date</th>
          <th scope="col">Customer</th>
          <th scope="col" class="wide-only">Market</th>
          <th scope="col" class="number">Total</th>
          <th scope="col">Payment</th>
          <th scope="col" class="wide-only">Fulfilment</th>
          <th scope="col" class="number wide-only">Items</th>
        </tr>
      </thead>
      <tbody>
        ${orders.map((order) => {
          const badges = orderBadges(store, order);
          return html`<tr>
            <th scope="row"><a href="${root}/orders/${order.id}">#${order.orderNumber}</a></th>
            <td class="wide-only">${moment(store, order.processedAt)}</td>
            <td>${customerLink(store, root, order.customerId)}</td>
            <td class="wide-only">${store.market(order.market)?.name.en}</td>
            <td class="number">${bothCurrencies(store.totals(order).currentTotal, order)}</td>
            <td>${badges.cancelled ?? badges.payment}</td>
            <td class="wide-only">${badges.fulfilment}</td>
            <td class="number wide-only">${itemCount(order)}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}
