import type { MoneyBag } from '../../money.ts';
import type { DevStore } from '../../state/dev-store.ts';
import type { Millis, Order, Refund } from '../../state/order-types.ts';
import { money, plural } from '../format.ts';
import { html, type Html } from '../html.ts';
import { icon, type IconName } from '../icons.ts';
import { moment } from './parts.ts';

type Event = { at: Millis; icon: IconName; text: string };

/** What happened to an order, newest first. */
export function orderTimeline(store: DevStore, order: Order): Html {
  // Equal moments keep the order of the story, so the newest of them is the last told.
  const events = orderEvents(order)
    .toReversed()
    .toSorted((a, b) => b.at - a.at);
  return html`<section class="card" aria-labelledby="timeline-heading">
    <h2 id="timeline-heading">Timeline</h2>
    <ol class="timeline">
      ${events.map(
        (event) =>
          html`<li>
            ${icon(event.icon)}
            <p>${event.text}</p>
            <span class="muted small">${moment(store, event.at)}</span>
          </li>`,
      )}
    </ol>
  </section>`;
}

/** The order's story as sentences, oldest first where moments are equal. */
export function orderEvents(order: Order): Event[] {
  const amount = (bag: MoneyBag) => money(bag.presentment, order.presentmentCurrency);
  const pieces = (lines: readonly { quantity: number }[]) =>
    plural(
      lines.reduce((sum, line) => sum + line.quantity, 0),
      'item',
      'items',
    );
  const refundText = (refund: Refund) => {
    const sum = refund.transactions.reduce((total, each) => total + each.amount.presentment, 0n);
    const parts = [
      refund.lines.length > 0 ? pieces(refund.lines) : null,
      refund.shipping ? 'shipping' : null,
      refund.discrepancy ? 'an amount set by hand' : null,
    ].filter((part) => part !== null);
    if (sum === 0n) return `${parts.join(' and ')} taken off the order`;
    return `${money(sum, order.presentmentCurrency)} refunded${parts.length > 0 ? ` for ${parts.join(' and ')}` : ''}`;
  };
  const events: Event[] = [
    { at: order.createdAt, icon: 'orders', text: `Order placed on ${order.sourceName}` },
    ...order.transactions
      .filter((transaction) => transaction.kind === 'sale')
      .map((sale): Event => ({
        at: sale.processedAt,
        icon: 'check',
        text: `${amount(sale.amount)} paid by ${sale.gateway}`,
      })),
    ...order.edits.map((edit): Event => {
      const added = edit.additions.reduce((sum, each) => sum + each.delta, 0);
      const removed = edit.removals.reduce((sum, each) => sum + each.delta, 0);
      const told = [added > 0 ? `${added} added` : null, removed > 0 ? `${removed} removed` : null].filter(
        Boolean,
      );
      return { at: edit.committedAt, icon: 'orders', text: `Order edited: ${told.join(', ')}` };
    }),
    ...order.fulfilments.map((each): Event => ({
      at: each.createdAt,
      icon: 'truck',
      text: `${pieces(each.lines)} fulfilled`,
    })),
    ...order.refunds.map((refund): Event => ({
      at: refund.createdAt,
      icon: 'back',
      text: refundText(refund),
    })),
  ];
  if (order.cancelledAt !== null) {
    events.push({
      at: order.cancelledAt,
      icon: 'cross',
      text: `Order cancelled (${order.cancelReason ?? 'no reason'})`,
    });
  }
  return events;
}
