import type { DeliveryFilter, DevStore } from '../../state/dev-store.ts';
import type { Delivery, DeliveryStatus } from '../../state/delivery-types.ts';
import { badge, pager } from '../admin/parts.ts';
import { dateTime, isoTime, timeOfDay } from '../format.ts';
import { html, type Hole, type Html } from '../html.ts';

export const DELIVERIES_PER_PAGE = 50;

export type ListQuery = { topic: string; order: string; status: string; page: number };

export const STATUSES: readonly DeliveryStatus[] = ['waiting', 'delivered', 'failed', 'dropped'];

const FAULT_WORDS = {
  duplicate: 'duplicated',
  reorder: 'reordered',
  delay: 'delayed',
  drop: 'dropped',
} as const;

function filterOf(query: ListQuery): DeliveryFilter {
  const filter: DeliveryFilter = {
    offset: (query.page - 1) * DELIVERIES_PER_PAGE,
    limit: DELIVERIES_PER_PAGE,
  };
  const status = STATUSES.find((each) => each === query.status);
  if (query.topic) filter.topic = query.topic;
  if (/^\d{1,15}$/.test(query.order)) filter.orderId = Number(query.order);
  if (status) filter.status = status;
  return filter;
}

/** The address of the list with a query; without a page it is the first. */
export function listAddress(query: ListQuery, page = query.page, path = '/webhooks'): string {
  const parameters = new URLSearchParams();
  if (query.topic) parameters.set('topic', query.topic);
  if (query.order) parameters.set('order', query.order);
  if (query.status) parameters.set('status', query.status);
  if (page > 1) parameters.set('page', String(page));
  return parameters.size > 0 ? `${path}?${parameters}` : path;
}

/** The deliveries that match, newest first; the part of the page that is fetched anew when something changes. */
export function deliveryList(store: DevStore, adminRoot: string, query: ListQuery): Html {
  const { items, total } = store.deliveries(filterOf(query));
  if (total === 0) return nothing(query);
  const address = (page: number) => listAddress(query, page);
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Deliveries, table">
      <table class="rows">
        <thead>
          <tr>
            <th scope="col">Delivery</th>
            <th scope="col">Topic</th>
            <th scope="col" class="wide-only">About</th>
            <th scope="col" class="wide-only">Triggered</th>
            <th scope="col">Status</th>
            <th scope="col" class="number wide-only">Attempts</th>
            <th scope="col" class="wide-only">Last answer</th>
            <th scope="col"><span class="visually-hidden">Actions</span></th>
          </tr>
        </thead>
        <tbody>
          ${items.map((delivery) => row(store, adminRoot, delivery))}
        </tbody>
      </table>
    </div>
    ${pager({ total, page: query.page, size: DELIVERIES_PER_PAGE, address })}`;
}

function nothing(query: ListQuery): Html {
  const isFiltered = Boolean(query.topic || query.order || query.status);
  return html`<div class="empty">
    <h2>${isFiltered ? 'No delivery matches' : 'Nothing was sent yet'}</h2>
    <p>
      ${isFiltered ? 'Try another topic or status.' : 'Place an order: its webhooks appear here as they are sent.'}
    </p>
    ${isFiltered ? html`<a class="button" href="/webhooks">Show all</a>` : null}
  </div>`;
}

function row(store: DevStore, adminRoot: string, delivery: Delivery): Html {
  const last = delivery.attempts.at(-1);
  return html`<tr>
    <th scope="row"><a href="/webhooks/${delivery.id}">${delivery.id}</a></th>
    <td><code>${delivery.topic}</code></td>
    <td class="wide-only">${about(store, adminRoot, delivery)}</td>
    <td class="wide-only">
      <time
        datetime="${isoTime(delivery.triggeredAt)}"
        title="${dateTime(delivery.triggeredAt, store.shop.timeZone)}"
        >${timeOfDay(delivery.triggeredAt, store.shop.timeZone)}</time
      >
    </td>
    <td>${deliveryBadge(delivery)}${faultWords(delivery)}</td>
    <td class="number wide-only">${delivery.attempts.length}</td>
    <td class="wide-only">${last ? lastAnswer(last) : html`<span class="muted">None yet</span>`}</td>
    <td class="row-action">${againButton(delivery)}</td>
  </tr>`;
}

/** The button that sends a delivery again, named with its number for those who hear it. */
export function againButton(delivery: Delivery): Html {
  return html`<form method="post" action="/webhooks/${delivery.id}/again">
    <button class="button button-small">
      Deliver again<span class="visually-hidden"> (${delivery.id})</span>
    </button>
  </form>`;
}

/** What a delivery is about: its order or customer, linked where it still exists. */
export function about(store: DevStore, adminRoot: string, delivery: Delivery): Hole {
  const order = delivery.orderId === null ? null : store.order(delivery.orderId);
  if (order) return html`<a href="${adminRoot}/orders/${order.id}">Order #${order.orderNumber}</a>`;
  if (delivery.orderId !== null) return `Order ${delivery.orderId}`;
  const customer = delivery.customerId === null ? null : store.customer(delivery.customerId);
  if (!customer) return html`<span class="muted">The shop</span>`;
  return html`<a href="${adminRoot}/customers/${customer.id}"
    ><bdi>${customer.firstName} ${customer.lastName}</bdi></a
  >`;
}

/** A delivery's status as icon, word and colour. */
export function deliveryBadge({ status, attempts }: Delivery): Html {
  switch (status) {
    case 'delivered':
      return badge({ word: 'Delivered', icon: 'check', tone: 'good' });
    case 'failed':
      return badge({ word: 'Failed', icon: 'warning', tone: 'bad' });
    case 'dropped':
      return badge({ word: 'Dropped', icon: 'cross', tone: 'bad' });
    case 'waiting':
      return badge({ word: attempts.length > 0 ? 'Will retry' : 'Waiting', icon: 'clock', tone: 'wait' });
  }
}

/** The faults that befell a delivery, in words. */
export function faultWords({ faults }: Delivery): Html | null {
  if (faults.length === 0) return null;
  return html` <small class="muted">${faults.map((fault) => FAULT_WORDS[fault]).join(', ')}</small>`;
}

function lastAnswer(attempt: Delivery['attempts'][number]): Html {
  const word = attempt.status === null ? (attempt.error ?? 'no answer') : String(attempt.status);
  return html`<span class="${attempt.status === 200 ? '' : 'bad-answer'}">${word}</span>
    <span class="muted">${attempt.durationMs} ms</span>`;
}
