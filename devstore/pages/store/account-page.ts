import type { Customer } from '../../state/order-types.ts';
import { fullName } from '../admin/parts.ts';
import { html, type Html } from '../html.ts';
import { dateTime, money } from '../format.ts';
import { storePath, type StoreView } from './view.ts';

const SHOWN_CUSTOMERS = 12;
const SHOWN_ORDERS = 20;

/** Signed in: who, and their orders. Else: the sample customers of the market, a new one, or a guest. */
export function accountView(view: StoreView, returnUrl: string | null): Html {
  return view.customer ? memberView(view, view.customer) : signInView(view, returnUrl);
}

function memberView(view: StoreView, customer: Customer): Html {
  const { t, store } = view;
  const orders = store.orders({ customerId: customer.id, limit: SHOWN_ORDERS });
  return html`<h1>${t('signedInAs', { name: fullName(customer) })}</h1>
    <form method="post" action="${storePath(view, '/sign-out')}" class="actions">
      <a class="button button-primary" href="${storePath(view)}">${t('continueShopping')}</a>
      <button class="button">${t('signOut')}</button>
    </form>
    <section aria-labelledby="orders-heading">
      <h2 id="orders-heading">${t('yourOrders')}</h2>
      ${orders.items.length === 0 ? html`<p class="muted">${t('noOrders')}</p>` : null}
      <ul class="account-orders">
        ${orders.items.map((order) => {
          const total = store.totals(order).currentTotal.presentment;
          return html`<li>
            <a href="/store/${order.market}/orders/${order.id}?token=${order.token}">#${order.orderNumber}</a>
            <span class="muted">${dateTime(order.processedAt, store.shop.timeZone, view.language)}</span>
            <bdi class="number">${money(total, order.presentmentCurrency, view.language)}</bdi>
          </li>`;
        })}
      </ul>
    </section>`;
}

function signInView(view: StoreView, returnUrl: string | null): Html {
  const back =
    returnUrl === null ? null : html`<input type="hidden" name="return_url" value="${returnUrl}" />`;
  const { t, store, market } = view;
  const customers = store.customers({ market: market.handle, limit: SHOWN_CUSTOMERS });
  return html`<h1>${t('signInTitle')}</h1>
    <p class="muted">${t('signInHelp')}</p>
    <div class="sign-in">
      <form method="post" action="${storePath(view, '/sign-in')}">
        ${back} ${customers.items.length === 0 ? html`<p class="muted">${t('noCustomers')}</p>` : null}
        <ul class="people">
          ${customers.items.map(
            (customer) =>
              html`<li>
                <button name="customer" value="${customer.id}">
                  <span class="initials" aria-hidden="true">${initials(customer)}</span>
                  <span>
                    <span class="visually-hidden">${t('signIn')}: </span><bdi>${fullName(customer)}</bdi>
                    <span class="muted small"><bdi>${customer.address.city}</bdi></span>
                  </span>
                </button>
              </li>`,
          )}
        </ul>
      </form>
      <div>
        ${signUpForm(view, back)}
        <p><a class="button button-wide" href="${storePath(view)}">${t('orderAsGuest')}</a></p>
      </div>
    </div>`;
}

function initials({ firstName, lastName }: Customer): string {
  return [...firstName].slice(0, 1).join('') + [...lastName].slice(0, 1).join('');
}

function signUpForm(view: StoreView, back: Html | null): Html {
  const { t } = view;
  return html`<form
    method="post"
    action="${storePath(view, '/sign-up')}"
    class="card sign-up"
    aria-labelledby="new-heading"
  >
    ${back}
    <h2 id="new-heading">${t('newCustomer')}</h2>
    <p class="muted small">${t('newCustomerHelp')}</p>
    <label class="label" for="first-name">${t('firstName')}</label>
    <input class="field" id="first-name" name="firstName" required maxlength="60" autocomplete="off" />
    <label class="label" for="last-name">${t('lastName')}</label>
    <input class="field" id="last-name" name="lastName" required maxlength="60" autocomplete="off" />
    <label class="label" for="email">${t('email')}</label>
    <input
      class="field"
      id="email"
      name="email"
      type="email"
      required
      pattern=".+@example\\.com"
      autocomplete="off"
    />
    <button class="button button-primary button-wide">${t('createAccount')}</button>
  </form>`;
}
