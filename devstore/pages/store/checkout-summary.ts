import { allocated, shippingAmount, type OrderTotals } from '../../checkout/order-totals.ts';
import type { CheckoutRefusal } from '../../state/dev-store.ts';
import type { Order } from '../../state/order-types.ts';
import { parseDecimal } from '../../money.ts';
import { money } from '../format.ts';
import { html, type Html } from '../html.ts';
import { productArt } from '../product-art.ts';
import { cartRows, rowTitle } from './cart-rows.ts';
import { checkoutRequest, type Fields } from './checkout-form.ts';
import { isTextKey, plainText } from './texts.ts';
import { price, type StoreView } from './view.ts';

/** What the cart comes to with the code, tip and shipping chosen; a wrong code is said here and the rest still shown. */
export function checkoutSummary(view: StoreView, fields: Fields): Html {
  const rows = cartRows(view);
  const goods = rows.reduce((sum, row) => sum + row.amount, 0n);
  const asked = view.store.quote(checkoutRequest(view, fields, goods));
  const quote = asked.ok ? asked : view.store.quote(checkoutRequest(view, { ...fields, code: '' }, goods));
  return html`${asked.ok ? null : html`<p class="notice notice-refused" role="alert">${problemText(view, asked)}</p>`}
    <ul class="summary-lines">
      ${rows.map(
        (row) =>
          html`<li>
            <span class="thumb">${productArt(row.product.art, row.variant.swatch)}</span>
            <span class="grow"
              >${rowTitle(view, row)} <span class="muted"><bdi>× ${row.quantity}</bdi></span></span
            >
            <span class="number">${price(view, row.amount)}</span>
          </li>`,
      )}
    </ul>
    ${quote.ok ? summaryTotals(view, quote.order, quote.totals) : html`<p role="alert">${problemText(view, quote)}</p>`}`;
}

/** A refused checkout as the shopper reads it: codes' faults in the page's language, those that no page lets happen in English. */
export function problemText(view: StoreView, { reason, detail, least }: CheckoutRefusal): string {
  const { currency } = view.market;
  const amount = least === undefined ? null : parseDecimal(least, currency);
  if (amount !== null)
    return plainText(view.language, 'code-minimum-amount', {
      least: money(amount, currency, view.language),
    });
  return isTextKey(reason) ? plainText(view.language, reason) : detail;
}

/** Subtotal, discount, shipping, taxes, tip and total of an order in the market's currency and language. */
export function summaryTotals(view: StoreView, order: Order, totals: OrderTotals): Html {
  const { t } = view;
  const shippingPaid = order.shippingLines.reduce((sum, line) => sum + shippingAmount(line).presentment, 0n);
  const goodsDiscount = order.lines.reduce((sum, line) => sum + allocated(line).presentment, 0n);
  const codes = order.discountApplications.map(({ code, title }) => code ?? title).join(', ');
  return html`<dl class="totals">
    <div>
      <dt>${t('subtotal')}</dt>
      <dd>${price(view, totals.lineItems.presentment)}</dd>
    </div>
    ${
      goodsDiscount > 0n
        ? html`<div>
            <dt>${t('discount')} <bdi class="code">${codes}</bdi></dt>
            <dd>${price(view, -goodsDiscount)}</dd>
          </div>`
        : null
    }
    ${
      order.shippingLines.length > 0
        ? html`<div>
            <dt>${t('shipping')}</dt>
            <dd>${shippingPaid === 0n ? t('free') : price(view, shippingPaid)}</dd>
          </div>`
        : null
    }
    ${
      !order.taxesIncluded
        ? html`<div>
            <dt>${t('taxes')}</dt>
            <dd>${price(view, totals.tax.presentment)}</dd>
          </div>`
        : null
    }
    ${
      totals.tip.presentment > 0n
        ? html`<div>
            <dt>${t('tip')}</dt>
            <dd>${price(view, totals.tip.presentment)}</dd>
          </div>`
        : null
    }
    <div class="sum">
      <dt>${t('total')}</dt>
      <dd data-total>${price(view, totals.total.presentment)}</dd>
    </div>
    ${paidBefore(view, order)}
    ${
      order.taxesIncluded
        ? html`<div class="muted small">
            <dt>${t('taxesOfWhich')}</dt>
            <dd>${price(view, totals.tax.presentment)}</dd>
          </div>`
        : null
    }
  </dl>`;
}

/** What gift cards and store credit pay of it. */
function paidBefore(view: StoreView, order: Order): Html[] {
  const { t } = view;
  return order.transactions
    .filter(({ kind, source }) => kind === 'sale' && source !== undefined)
    .map(
      ({ gateway, amount }) =>
        html`<div>
          <dt>${t(gateway === 'gift_card' ? 'giftCardPays' : 'storeCreditPays')}</dt>
          <dd>${price(view, -amount.presentment)}</dd>
        </div>`,
    );
}
