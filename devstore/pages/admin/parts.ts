import type { MoneyBag } from '../../money.ts';
import type { DevStore } from '../../state/dev-store.ts';
import type { FinancialStatus, FulfilmentStatus, Millis, Order } from '../../state/order-types.ts';
import { count, dateTime, isoTime, money } from '../format.ts';
import { html, type Html } from '../html.ts';
import { icon, type IconName } from '../icons.ts';

type Badge = { word: string; icon: IconName; tone: 'good' | 'wait' | 'bad' | 'quiet' };

const payment: Record<FinancialStatus, Badge> = {
  pending: { word: 'Payment pending', icon: 'clock', tone: 'wait' },
  paid: { word: 'Paid', icon: 'check', tone: 'good' },
  partially_paid: { word: 'Partially paid', icon: 'clock', tone: 'wait' },
  partially_refunded: { word: 'Partially refunded', icon: 'back', tone: 'quiet' },
  refunded: { word: 'Refunded', icon: 'back', tone: 'quiet' },
  voided: { word: 'Voided', icon: 'cross', tone: 'bad' },
};

const fulfilment: Record<NonNullable<FulfilmentStatus> | 'none', Badge> = {
  none: { word: 'Unfulfilled', icon: 'clock', tone: 'wait' },
  partial: { word: 'Partially fulfilled', icon: 'truck', tone: 'wait' },
  fulfilled: { word: 'Fulfilled', icon: 'truck', tone: 'good' },
};

/** A status as an icon, a word and a colour together. */
export function badge({ word, icon: name, tone }: Badge): Html {
  return html`<span class="badge badge-${tone}">${icon(name)}${word}</span>`;
}

/** The badges of an order: cancelled, payment, fulfilment. */
export function orderBadges(
  store: DevStore,
  order: Order,
): { payment: Html; fulfilment: Html; cancelled: Html | null } {
  const { financialStatus, fulfilmentStatus } = store.totals(order);
  return {
    payment: badge(payment[financialStatus]),
    fulfilment: badge(fulfilment[fulfilmentStatus ?? 'none']),
    cancelled: order.cancelledAt === null ? null : badge({ word: 'Cancelled', icon: 'cross', tone: 'bad' }),
  };
}

/** An amount of an order as the customer paid it, with the shop's currency beside it where they differ. */
export function bothCurrencies(
  bag: MoneyBag,
  order: Pick<Order, 'presentmentCurrency' | 'shopCurrency'>,
): Html {
  const { presentmentCurrency, shopCurrency } = order;
  const paid = html`<bdi>${money(bag.presentment, presentmentCurrency)}</bdi>`;
  if (presentmentCurrency === shopCurrency) return paid;
  return html`${paid} <small class="shop-money"><bdi>${money(bag.shop, shopCurrency)}</bdi></small>`;
}

/** A moment in the shop's time. */
export function moment(store: DevStore, at: Millis): Html {
  return html`<time datetime="${isoTime(at)}">${dateTime(at, store.shop.timeZone)}</time>`;
}

/** A customer's name, linked; "Guest" where an order has none. */
export function customerLink(store: DevStore, root: string, customerId: number | null): Html {
  if (customerId === null) return html`<span class="muted">Guest</span>`;
  const customer = store.customer(customerId);
  return html`<a href="${root}/customers/${customerId}"
    >${customer ? fullName(customer) : `Customer ${customerId}`}</a
  >`;
}

export function fullName(person: { firstName: string; lastName: string }): string {
  return `${person.firstName} ${person.lastName}`.trim();
}

/** How many things an order holds, tips apart. */
export function itemCount(order: Order): number {
  return order.lines.filter((line) => line.tip === null).reduce((sum, line) => sum + line.quantity, 0);
}

export type Paging = { total: number; page: number; size: number; address: (page: number) => string };

/** "1–25 of 312" with the ways to the newer and the older page. */
export function pager({ total, page, size, address }: Paging): Html {
  const first = total === 0 ? 0 : (page - 1) * size + 1;
  const last = Math.min(total, page * size);
  const link = (target: number, label: string, isThere: boolean) =>
    isThere
      ? html`<a class="button" href="${address(target)}">${label}</a>`
      : html`<span class="button" aria-disabled="true">${label}</span>`;
  return html`<nav class="pager" aria-label="Pages">
    <p>${count(first)}–${count(last)} of ${count(total)}</p>
    ${link(page - 1, 'Previous', page > 1)} ${link(page + 1, 'Next', last < total)}
  </nav>`;
}

/** A page's number from its address; anything else is the first. */
export function pageNumber(text: string | undefined): number {
  return text !== undefined && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1;
}

/** A card that asks for the account that something is to be done with, by its e-mail address. */
export function emailForm(form: {
  id: string;
  title: string;
  hint: string;
  action: string;
  button: string;
  /** Has to be ticked first: for what cannot be undone. */
  confirm?: string;
}): Html {
  return html`<section class="card" aria-labelledby="${form.id}-heading">
    <h2 id="${form.id}-heading">${form.title}</h2>
    <form method="post" action="${form.action}">
      <label class="label" for="${form.id}-email">E-mail of the customer</label>
      <input class="field" id="${form.id}-email" name="email" type="email" required autocomplete="off" />
      <p class="muted small">${form.hint}</p>
      ${
        form.confirm
          ? html`<p>
              <label><input type="checkbox" name="confirmed" required /> ${form.confirm}</label>
            </p>`
          : null
      }
      <button class="button">${form.button}</button>
    </form>
  </section>`;
}
