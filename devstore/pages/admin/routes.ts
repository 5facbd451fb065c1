import { Hono, type Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { DevStore } from '../../state/dev-store.ts';
import type { Order } from '../../state/order-types.ts';
import { money } from '../format.ts';
import { embedNames } from '../../liquid/theme-settings.ts';
import type { Html } from '../html.ts';
import { leaveNotice, takeNotice } from '../notice.ts';
import { appPage } from './app-page.ts';
import { discountsPage, marketsPage, productsPage } from './catalogue-pages.ts';
import { homePage } from './home-page.ts';
import * as actions from './order-actions.ts';
import { cancelPage, editPage, refundPage } from './order-forms.ts';
import { orderPage } from './order-page.ts';
import { ordersPage } from './orders-page.ts';
import { pageNumber } from './parts.ts';
import { customerPage, customersPage } from './people-pages.ts';
import { pickerCollections, pickerProducts } from './picker-products.ts';
import { themePage } from './theme-page.ts';
import {
  ADMIN_LANGUAGES,
  adminPage,
  adminRoot,
  APP_NAME,
  type AdminLanguage,
  type AdminSection,
} from './shell.ts';

const LANGUAGE_COOKIE = 'devstore_language';

export type AdminOptions = { appHandle: string; proxyOrigin: () => Promise<string> };

/** The admin under `/admin/store/{handle}`. */
export function adminRoutes(store: DevStore, { appHandle, proxyOrigin }: AdminOptions): Hono {
  const admin = new Hono();
  const root = adminRoot(store);
  const send = (
    context: Context,
    section: AdminSection,
    title: string,
    body: Html,
    status: 200 | 404 | 422 = 200,
  ) => {
    const language = languageOf(context);
    const page = adminPage({ store, section, title, body, language, notice: takeNotice(context) }, appHandle);
    return context.html(page.markup, status);
  };

  admin.get('/', (context) => send(context, 'home', 'Home', homePage(store, appHandle)));
  admin.get('/products', (context) => send(context, 'products', 'Products', productsPage(store)));
  admin.get('/discounts', (context) => send(context, 'discounts', 'Discounts', discountsPage(store)));
  admin.get('/markets', (context) => send(context, 'markets', 'Markets', marketsPage(store)));
  admin.get('/picker/products', (context) =>
    context.json(pickerProducts(store, context.req.query('query') ?? '')),
  );
  admin.get('/picker/collections', (context) =>
    context.json(pickerCollections(store, context.req.query('query') ?? '')),
  );
  admin.get('/customers', (context) => {
    const filter = { query: context.req.query('query') ?? '', page: pageNumber(context.req.query('page')) };
    return send(context, 'customers', 'Customers', customersPage(store, filter));
  });
  admin.get('/customers/:id{[0-9]+}', (context) => {
    const customer = store.customer(Number(context.req.param('id')));
    if (!customer) return context.notFound();
    return send(
      context,
      'customers',
      `${customer.firstName} ${customer.lastName}`,
      customerPage(store, customer, appHandle),
    );
  });
  admin.post('/customers/:id{[0-9]+}/merge', async (context) => {
    const merged = actions.merge(store, Number(context.req.param('id')), await formFields(context));
    leaveNotice(context, merged.notice);
    return context.redirect(`${root}/customers/${merged.kept}`, 303);
  });
  admin.post('/customers/:id{[0-9]+}/tags', async (context) => {
    const id = Number(context.req.param('id'));
    const { tags = '' } = await formFields(context);
    const given = tags.split(',').map((tag) => tag.trim());
    const saved = store.updateCustomer(id, { tags: [...new Set(given.filter((tag) => tag !== ''))] });
    if (!saved.ok) return context.notFound();
    leaveNotice(context, { tone: 'done', text: 'Tags saved.' });
    return context.redirect(`${root}/customers/${id}`, 303);
  });
  admin.get('/orders', (context) => {
    const { query = '', market = '', page } = context.req.query();
    return send(context, 'orders', 'Orders', ordersPage(store, { query, market, page: pageNumber(page) }));
  });
  orderRoutes(admin, store, { root, send, appHandle });

  themeRoutes(admin, store, { root, send });
  appRoutes(admin, store, { root, appHandle, proxyOrigin });
  return admin;
}

type Send = (
  context: Context,
  section: AdminSection,
  title: string,
  body: Html,
) => Response | Promise<Response>;

/** Where an app's deep link to its embed leads: `?context=apps&activateAppId=KEY/EMBED`. */
function themeRoutes(admin: Hono, store: DevStore, { root, send }: { root: string; send: Send }): void {
  const address = `${root}/themes/current/editor`;
  admin.get('/themes/current/editor', (context) => {
    const wanted = (context.req.query('activateAppId') ?? '').split('/')[1] ?? '';
    return send(context, 'home', 'App embeds', themePage(store, address, embedNames(), wanted));
  });
  admin.post('/themes/current/editor', async (context) => {
    const { embed = '', on = '' } = await formFields(context);
    if (!embedNames().includes(embed)) return context.notFound();
    const others = store.themeChoices().appBlocksOff.filter((name) => name !== embed);
    store.setThemeChoices({ appBlocksOff: on === '' ? [...others, embed] : others });
    return context.redirect(address, 303);
  });
}

type AppRouting = AdminOptions & { root: string };

function appRoutes(admin: Hono, store: DevStore, { root, appHandle, proxyOrigin }: AppRouting): void {
  admin.post('/language', async (context) => {
    const { language } = await context.req.parseBody();
    if (isLanguage(language)) rememberLanguage(context, language);
    return context.redirect(backWithin(context.req.header('Referer'), root), 303);
  });
  admin.get('/apps/:handle{.+}', async (context) => {
    const url = new URL(context.req.url);
    const prefix = `${root}/apps/${appHandle}`;
    if (url.pathname !== prefix && !url.pathname.startsWith(`${prefix}/`)) return context.notFound();
    const wanted = url.searchParams.get('locale');
    if (isLanguage(wanted)) rememberLanguage(context, wanted);
    const language = isLanguage(wanted) ? wanted : languageOf(context);
    url.searchParams.delete('locale');
    const body = appPage(store, {
      path: url.pathname.slice(prefix.length) || '/app',
      search: url.search,
      language,
      appHandle,
      proxyOrigin: await proxyOrigin(),
      pickerAddress: `${root}/picker`,
    });
    const page = { store, section: 'app', title: APP_NAME, body, language, isBare: true } as const;
    // The page holds a token of a minute's life: it is not for any cache.
    context.header('Cache-Control', 'no-store');
    return context.html(adminPage({ ...page, scripts: ['frame'] }, appHandle).markup);
  });
}

type OrderRouting = {
  root: string;
  appHandle: string;
  send: (context: Context, section: AdminSection, title: string, body: Html) => Response | Promise<Response>;
};

function orderRoutes(admin: Hono, store: DevStore, { root, appHandle, send }: OrderRouting): void {
  const find = (context: Context) => store.order(Number(context.req.param('id')));
  const pages: Record<string, [string, (order: Order) => Html]> = {
    '': ['', (order) => orderPage(store, order, appHandle)],
    '/refund': ['Refund ', (order) => refundPage(store, order)],
    '/edit': ['Edit ', (order) => editPage(store, order)],
    '/cancel': ['Cancel ', (order) => cancelPage(store, order)],
  };
  for (const [path, [verb, page]] of Object.entries(pages)) {
    admin.get(`/orders/:id{[0-9]+}${path}`, (context) => {
      const order = find(context);
      return order
        ? send(context, 'orders', `${verb}#${order.orderNumber}`, page(order))
        : context.notFound();
    });
  }

  admin.get('/orders/:id{[0-9]+}/refund/preview', (context) => {
    const order = find(context);
    if (!order) return context.notFound();
    const request = actions.refundRequest(order, context.req.query());
    if (typeof request === 'string') return context.json({ ok: false, detail: request });
    const preview = store.refundPreview(request);
    const currency = order.presentmentCurrency;
    if (!preview.ok && preview.reason === 'nothing-to-do')
      return context.json({ ok: true, amount: money(0n, currency) });
    if (!preview.ok) return context.json({ ok: false, detail: preview.detail });
    return context.json({ ok: true, amount: money(preview.amount.presentment, currency) });
  });

  const acts: Record<string, (order: Order, fields: actions.Fields) => actions.ActionResult> = {
    refund: (order, fields) => actions.refund(store, order, fields),
    edit: (order, fields) => actions.edit(store, order, fields),
    cancel: (order, fields) => actions.cancel(store, order, fields),
    fulfil: (order) => actions.fulfil(store, order),
    'mark-as-paid': (order) => actions.markAsPaid(store, order),
    link: (order, fields) => actions.link(store, order, fields),
    delete: (order) => actions.remove(store, order),
  };
  for (const [name, act] of Object.entries(acts)) {
    admin.post(`/orders/:id{[0-9]+}/${name}`, async (context) => {
      const order = find(context);
      if (!order) return context.notFound();
      const { done, notice } = act(order, await formFields(context));
      leaveNotice(context, notice);
      if (done && name === 'delete') return context.redirect(`${root}/orders`, 303);
      // A refusal goes back to the form it came from; the two buttons without a form belong to the order's page.
      const hasForm = Object.hasOwn(pages, `/${name}`);
      return context.redirect(`${root}/orders/${order.id}${done || !hasForm ? '' : `/${name}`}`, 303);
    });
  }
}

/** The text fields of a posted form. */
export async function formFields(context: Context): Promise<actions.Fields> {
  const body = await context.req.parseBody();
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

function isLanguage(text: unknown): text is AdminLanguage {
  return typeof text === 'string' && Object.hasOwn(ADMIN_LANGUAGES, text);
}

function languageOf(context: Context): AdminLanguage {
  const language = getCookie(context, LANGUAGE_COOKIE);
  return isLanguage(language) ? language : 'en';
}

function rememberLanguage(context: Context, language: AdminLanguage): void {
  setCookie(context, LANGUAGE_COOKIE, language, { path: '/admin', httpOnly: true, sameSite: 'Lax' });
}

// Back to the page that the form was on, if it is one of the admin's.
function backWithin(referer: string | undefined, root: string): string {
  const url = referer !== undefined && URL.canParse(referer) ? new URL(referer) : null;
  return url?.pathname.startsWith(root) ? url.pathname + url.search : root;
}
