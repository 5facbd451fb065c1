import { Hono, type Context } from 'hono';
import type { DevStore } from '../../state/dev-store.ts';
import { formFields } from '../admin/routes.ts';
import type { Theme, ThemePage } from '../../liquid/theme.ts';
import { localized } from '../format.ts';
import { leaveNotice, takeNotice } from '../notice.ts';
import { accountView } from './account-page.ts';
import { ajaxCartRoutes } from './ajax-cart.ts';
import { cartRows } from './cart-rows.ts';
import { checkoutRequest, initialFields, isAddressComplete, type Fields } from './checkout-form.ts';
import { checkoutView } from './checkout-page.ts';
import { checkoutSummary, problemText } from './checkout-summary.ts';
import { confirmationView } from './confirmation-page.ts';
import * as session from './session.ts';
import { plainText, translator } from './texts.ts';
import { storePath, type StoreView } from './view.ts';

/** The storefront under `/store/{market}`. */
export function storefrontRoutes(store: DevStore, adminRoot: string, theme: Theme): Hono {
  const storefront = new Hono();
  const send = sender(theme);
  storefront.get('/', (context) => context.redirect(`/store/${store.markets()[0]?.handle ?? ''}`));

  /** A handler that gets the view of its market; an unknown market is not found. */
  const inMarket =
    (handle: (view: StoreView, context: Context) => Response | Promise<Response>) =>
    (context: Context): Response | Promise<Response> => {
      const market = store.market(context.req.param('market') ?? '');
      if (!market) return context.notFound();
      const customer = session.signedIn(context, store);
      const language = session.chooseLanguage(context, market, customer);
      const cart = session.readCart(context, store, market);
      const codes = session.heldCodes(context);
      const path = context.req.path;
      const t = translator(language);
      const notice = context.req.method === 'GET' ? takeNotice(context) : null;
      return handle({ store, market, language, t, customer, cart, codes, notice, path, adminRoot }, context);
    };

  storefront.get(
    '/:market',
    inMarket((view, context) => {
      const wanted = context.req.query('collection');
      const collection = store.collections().find((each) => each.handle === wanted);
      if (!collection) return send(context, view, { template: 'index', title: view.market.name.en });
      const title = localized(collection.title, view.language);
      return send(context, view, { template: 'collection', title, collection });
    }),
  );
  storefront.get(
    '/:market/products/:handle',
    inMarket((view, context) => {
      const product = store.product(context.req.param('handle') ?? '');
      if (!product) return context.notFound();
      const title = localized(product.title, view.language);
      const variantId = Number(context.req.query('variant')) || null;
      return send(context, view, { template: 'product', title, product, variantId });
    }),
  );
  // The one page of this store; its theme has the app's blocks on it.
  storefront.get(
    '/:market/pages/loyalty',
    inMarket((view, context) =>
      send(context, view, {
        template: 'page',
        title: plainText(view.language, 'loyaltyPage'),
        handle: 'loyalty',
      }),
    ),
  );
  cartRoutes(storefront, send, inMarket);
  ajaxCartRoutes(storefront, theme, inMarket);
  discountRoute(storefront, inMarket);
  accountRoutes(storefront, store, send, inMarket);
  checkoutRoutes(storefront, store, send, inMarket);
  return storefront;
}

type InMarket = (
  handle: (view: StoreView, context: Context) => Response | Promise<Response>,
) => (context: Context) => Response | Promise<Response>;

type Send = (
  context: Context,
  view: StoreView,
  page: ThemePage,
  status?: 200 | 422,
) => Response | Promise<Response>;

function sender(theme: Theme): Send {
  return (context, view, page, status = 200) => {
    const id = context.req.query('section_id');
    if (id === undefined) return context.html(theme.render(view, page), status);
    // The Section Rendering API: one section of the page's template, without the page around it.
    const html = 'body' in page ? null : theme.sections(view, page, [id])[id];
    return html ? context.html(html) : context.notFound();
  };
}

function cartRoutes(storefront: Hono, send: Send, inMarket: InMarket): void {
  storefront.get(
    '/:market/cart',
    inMarket((view, context) =>
      send(context, view, { template: 'cart', title: plainText(view.language, 'cart') }),
    ),
  );
  storefront.post(
    '/:market/cart/add',
    inMarket(async (view, context) => {
      const { id = '', quantity = '1' } = await formFields(context);
      const [added] = session.parseCart(`${id}x${quantity}`);
      const found = added && view.store.variant(added.variantId);
      if (!added || !found) return context.redirect(storePath(view), 303);
      session.writeCart(context, view.market, session.withLine(view.cart, added));
      const title = localized(found.product.title, view.language);
      leaveNotice(context, { tone: 'done', text: plainText(view.language, 'added', { title }) });
      return context.redirect(storePath(view, '/cart'), 303);
    }),
  );
  storefront.post(
    '/:market/cart',
    inMarket(async (view, context) => {
      const fields = await formFields(context);
      const lines = view.cart.map((line) => {
        const written = fields[`quantity-${line.variantId}`] ?? '';
        const quantity = /^\d{1,3}$/.test(written) ? Number(written) : line.quantity;
        return { ...line, quantity: fields['remove'] === String(line.variantId) ? 0 : quantity };
      });
      session.writeCart(context, view.market, lines);
      return context.redirect(storePath(view, '/cart'), 303);
    }),
  );
}

/** Shopify's link that applies a code: it holds the code for the checkout, good or not, and leads on to `redirect`. */
function discountRoute(storefront: Hono, inMarket: InMarket): void {
  storefront.get(
    '/:market/discount/:code',
    inMarket((view, context) => {
      const [code = ''] = session.parseCodes(context.req.param('code') ?? '');
      session.holdCodes(context, code === '' ? [] : [code]);
      leaveNotice(context, { tone: 'done', text: plainText(view.language, 'codeHeld', { code }) });
      return context.redirect(returnPath(view, context.req.query('redirect')) ?? storePath(view));
    }),
  );
}

function accountRoutes(storefront: Hono, store: DevStore, send: Send, inMarket: InMarket): void {
  storefront.get(
    '/:market/account',
    inMarket((view, context) => {
      const body = accountView(view, returnPath(view, context.req.query('return_url')));
      return send(context, view, {
        template: 'customers/account',
        title: plainText(view.language, 'account'),
        body,
      });
    }),
  );
  storefront.post(
    '/:market/sign-in',
    inMarket(async (view, context) => {
      const { customer = '', return_url: wanted } = await formFields(context);
      const result = store.signIn(Number(customer));
      if (result.ok) session.rememberCustomer(context, result.customer);
      else leaveNotice(context, { tone: 'refused', text: result.detail });
      const next = returnPath(view, wanted) ?? afterSignIn(view);
      return context.redirect(result.ok ? next : storePath(view, '/account'), 303);
    }),
  );
  storefront.post(
    '/:market/sign-out',
    inMarket((view, context) => {
      session.forgetCustomer(context);
      return context.redirect(storePath(view), 303);
    }),
  );
  storefront.post(
    '/:market/sign-up',
    inMarket(async (view, context) => {
      const { firstName = '', lastName = '', email = '', return_url: wanted } = await formFields(context);
      const isInvented = /^[^@\s]+@example\.com$/.test(email);
      if (!firstName.trim() || !lastName.trim() || !isInvented) {
        leaveNotice(context, { tone: 'refused', text: plainText(view.language, 'newCustomerHelp') });
        return context.redirect(storePath(view, '/account'), 303);
      }
      const { handle } = view.market;
      const created = store.createCustomer({
        firstName,
        lastName,
        email,
        market: handle,
        locale: view.language,
        signedIn: true,
      });
      if (created.ok) session.rememberCustomer(context, created.customer);
      else leaveNotice(context, { tone: 'refused', text: created.detail });
      const next = returnPath(view, wanted) ?? afterSignIn(view);
      return context.redirect(created.ok ? next : storePath(view, '/account'), 303);
    }),
  );
}

/** Where a sign-in leads back to, as `return_url` names it: a page of this market and of nowhere else. */
function returnPath(view: StoreView, wanted: string | undefined): string | null {
  const root = storePath(view);
  if (!wanted || !(wanted === root || wanted.startsWith(`${root}/`) || wanted.startsWith(`${root}#`)))
    return null;
  return wanted.includes('..') || wanted.includes('\\') ? null : wanted;
}

function afterSignIn(view: StoreView): string {
  return storePath(view, view.cart.length > 0 ? '/checkout' : '');
}

function checkoutRoutes(storefront: Hono, store: DevStore, send: Send, inMarket: InMarket): void {
  const show = (context: Context, view: StoreView, fields: Fields, problem: string | null) => {
    const body = checkoutView(view, fields, problem);
    const title = plainText(view.language, 'checkoutTitle');
    return send(context, view, { template: 'checkout', title, body }, problem === null ? 200 : 422);
  };
  storefront.get(
    '/:market/checkout',
    inMarket((view, context) => {
      if (view.cart.length === 0) return context.redirect(storePath(view, '/cart'));
      return show(context, view, { ...initialFields(view), code: view.codes.join(', ') }, null);
    }),
  );
  storefront.post(
    '/:market/checkout/summary',
    inMarket(async (view, context) => {
      const fields = await formFields(context);
      return context.html(checkoutSummary(view, { ...initialFields(view), ...fields }).markup);
    }),
  );
  storefront.post(
    '/:market/checkout',
    inMarket(async (view, context) => {
      if (view.cart.length === 0) return context.redirect(storePath(view, '/cart'), 303);
      const fields = { ...initialFields(view), ...(await formFields(context)) };
      if (fields['action'] !== 'pay') return show(context, view, fields, null);
      if (!isAddressComplete(fields))
        return show(context, view, fields, plainText(view.language, 'required'));
      const goods = cartRows(view).reduce((sum, row) => sum + row.amount, 0n);
      const result = store.checkout(checkoutRequest(view, fields, goods));
      if (!result.ok) return show(context, view, fields, problemText(view, result));
      session.writeCart(context, view.market, []);
      session.holdCodes(context, []);
      const { id, token } = result.order;
      return context.redirect(storePath(view, `/orders/${id}?token=${token}`), 303);
    }),
  );
  storefront.get(
    '/:market/orders/:id{[0-9]+}',
    inMarket((view, context) => {
      const order = store.order(Number(context.req.param('id')));
      if (!order || order.token !== context.req.query('token')) return context.notFound();
      const title = plainText(view.language, 'orderName', { number: `#${order.orderNumber}` });
      return send(context, view, { template: 'checkout', title, body: confirmationView(view, order) });
    }),
  );
}
