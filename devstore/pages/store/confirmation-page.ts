import { times } from '../../money.ts';
import type { Order } from '../../state/order-types.ts';
import { address } from '../admin/order-page.ts';
import { localized } from '../format.ts';
import { html, type Html } from '../html.ts';
import { icon } from '../icons.ts';
import { lineArt } from '../product-art.ts';
import { summaryTotals } from './checkout-summary.ts';
import { price, storePath, type StoreView } from './view.ts';

/** After the checkout, and the order's status page later: what was bought, and the way to it in the admin. */
export function confirmationView(view: StoreView, order: Order): Html {
  const { t, store, adminRoot } = view;
  const name = order.shippingAddress?.firstName ?? view.customer?.firstName ?? '';
  return html`<div class="confirmation">
    <div class="confirmation-main">
      <p class="confirmation-mark">${icon('check')}</p>
      <h1>${t('thankYou', { name })}</h1>
      <p class="confirmation-number">
        <strong>${t('orderName', { number: `#${order.orderNumber}` })}</strong>
        <span class="muted">${t('confirmation', { code: order.confirmationNumber })}</span>
      </p>
      <p>${t('orderReceived')}</p>
      <p class="actions">
        <a class="button button-primary" href="${adminRoot}/orders/${order.id}">${t('seeInAdmin')}</a>
        <a class="button" href="${storePath(view)}">${t('continueShopping')}</a>
      </p>
      ${
        order.shippingAddress
          ? html`<h2>${t('shipsTo')}</h2>
              ${address(order.shippingAddress, view.language)}`
          : null
      }
    </div>
    <aside class="card" aria-labelledby="summary-heading">
      <h2 id="summary-heading">${t('orderSummary')}</h2>
      <ul class="summary-lines">
        ${order.lines
          .filter((line) => line.tip === null)
          .map((line) => {
            const product = line.productId === null ? null : store.product(line.productId);
            return html`<li>
              <span class="thumb">${lineArt(store, line)}</span>
              <span class="grow"
                >${product ? localized(product.title, view.language) : line.title}
                <span class="muted"><bdi>× ${line.quantity}</bdi></span></span
              >
              <span class="number">${price(view, times(line.unitPrice, line.quantity).presentment)}</span>
            </li>`;
          })}
      </ul>
      ${summaryTotals(view, order, store.totals(order))}
    </aside>
  </div>`;
}
