import { allocated, currentQuantity, lineAmount, taxOf } from '../../checkout/order-totals.ts';
import { negative, type MoneyBag } from '../../money.ts';
import type { DevStore } from '../../state/dev-store.ts';
import type { Address, Order, OrderLine } from '../../state/order-types.ts';
import { countryName, money, plural } from '../format.ts';
import { html, type Hole, type Html } from '../html.ts';
import { lineArt } from '../product-art.ts';
import { orderTimeline } from './order-timeline.ts';
import { customerLink, emailForm, moment, orderBadges } from './parts.ts';
import { adminRoot, appLink, APP_NAME } from './shell.ts';

/** One order: what was bought, what it came to in both currencies, what happened to it, and what can be done. */
export function orderPage(store: DevStore, order: Order, appHandle: string): Html {
  const badges = orderBadges(store, order);
  return html`<div class="page-head">
      <a class="back" href="${adminRoot(store)}/orders">Orders</a>
      <h1>Order #${order.orderNumber}</h1>
      <p class="badges">${badges.cancelled}${badges.payment}${badges.fulfilment}</p>
      <p class="muted">${moment(store, order.processedAt)}, ${store.market(order.market)?.name.en}</p>
    </div>
    ${orderActions(store, order)}
    <div class="columns">
      <div class="column-main">
        ${linesCard(store, order)}${totalsCard(store, order)}${orderTimeline(store, order)}
      </div>
      <div class="column-side">
        ${customerCard(store, order, appHandle)}${order.customerId === null ? linkCard(store, order) : null}${webhooksCard(store, order)}${addressCard(order)}${detailsCard(order)}
      </div>
    </div>`;
}

function linkCard(store: DevStore, order: Order): Html {
  return emailForm({
    id: 'link',
    title: 'Link to a customer',
    hint: 'It was placed by a guest.',
    action: `${adminRoot(store)}/orders/${order.id}/link`,
    button: 'Link order',
  });
}

function orderActions(store: DevStore, order: Order): Html {
  const totals = store.totals(order);
  const base = `${adminRoot(store)}/orders/${order.id}`;
  const post = (path: string, label: string) =>
    html`<form method="post" action="${base}/${path}"><button class="button">${label}</button></form>`;
  // As on the platform: what was paid for online is cancelled before it is deleted.
  if (order.cancelledAt !== null)
    return html`<div class="actions" role="group" aria-label="Actions">
      ${post('delete', 'Delete order')}
    </div>`;
  const isPaid = totals.paid.presentment > 0n;
  const owes = totals.outstanding.presentment > 0n;
  return html`<div class="actions" role="group" aria-label="Actions">
    ${isPaid && totals.financialStatus !== 'refunded' ? html`<a class="button" href="${base}/refund">Refund</a>` : null}
    ${totals.fulfilmentStatus === 'fulfilled' ? null : post('fulfil', 'Fulfil items')}
    ${owes ? post('mark-as-paid', 'Mark as paid') : null}
    <a class="button" href="${base}/edit">Edit</a>
    <a class="button" href="${base}/cancel">Cancel order</a>
  </div>`;
}

function linesCard(store: DevStore, order: Order): Html {
  const goods = order.lines.filter((line) => line.tip === null);
  return html`<section class="card" aria-labelledby="lines-heading">
    <h2 id="lines-heading">${plural(goods.length, 'line', 'lines')}</h2>
    <ul class="order-lines">
      ${goods.map((line) => orderLine(store, order, line))}
    </ul>
  </section>`;
}

function orderLine(store: DevStore, order: Order, line: OrderLine): Html {
  const left = currentQuantity(order, line);
  const discount = allocated(line);
  const paid = (bag: MoneyBag) => html`<bdi>${money(bag.presentment, order.presentmentCurrency)}</bdi>`;
  const notes: Hole[] = [
    line.sku,
    line.giftCard ? 'Gift card' : null,
    left < line.quantity ? `${line.quantity - left} of ${line.quantity} refunded or removed` : null,
  ];
  return html`<li class="order-line">
    <span class="thumb">${lineArt(store, line)}</span>
    <div>
      <p class="order-line-title">
        ${line.title}${line.variantTitle ? html` <span class="muted">${line.variantTitle}</span>` : null}
      </p>
      <p class="muted small">
        ${notes.filter(Boolean).map((note) => html`<span class="note">${note}</span>`)}
      </p>
    </div>
    <p class="number order-line-count">
      ${paid(line.unitPrice)} <span class="muted">× ${line.quantity}</span>
    </p>
    <div class="number">
      <p>${paid(lineAmount(line))}</p>
      ${discount.presentment > 0n ? html`<p class="muted small">${paid(discount)} discount taken off</p>` : null}
      ${
        line.taxLines.length > 0
          ? html`<p class="muted small">${taxNote(order)} ${paid(taxOf(line))}</p>`
          : null
      }
    </div>
  </li>`;
}

function taxNote(order: Order): string {
  return order.taxesIncluded ? 'incl. tax' : 'plus tax';
}

function totalsCard(store: DevStore, order: Order): Html {
  const totals = store.totals(order);
  const { presentmentCurrency, shopCurrency } = order;
  const hasTwo = presentmentCurrency !== shopCurrency;
  const row = (label: Hole, bag: MoneyBag, isSum = false) =>
    html`<tr class="${isSum ? 'sum' : ''}">
      <th scope="row">${label}</th>
      <td class="number"><bdi>${money(bag.presentment, presentmentCurrency)}</bdi></td>
      ${hasTwo ? html`<td class="number muted"><bdi>${money(bag.shop, shopCurrency)}</bdi></td>` : null}
    </tr>`;
  const codes = order.discountApplications.map(({ code, title }) => code ?? title).join(', ');
  const { discounts, tip, refunded, outstanding } = totals;
  return html`<section class="card" aria-labelledby="totals-heading">
    <h2 id="totals-heading">Payment</h2>
    <table class="order-totals" aria-labelledby="totals-heading">
      ${
        hasTwo
          ? html`<thead>
              <tr>
                <td></td>
                <th scope="col" class="number">Customer, ${presentmentCurrency}</th>
                <th scope="col" class="number">Shop, ${shopCurrency}</th>
              </tr>
            </thead>`
          : null
      }
      <tbody>
        ${row('Items', totals.lineItems)}
        ${discounts.presentment > 0n ? row(html`Discount <code>${codes}</code>`, negative(discounts)) : null}
        ${order.shippingLines.map((line) => row(line.title, line.price))}
        ${row(order.taxesIncluded ? 'Taxes (included)' : 'Taxes', totals.tax)}
        ${tip.presentment > 0n ? row('Tip', tip) : null} ${row('Total', totals.total, true)}
        ${row('Paid by customer', totals.paid)}
        ${refunded.presentment > 0n ? row('Refunded', negative(refunded)) : null}
        ${outstanding.presentment === 0n ? null : row('Outstanding', outstanding, true)}
      </tbody>
    </table>
  </section>`;
}

function customerCard(store: DevStore, order: Order, appHandle: string): Html {
  const root = adminRoot(store);
  return html`<section class="card" aria-labelledby="customer-heading">
    <h2 id="customer-heading">Customer</h2>
    <p>${customerLink(store, root, order.customerId)}</p>
    ${order.email ? html`<p class="muted small break">${order.email}</p>` : null}
    ${
      order.customerId === null
        ? html`<p class="muted small">A guest has no member's page, so this order earns no points.</p>`
        : html`<p>
            <a
              class="button button-wide"
              href="${appLink(store, appHandle, `/app/members/${order.customerId}`)}"
              >See points in ${APP_NAME}</a
            >
          </p>`
    }
  </section>`;
}

function webhooksCard(store: DevStore, order: Order): Html {
  const deliveries = store.deliveries({ orderId: order.id, limit: 5 });
  return html`<section class="card" aria-labelledby="webhooks-heading">
    <h2 id="webhooks-heading">Webhooks</h2>
    <ul class="plain small">
      ${deliveries.items.map(
        (delivery) =>
          html`<li><code>${delivery.topic}</code> <span class="muted">${delivery.status}</span></li>`,
      )}
    </ul>
    <p><a href="/webhooks?order=${order.id}">${plural(deliveries.total, 'delivery', 'deliveries')}</a></p>
  </section>`;
}

function addressCard(order: Order): Html | null {
  if (!order.shippingAddress) return null;
  return html`<section class="card" aria-labelledby="address-heading">
    <h2 id="address-heading">Shipping address</h2>
    ${address(order.shippingAddress)}
  </section>`;
}

/** An address as lines, its country named in a language. */
export function address(place: Address, language = 'en'): Html {
  // Two letters are how people write a state; other codes, such as JP-13, nobody does.
  const region = place.provinceCode?.length === 2 ? place.provinceCode : place.province;
  const city = [place.zip, place.city, region].filter(Boolean).join(' ');
  const lines = [
    `${place.firstName} ${place.lastName}`,
    place.address1,
    place.address2,
    city,
    countryName(place.countryCode, language),
  ];
  return html`<address>${lines.filter(Boolean).map((line) => html`<bdi>${line}</bdi><br />`)}</address>`;
}

function detailsCard(order: Order): Html {
  const rows: [string, Hole][] = [
    ['Channel', order.sourceName],
    ['Confirmation', order.confirmationNumber],
    ['Tags', order.tags.join(', ')],
    ['Note', order.note],
    ['Order id', String(order.id)],
  ];
  return html`<section class="card" aria-labelledby="details-heading">
    <h2 id="details-heading">Details</h2>
    <dl class="details">
      ${rows
        .filter(([, value]) => value)
        .map(
          ([label, value]) =>
            html`<div>
              <dt>${label}</dt>
              <dd class="break">${value}</dd>
            </div>`,
        )}
    </dl>
  </section>`;
}
