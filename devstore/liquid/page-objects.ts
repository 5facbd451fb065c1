import { countryName, localized } from '../pages/format.ts';
import { languagesOf } from '../pages/store/session.ts';
import { plainText, STORE_LANGUAGES } from '../pages/store/texts.ts';
import { storePath, type StoreView } from '../pages/store/view.ts';
import type { MetafieldOwner } from '../state/app-data-types.ts';
import type { DevStore } from '../state/dev-store.ts';
import { cartObject } from './cart-object.ts';
import type { LiquidObject } from './product-object.ts';

const symbols = { USD: '$', EUR: '€', JPY: '¥', KWD: 'KD' } as const;
const currencyNames = { USD: 'US Dollar', EUR: 'Euro', JPY: 'Japanese Yen', KWD: 'Kuwaiti Dinar' } as const;

/** The objects that every Liquid file of a page sees. */
export function pageObjects(view: StoreView, pageType: string): LiquidObject {
  const { store, market, language, customer, path } = view;
  const root = storePath(view);
  const currency = currencyObject(market.currency);
  const languages = languagesOf(market).map((code) => languageObject(code, root));
  return {
    shop: {
      id: store.shop.id,
      name: store.shop.name,
      domain: store.shop.domain,
      permanent_domain: store.shop.domain,
      url: `https://${store.shop.domain}`,
      email: store.shop.email,
      currency: store.shop.currency,
      enabled_currencies: store.markets().map((each) => currencyObject(each.currency)),
    },
    localization: {
      market: { id: market.id, handle: market.handle },
      country: {
        iso_code: market.countries[0],
        name: countryName(market.countries[0] ?? 'US', language),
        currency,
      },
      language: languageObject(language, root),
      available_languages: languages,
    },
    request: {
      path,
      page_type: pageType,
      design_mode: false,
      host: store.shop.domain,
      origin: `https://${store.shop.domain}`,
      locale: { ...languageObject(language, root), primary: language === languagesOf(market)[0] },
    },
    routes: {
      root_url: root,
      cart_url: `${root}/cart`,
      cart_add_url: `${root}/cart/add`,
      cart_update_url: `${root}/cart/update`,
      account_url: `${root}/account`,
      account_login_url: `${root}/account`,
      account_logout_url: `${root}/sign-out`,
      account_register_url: `${root}/account`,
      all_products_collection_url: root,
    },
    template: { name: pageType, directory: null, suffix: null },
    cart: cartObject(view, currency),
    customer: customer ? customerObject(view) : null,
    linklists: {
      'main-menu': { title: 'Main menu', links: [...collectionLinks(view), loyaltyLink(view)] },
      markets: { title: 'Markets', links: marketLinks(view) },
      'dev-store': { title: 'Dev store', links: [{ title: 'The three doors', url: '/', active: false }] },
    },
    settings: {},
    page_title: '',
  };
}

/** `app`, which only the blocks of the app itself see. */
export function appObject(store: DevStore, apiKey: string): LiquidObject {
  return { metafields: metafieldsObject(store, { type: 'AppInstallation', id: store.shop.id }, apiKey) };
}

/** Metafields by namespace and key. `$app` and `$app:name` are there too where the reader is the app's own block. */
export function metafieldsObject(
  store: DevStore,
  owner: MetafieldOwner,
  apiKey: string | null,
): LiquidObject {
  const spaces: Record<string, LiquidObject> = {};
  for (const { namespace, key, type, value } of store.metafields(owner)) {
    const object = { type, value: readValue(type, value) };
    const own = apiKey === null ? null : `app--${apiKey}`;
    const alias = own === null ? null : ownAlias(namespace, own);
    // Reserved namespaces are closed to the theme and to other apps.
    if (alias === null && namespace.startsWith('app--')) continue;
    for (const name of alias === null ? [namespace] : [namespace, alias])
      spaces[name] = { ...spaces[name], [key]: object };
  }
  return spaces;
}

function ownAlias(namespace: string, own: string): string | null {
  if (namespace === own) return '$app';
  return namespace.startsWith(`${own}--`) ? `$app:${namespace.slice(own.length + 2)}` : null;
}

function readValue(type: string, value: string): unknown {
  return type.endsWith('_field') || type === 'number_decimal' ? value : (JSON.parse(value) as unknown);
}

function currencyObject(code: keyof typeof symbols): LiquidObject {
  return { iso_code: code, symbol: symbols[code], name: currencyNames[code] };
}

function languageObject(code: keyof typeof STORE_LANGUAGES, root: string): LiquidObject {
  return { iso_code: code, endonym_name: STORE_LANGUAGES[code], name: STORE_LANGUAGES[code], root_url: root };
}

function customerObject({ customer, store }: StoreView): LiquidObject | null {
  if (!customer) return null;
  return {
    id: customer.id,
    first_name: customer.firstName,
    last_name: customer.lastName,
    name: `${customer.firstName} ${customer.lastName}`,
    email: customer.email,
    tags: customer.tags,
    has_account: true,
    'b2b?': false,
    accepts_marketing: customer.acceptsMarketing,
    orders_count: store.orders({ customerId: customer.id, limit: 1 }).total,
    metafields: metafieldsObject(store, { type: 'Customer', id: customer.id }, null),
  };
}

function collectionLinks(view: StoreView): LiquidObject[] {
  return view.store.collections().map((each) => ({
    title: localized(each.title, view.language),
    url: storePath(view, `?collection=${each.handle}`),
    handle: each.handle,
    active: false,
  }));
}

const loyaltyLink = (view: StoreView): LiquidObject => ({
  title: plainText(view.language, 'loyaltyPage'),
  url: storePath(view, '/pages/loyalty'),
  handle: 'loyalty',
  active: false,
});

function marketLinks({ store, market, language }: StoreView): LiquidObject[] {
  return store.markets().map((each) => ({
    title: `${localized(each.name, language)} ${each.currency}`,
    url: `/store/${each.handle}`,
    handle: each.handle,
    active: each.handle === market.handle,
  }));
}
