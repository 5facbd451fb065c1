import type { DevStore } from '../../state/dev-store.ts';
import type { Delivery } from '../../state/delivery-types.ts';
import { dateTime, isoTime, timeOfDay } from '../format.ts';
import { html, type Hole, type Html } from '../html.ts';
import { about, againButton, deliveryBadge, faultWords } from './delivery-list.ts';

/** One delivery: what it says of itself, every attempt with its answer, and the body as sent. */
export function deliveryPage(store: DevStore, adminRoot: string, delivery: Delivery): Html {
  return html`<div class="page-head">
      <a class="back" href="/webhooks">Webhooks</a>
      <h1>Delivery ${delivery.id}</h1>
      <p class="badges">${deliveryBadge(delivery)}${faultWords(delivery)}</p>
    </div>
    <div class="actions">${againButton(delivery)}</div>
    <div class="columns">
      <div class="column-main">
        <section class="card" aria-labelledby="payload-heading">
          <h2 id="payload-heading">Payload</h2>
          <pre
            class="payload"
            tabindex="0"
            role="region"
            aria-label="Body as sent"
          ><code>${pretty(store.deliveryBody(delivery))}</code></pre>
        </section>
      </div>
      <div class="column-side">
        <section class="card" aria-labelledby="headers-heading">
          <h2 id="headers-heading">About</h2>
          <dl class="details">
            ${details(store, adminRoot, delivery).map(
              ([label, value]) =>
                html`<div>
                  <dt>${label}</dt>
                  <dd class="break">${value}</dd>
                </div>`,
            )}
          </dl>
        </section>
        <section class="card" aria-labelledby="attempts-heading">
          <h2 id="attempts-heading">Attempts</h2>
          ${attempts(store, delivery)}
        </section>
      </div>
    </div>`;
}

function details(store: DevStore, adminRoot: string, delivery: Delivery): [string, Hole][] {
  const { timeZone } = store.shop;
  return [
    ['Topic', html`<code>${delivery.topic}</code>`],
    ['About', about(store, adminRoot, delivery)],
    ['Sent to', html`<code>${delivery.url}</code>`],
    ['Webhook id', html`<code>${delivery.webhookId}</code>`],
    ['Event id', html`<code>${delivery.eventId}</code>`],
    [
      'Triggered',
      html`<time datetime="${isoTime(delivery.triggeredAt)}">${delivery.triggeredAtHeader}</time>`,
    ],
    ['Next attempt', delivery.dueAt === null ? 'None' : dateTime(delivery.dueAt, timeZone)],
  ];
}

function attempts(store: DevStore, delivery: Delivery): Html {
  if (delivery.attempts.length === 0) return html`<p class="muted">Not sent yet.</p>`;
  return html`<ol class="attempts">
    ${delivery.attempts.map(
      (attempt) =>
        html`<li>
          <p>
            <strong class="${attempt.status === 200 ? '' : 'bad-answer'}"
              >${attempt.status ?? attempt.error}</strong
            >
            <span class="muted">${timeOfDay(attempt.at, store.shop.timeZone)}, ${attempt.durationMs} ms</span>
          </p>
          ${attempt.answer ? html`<pre class="answer">${attempt.answer}</pre>` : null}
        </li>`,
    )}
  </ol>`;
}

// Control deliveries may carry anything: what is not JSON is shown as it was sent.
function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
