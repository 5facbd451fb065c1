import type { Market } from '../../state/catalogue-types.ts';
import type { DevStore } from '../../state/dev-store.ts';
import type { Customer } from '../../state/order-types.ts';
import type { Notice } from '../notice.ts';
import { noticeBanner } from '../admin/shell.ts';
import { document } from '../document.ts';
import { directionOf, localized, money } from '../format.ts';
import { html, type Html } from '../html.ts';
import { icon } from '../icons.ts';
import type { CartLine } from './session.ts';
import { languagesOf } from './session.ts';
import { plainText, STORE_LANGUAGES, type StoreLanguage, type Translate } from './texts.ts';

/** What every storefront page knows. */
export type StoreView = {
  store: DevStore;
  market: Market;
  language: StoreLanguage;
  t: Translate;
  customer: Customer | null;
  cart: CartLine[];
  notice: Notice | null;
  /** The path of this page, for the language links. */
  path: string;
  adminRoot: string;
};

/** An amount in the market's currency, isolated from the text's direction. */
export function price(view: StoreView, amount: bigint): Html {
  return html`<bdi>${money(amount, view.market.currency, view.language)}</bdi>`;
}

/** A path of the storefront in the view's market. */
export function storePath(view: Pick<StoreView, 'market'>, path = ''): string {
  return `/store/${view.market.handle}${path}`;
}

/** A page of the storefront with its header and footer. */
export function storePage(view: StoreView, title: string, body: Html): Html {
  const { store, language, notice, t } = view;
  return document({
    title: `${title} · ${store.shop.name}`,
    styles: 'store',
    scripts: ['store'],
    lang: language,
    direction: directionOf(language),
    bodyClass: 'store',
    body: html`<a class="skip-link" href="#main">${t('skip')}</a>
      ${header(view)}
      <main id="main" tabindex="-1" class="store-main">${notice ? noticeBanner(notice) : null}${body}</main>
      ${footer(view)}`,
  });
}

function header(view: StoreView): Html {
  const { store, cart, customer, t, language } = view;
  const pieces = cart.reduce((sum, line) => sum + line.quantity, 0);
  return html`<header class="store-header">
    <a class="store-brand" href="${storePath(view)}">${store.shop.name}</a>
    <nav class="store-collections" aria-label="${plainText(language, 'collections')}">
      ${store
        .collections()
        .map(
          (each) =>
            html`<a href="${storePath(view, `?collection=${each.handle}`)}"
              >${localized(each.title, language)}</a
            >`,
        )}
    </nav>
    <nav class="store-actions" aria-label="${plainText(language, 'account')}">
      <a href="${storePath(view, '/account')}"
        >${icon('person')}<span>${customer ? html`<bdi>${customer.firstName}</bdi>` : t('signIn')}</span></a
      >
      <a href="${storePath(view, '/cart')}"
        >${icon('bag')}<span>${t('cartCount', { count: pieces })}</span></a
      >
    </nav>
  </header>`;
}

function footer(view: StoreView): Html {
  const { store, market, language, t, path } = view;
  const languages = languagesOf(market);
  return html`<footer class="store-footer">
    <nav aria-label="${plainText(language, 'market')}">
      <h2>${t('market')}</h2>
      ${store.markets().map((each) => {
        const isCurrent = each.handle === market.handle;
        return html`<a href="/store/${each.handle}" ${isCurrent ? html`aria-current="true"` : null}
          >${localized(each.name, language)} <span class="muted">${each.currency}</span></a
        >`;
      })}
    </nav>
    ${
      languages.length > 1
        ? html`<nav aria-label="${plainText(language, 'language')}">
            <h2>${t('language')}</h2>
            ${languages.map((each) => {
              const isCurrent = each === language;
              return html`<a
                href="${path}?locale=${each}"
                lang="${each}"
                hreflang="${each}"
                ${isCurrent ? html`aria-current="true"` : null}
                >${STORE_LANGUAGES[each]}</a
              >`;
            })}
          </nav>`
        : null
    }
    <nav aria-label="Dev store">
      <h2>${store.shop.name}</h2>
      <a href="/">${t('devStore')}</a>
    </nav>
  </footer>`;
}
