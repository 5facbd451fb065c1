import type { CustomerFilter, DevStore } from '../../state/dev-store.ts';
import type { Customer } from '../../state/order-types.ts';
import { count, money } from '../format.ts';
import { html, type Hole, type Html } from '../html.ts';
import { address } from './order-page.ts';
import { orderTable } from './orders-page.ts';
import { badge, emailForm, fullName, moment, pager } from './parts.ts';
import { adminRoot, appLink, APP_NAME } from './shell.ts';

export const CUSTOMERS_PER_PAGE = 25;
const ORDERS_SHOWN = 25;

/** The list of customers, newest first. */
export function customersPage(store: DevStore, filter: { query: string; page: number }): Html {
  const request: CustomerFilter = {
    offset: (filter.page - 1) * CUSTOMERS_PER_PAGE,
    limit: CUSTOMERS_PER_PAGE,
  };
  if (filter.query) request.query = filter.query;
  const customers = store.customers(request);
  const root = adminRoot(store);
  const address = (page: number) =>
    `${root}/customers?${new URLSearchParams({ query: filter.query, page: String(page) })}`;
  return html`<div class="page-head"><h1>Customers</h1></div>
    <section class="card" aria-label="Customers">
      <form class="filters" role="search" method="get" action="${root}/customers">
        <label class="visually-hidden" for="query">Search customers</label>
        <input
          class="field"
          id="query"
          name="query"
          type="search"
          placeholder="Name or e-mail"
          value="${filter.query}"
        />
        <button class="button">Search</button>
      </form>
      ${customers.items.length > 0 ? customerTable(store, customers.items) : noCustomers(filter.query !== '')}
      ${
        customers.total > 0
          ? pager({ total: customers.total, page: filter.page, size: CUSTOMERS_PER_PAGE, address })
          : null
      }
    </section>`;
}

function noCustomers(isFiltered: boolean): Html {
  return html`<div class="empty">
    <h2>${isFiltered ? 'No customer matches' : 'No customers yet'}</h2>
    <p>${isFiltered ? 'Try a part of the name.' : 'The first one signs up in the storefront.'}</p>
    ${isFiltered ? null : html`<a class="button button-primary" href="/store/us/account">Sign up in the storefront</a>`}
  </div>`;
}

function customerTable(store: DevStore, customers: readonly Customer[]): Html {
  const root = adminRoot(store);
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Customers, table">
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">Customer</th>
          <th scope="col">Market</th>
          <th scope="col" class="wide-only">Language</th>
          <th scope="col" class="wide-only">Account</th>
          <th scope="col" class="number">Orders</th>
          <th scope="col" class="wide-only">Since</th>
        </tr>
      </thead>
      <tbody>
        ${customers.map(
          (customer) =>
            html`<tr>
              <th scope="row">
                <a href="${root}/customers/${customer.id}"><bdi>${fullName(customer)}</bdi></a>
                <span class="muted small break">${customer.email}</span>
              </th>
              <td>${store.market(customer.market)?.name.en}</td>
              <td class="wide-only">${customer.locale}</td>
              <td class="wide-only">${accountBadge(customer)}</td>
              <td class="number">${count(store.orders({ customerId: customer.id, limit: 1 }).total)}</td>
              <td class="wide-only">${moment(store, customer.createdAt)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function accountBadge(customer: Customer): Html {
  return customer.state === 'enabled'
    ? badge({ word: 'Signed in', icon: 'check', tone: 'good' })
    : badge({ word: 'No account', icon: 'person', tone: 'quiet' });
}

/** One customer: orders, market, and the way to the member's page. */
export function customerPage(store: DevStore, customer: Customer, appHandle: string): Html {
  return html`<div class="page-head">
      <a class="back" href="${adminRoot(store)}/customers">Customers</a>
      <h1><bdi>${fullName(customer)}</bdi></h1>
      <p class="badges">${accountBadge(customer)}</p>
    </div>
    <div class="actions">
      <a class="button button-primary" href="${appLink(store, appHandle, `/app/members/${customer.id}`)}"
        >See points in ${APP_NAME}</a
      >
      <form method="post" action="/store/${customer.market}/sign-in">
        <input type="hidden" name="customer" value="${customer.id}" />
        <button class="button">Shop as ${customer.firstName}</button>
      </form>
    </div>
    <div class="columns">
      <div class="column-main">${ordersCard(store, customer)}</div>
      <div class="column-side">
        ${aboutCard(store, customer)} ${moneyCard(store, customer)} ${tagsCard(store, customer)}
        <section class="card" aria-labelledby="address-heading">
          <h2 id="address-heading">Address</h2>
          ${address(customer.address)}
        </section>
        ${emailForm({
          id: 'merge',
          title: 'Merge into another customer',
          hint: 'Orders and codes become theirs, and this customer is gone.',
          action: `${adminRoot(store)}/customers/${customer.id}/merge`,
          button: 'Merge customer',
          confirm: 'I know that this cannot be undone',
        })}
      </div>
    </div>`;
}

function ordersCard(store: DevStore, customer: Customer): Html {
  const { items, total } = store.orders({ customerId: customer.id, limit: ORDERS_SHOWN });
  const everyOrder = `${adminRoot(store)}/orders?query=${encodeURIComponent(customer.email)}`;
  return html`<section class="card" aria-labelledby="orders-heading">
    <h2 id="orders-heading">Orders</h2>
    ${items.length > 0 ? orderTable(store, items) : html`<div class="empty"><p>No orders yet.</p></div>`}
    ${total > items.length ? html`<p><a href="${everyOrder}">All ${count(total)} orders</a></p>` : null}
  </section>`;
}

function aboutCard(store: DevStore, customer: Customer): Html {
  const rows: [string, Hole][] = [
    ['E-mail', customer.email],
    ['Market', store.market(customer.market)?.name.en],
    ['Language', customer.locale],
    ['Since', moment(store, customer.createdAt)],
  ];
  return html`<section class="card" aria-labelledby="about-heading">
    <h2 id="about-heading">About</h2>
    <dl class="details">
      ${rows.map(
        ([label, value]) =>
          html`<div>
            <dt>${label}</dt>
            <dd class="break">${value}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

/** Store credit and gift cards, where there are any. */
function moneyCard(store: DevStore, customer: Customer): Html | null {
  const { storeCredit, giftCards } = store.moneyOf(customer.id);
  if (storeCredit.length + giftCards.length === 0) return null;
  return html`<section class="card" aria-labelledby="money-heading">
    <h2 id="money-heading">Store credit and gift cards</h2>
    <dl class="details">
      ${storeCredit.map(
        ({ currency, balance }) =>
          html`<div>
            <dt>Store credit</dt>
            <dd><bdi>${money(balance, currency)}</bdi></dd>
          </div>`,
      )}
      ${giftCards.map(
        ({ code, currency, balance, deactivatedAt }) =>
          html`<div>
            <dt>Gift card <code>•••• ${code.slice(-4)}</code></dt>
            <dd><bdi>${money(balance, currency)}</bdi> ${deactivatedAt === null ? null : 'deactivated'}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

function tagsCard(store: DevStore, customer: Customer): Html {
  return html`<section class="card" aria-labelledby="tags-heading">
    <h2 id="tags-heading">Tags</h2>
    <form method="post" action="${adminRoot(store)}/customers/${customer.id}/tags">
      <label class="visually-hidden" for="tags">Tags, separated by commas</label>
      <input class="field" id="tags" name="tags" value="${customer.tags.join(', ')}" placeholder="None" />
      <button class="button">Save tags</button>
    </form>
  </section>`;
}
