import { Hono, type Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { DevStore } from '../../state/dev-store.ts';
import { formFields } from '../admin/routes.ts';
import { noticeBanner } from '../admin/shell.ts';
import { pageNumber } from '../admin/parts.ts';
import { document } from '../document.ts';
import { html, type Html } from '../html.ts';
import { icon } from '../icons.ts';
import { leaveNotice, takeNotice } from '../notice.ts';
import { deliveryList, listAddress, STATUSES, type ListQuery } from './delivery-list.ts';
import { deliveryPage } from './delivery-page.ts';
import { areFaultsOn, faultsForm, parseFaults, withoutFaults } from './faults-form.ts';

/** Changes are told at most this often; a seed makes hundreds a second. */
const TELL_EVERY_MS = 300;
const TOPICS_FROM_LAST = 500;

/** The page under `/webhooks` that shows every delivery, and the faults. */
export function webhookRoutes(store: DevStore, adminRoot: string): Hono {
  const webhooks = new Hono();
  const send = (context: Context, title: string, body: Html) =>
    context.html(
      document({
        title: `${title} · ${store.shop.name}`,
        styles: 'webhooks',
        scripts: ['webhooks'],
        bodyClass: 'webhooks',
        body: page(context, store, adminRoot, body),
      }).markup,
    );

  webhooks.get('/', (context) => send(context, 'Webhooks', listPage(store, adminRoot, queryOf(context))));
  webhooks.get('/list', (context) => context.html(deliveryList(store, adminRoot, queryOf(context)).markup));
  webhooks.get('/events', (context) => changes(context, store));
  webhooks.get('/:id{[0-9]+}', (context) => {
    const delivery = store.delivery(Number(context.req.param('id')));
    if (!delivery) return context.notFound();
    return send(context, `Delivery ${delivery.id}`, deliveryPage(store, adminRoot, delivery));
  });
  webhooks.post('/:id{[0-9]+}/again', (context) => {
    const id = Number(context.req.param('id'));
    const result = store.deliverAgain(id);
    leaveNotice(
      context,
      result.ok
        ? {
            tone: 'done',
            text: `Delivery ${id} (${result.delivery.topic}) is sent again, with the same webhook id.`,
          }
        : { tone: 'refused', text: result.detail },
    );
    return context.redirect(backToList(context), 303);
  });
  webhooks.post('/faults', async (context) => {
    const fields = await formFields(context);
    const faults =
      fields['off'] === 'yes' ? withoutFaults(store.faults().seed) : parseFaults(fields, store.faults());
    store.setFaults(faults);
    const text = areFaultsOn(faults) ? 'The faults are set.' : 'All faults are off.';
    leaveNotice(context, { tone: 'done', text });
    return context.redirect(backToList(context), 303);
  });
  return webhooks;
}

/** Server-sent events: `change` whenever a delivery changed, at most every TELL_EVERY_MS. */
function changes(context: Context, store: DevStore): Response {
  return streamSSE(context, async (stream) => {
    // What changed between the page and this connection is told at once.
    let isChanged = true;
    let wake: (() => void) | null = null;
    const stop = store.onDelivery(() => {
      isChanged = true;
      wake?.();
    });
    stream.onAbort(() => {
      stop();
      wake?.();
    });
    while (!stream.aborted) {
      if (!isChanged) await new Promise<void>((resolve) => (wake = resolve));
      isChanged = false;
      if (!stream.aborted) await stream.writeSSE({ event: 'change', data: '' });
      await stream.sleep(TELL_EVERY_MS);
    }
  });
}

function queryOf(context: Context): ListQuery {
  const { topic = '', order = '', status = '', page: number } = context.req.query();
  return { topic, order, status, page: pageNumber(number) };
}

// Back to the list as it was filtered, or to the delivery's own page.
function backToList(context: Context): string {
  const referer = context.req.header('Referer');
  const url = referer !== undefined && URL.canParse(referer) ? new URL(referer) : null;
  return url && /^\/webhooks(\/\d+)?$/.test(url.pathname) ? url.pathname + url.search : '/webhooks';
}

function page(context: Context, store: DevStore, adminRoot: string, body: Html): Html {
  const notice = takeNotice(context);
  return html`<a class="skip-link" href="#main">Skip to content</a>
    <header class="top-bar">
      <a class="brand" href="/"
        ><img src="/assets/icon.svg" alt="" width="28" height="28" /><span>${store.shop.name}</span></a
      >
      <nav class="top-links" aria-label="Doors">
        <a href="${adminRoot}">${icon('home')}<span>Admin</span></a>
        <a href="/store/us">${icon('storefront')}<span>Storefront</span></a>
        <a href="/webhooks" aria-current="page">${icon('webhooks')}<span>Webhooks</span></a>
      </nav>
    </header>
    <main id="main" tabindex="-1" class="admin-main webhooks-main">
      ${notice ? noticeBanner(notice) : null}${body}
    </main>`;
}

function listPage(store: DevStore, adminRoot: string, query: ListQuery): Html {
  const faults = store.faults();
  return html`<div class="page-head">
      <h1>Webhooks</h1>
      <p class="live" data-live role="status">Connecting…</p>
    </div>
    ${
      areFaultsOn(faults)
        ? html`<p class="notice notice-refused">
            ${icon('warning')}<span>Faults are on, from seed ${faults.seed}.</span>
          </p>`
        : null
    }
    <div class="webhooks-columns">
      <section class="card" aria-label="Deliveries">
        ${filterForm(store, query)}
        <div data-deliveries="${listAddress(query, query.page, '/webhooks/list')}">
          ${deliveryList(store, adminRoot, query)}
        </div>
      </section>
      ${faultsForm(faults)}
    </div>`;
}

function filterForm(store: DevStore, query: ListQuery): Html {
  const recent = store.deliveries({ limit: TOPICS_FROM_LAST }).items.map((delivery) => delivery.topic);
  const topics = [...new Set(query.topic ? [query.topic, ...recent] : recent)].toSorted();
  const option = (value: string, label: string, chosen: string) =>
    html`<option value="${value}" ${value === chosen ? html`selected` : null}>${label}</option>`;
  return html`<form class="filters" method="get" action="/webhooks" role="search">
    <label class="visually-hidden" for="topic">Topic</label>
    <select class="field" id="topic" name="topic" data-submit-on-change>
      ${option('', 'All topics', query.topic)} ${topics.map((topic) => option(topic, topic, query.topic))}
    </select>
    <label class="visually-hidden" for="status">Status</label>
    <select class="field" id="status" name="status" data-submit-on-change>
      ${option('', 'All statuses', query.status)}
      ${STATUSES.map((status) => option(status, status, query.status))}
    </select>
    <label class="visually-hidden" for="order">Order id</label>
    <input
      class="field"
      id="order"
      name="order"
      inputmode="numeric"
      placeholder="Order id"
      value="${query.order}"
    />
    <button class="button">Filter</button>
  </form>`;
}
