import { currentQuantity } from '../../checkout/order-totals.ts';
import { decimal } from '../../money.ts';
import type { DevStore } from '../../state/dev-store.ts';
import type { Order, OrderLine } from '../../state/order-types.ts';
import { money } from '../format.ts';
import { html, type Html } from '../html.ts';
import { lineArt } from '../product-art.ts';
import { adminRoot } from './shell.ts';

const CANCEL_REASONS = {
  customer: 'Customer changed their mind',
  inventory: 'Items unavailable',
  fraud: 'Fraudulent order',
  declined: 'Payment declined',
  staff: 'Staff error',
  other: 'Other',
} as const;

function orderHead(store: DevStore, order: Order, title: string): Html {
  return html`<div class="page-head">
    <a class="back" href="${adminRoot(store)}/orders/${order.id}">Order #${order.orderNumber}</a>
    <h1>${title}</h1>
  </div>`;
}

function thumb(store: DevStore, line: OrderLine): Html {
  return html`<span class="thumb">${lineArt(store, line)}</span>`;
}

/** Refund by line with quantities, of shipping, and of an amount by hand. The sum is shown before it is given back. */
export function refundPage(store: DevStore, order: Order): Html {
  const base = `${adminRoot(store)}/orders/${order.id}`;
  const currency = order.presentmentCurrency;
  const totals = store.totals(order);
  const left = order.lines.filter((line) => line.tip === null && currentQuantity(order, line) > 0);
  const hasShipping = totals.currentShipping.presentment > 0n;
  return html`${orderHead(store, order, 'Refund')}
    <form class="columns" method="post" action="${base}/refund" data-refund-preview="${base}/refund/preview">
      <div class="column-main">
        <section class="card" aria-labelledby="refund-lines-heading">
          <h2 id="refund-lines-heading">Items to refund</h2>
          ${left.length === 0 ? html`<p class="muted">Every item was refunded already.</p>` : null}
          <ul class="order-lines">
            ${left.map((line) => refundLine(store, order, line))}
          </ul>
        </section>
        <section class="card" aria-labelledby="refund-shipping-heading">
          <h2 id="refund-shipping-heading">Shipping</h2>
          <label class="check">
            <input type="checkbox" name="shipping" value="yes" ${hasShipping ? null : html`disabled`} />
            <span
              >Refund shipping
              <span class="muted">(${money(totals.currentShipping.presentment, currency)} left)</span></span
            >
          </label>
        </section>
      </div>
      <div class="column-side">
        <section class="card" aria-labelledby="refund-summary-heading">
          <h2 id="refund-summary-heading">Summary</h2>
          <p class="refund-sum">
            Refund total <output data-refund-total aria-live="polite">${money(0n, currency)}</output>
          </p>
          <label class="label" for="amount">Amount by hand, in ${currency}</label>
          <input
            class="field"
            id="amount"
            name="amount"
            inputmode="decimal"
            autocomplete="off"
            placeholder="${decimal(0n, currency)}"
            aria-describedby="amount-help"
          />
          <p id="amount-help" class="muted small">
            Empty gives back what items and shipping come to. Another amount is booked as a discrepancy, as
            Shopify does.
          </p>
          <label class="label" for="note">Reason for refund</label>
          <input class="field" id="note" name="note" autocomplete="off" maxlength="200" />
          <button class="button button-primary button-wide">Refund</button>
        </section>
      </div>
    </form>`;
}

function refundLine(store: DevStore, order: Order, line: OrderLine): Html {
  const left = currentQuantity(order, line);
  return html`<li class="order-line">
    ${thumb(store, line)}
    <div>
      <p class="order-line-title">${line.title} <span class="muted">${line.variantTitle}</span></p>
      <p class="muted small">${money(line.unitPrice.presentment, order.presentmentCurrency)} each</p>
    </div>
    <div class="order-line-quantity">
      <label for="quantity-${line.id}" class="visually-hidden">Quantity of ${line.title} to refund</label>
      <input
        class="field quantity"
        id="quantity-${line.id}"
        name="quantity-${line.id}"
        type="number"
        min="0"
        max="${left}"
        value="0"
      />
      <span class="muted">of ${left}</span>
    </div>
  </li>`;
}

/** Add an item, and change what is left of a line. */
export function editPage(store: DevStore, order: Order): Html {
  const base = `${adminRoot(store)}/orders/${order.id}`;
  const lines = order.lines.filter((line) => line.tip === null);
  return html`${orderHead(store, order, 'Edit order')}
    <form class="narrow" method="post" action="${base}/edit">
      <section class="card" aria-labelledby="edit-lines-heading">
        <h2 id="edit-lines-heading">Quantities</h2>
        <ul class="order-lines">
          ${lines.map(
            (line) =>
              html`<li class="order-line">
                ${thumb(store, line)}
                <p class="order-line-title">${line.title} <span class="muted">${line.variantTitle}</span></p>
                <div class="order-line-quantity">
                  <label for="set-${line.id}" class="visually-hidden">Quantity of ${line.title}</label>
                  <input
                    class="field quantity"
                    id="set-${line.id}"
                    name="set-${line.id}"
                    type="number"
                    min="0"
                    value="${currentQuantity(order, line)}"
                  />
                </div>
              </li>`,
          )}
        </ul>
      </section>
      <section class="card" aria-labelledby="edit-add-heading">
        <h2 id="edit-add-heading">Add an item</h2>
        <div class="field-row">
          <div class="grow">
            <label class="label" for="variant">Item</label>
            <select class="field" id="variant" name="variant">
              <option value="">None</option>
              ${variantOptions(store, order)}
            </select>
          </div>
          <div>
            <label class="label" for="added">Quantity</label>
            <input class="field quantity" id="added" name="added" type="number" min="1" value="1" />
          </div>
        </div>
        <p class="muted small">An added item is unpaid until the order is marked as paid.</p>
      </section>
      <button class="button button-primary">Update order</button>
    </form>`;
}

function variantOptions(store: DevStore, order: Order): Html[] {
  return store.products().flatMap((product) =>
    product.variants.map((variant) => {
      const price = money(variant.prices[order.presentmentCurrency], order.presentmentCurrency);
      const title = product.variants.length > 1 ? `${product.title.en}, ${variant.title}` : product.title.en;
      return html`<option value="${variant.id}">${title} (${price})</option>`;
    }),
  );
}

/** Why an order is cancelled, and whether its money goes back. */
export function cancelPage(store: DevStore, order: Order): Html {
  const base = `${adminRoot(store)}/orders/${order.id}`;
  const totals = store.totals(order);
  const refundable = totals.paid.presentment - totals.refunded.presentment;
  return html`${orderHead(store, order, 'Cancel order')}
    <form class="narrow" method="post" action="${base}/cancel">
      <section class="card">
        <p>Cancelling cannot be undone. The app hears of it at once.</p>
        <label class="label" for="reason">Reason for cancellation</label>
        <select class="field" id="reason" name="reason">
          ${Object.entries(CANCEL_REASONS).map(([value, label]) => html`<option value="${value}">${label}</option>`)}
        </select>
        ${
          refundable > 0n
            ? html`<label class="check">
                <input type="checkbox" name="refund" value="yes" checked />
                <span>Refund <bdi>${money(refundable, order.presentmentCurrency)}</bdi> to the customer</span>
              </label>`
            : null
        }
      </section>
      <div class="actions">
        <button class="button button-critical">Cancel order</button>
        <a class="button" href="${base}">Keep order</a>
      </div>
    </form>`;
}
