import type { DevStore } from '../../state/dev-store.ts';
import { document, type ScriptName } from '../document.ts';
import type { Html } from '../html.ts';
import { html, type Hole } from '../html.ts';
import { icon, type IconName } from '../icons.ts';
import type { Notice } from '../notice.ts';
import { storeHandle } from '../platform-links.ts';

/** The app as the admin knows it. */
export const APP_NAME = 'Meridian';

export type AdminSection = 'home' | 'orders' | 'customers' | 'products' | 'discounts' | 'markets' | 'app';

const sections: { section: AdminSection; label: string; path: string; icon: IconName }[] = [
  { section: 'home', label: 'Home', path: '', icon: 'home' },
  { section: 'orders', label: 'Orders', path: '/orders', icon: 'orders' },
  { section: 'customers', label: 'Customers', path: '/customers', icon: 'customers' },
  { section: 'products', label: 'Products', path: '/products', icon: 'products' },
  { section: 'discounts', label: 'Discounts', path: '/discounts', icon: 'discounts' },
  { section: 'markets', label: 'Markets', path: '/markets', icon: 'markets' },
];

/** Languages in which the admin's user may read the app; the dev store's own pages are English. */
export const ADMIN_LANGUAGES = { en: 'English', de: 'Deutsch', ja: '日本語', ar: 'العربية' } as const;
export type AdminLanguage = keyof typeof ADMIN_LANGUAGES;

export type AdminPage = {
  store: DevStore;
  section: AdminSection;
  title: string;
  body: Html;
  notice?: Notice | null;
  language: AdminLanguage;
  scripts?: readonly ScriptName[];
  /** Without the page's own margins: the app fills it. */
  isBare?: boolean;
};

/** The admin's root for a shop, such as `/admin/store/haven`. */
export function adminRoot(store: DevStore): string {
  return `/admin/store/${storeHandle(store.shop.domain)}`;
}

/** The app's path in the admin for a path of the app, such as `/app/members/7`. */
export function appLink(store: DevStore, appHandle: string, path: string): string {
  return `${adminRoot(store)}/apps/${appHandle}${path}`;
}

/** A page of the admin: top bar, side navigation, content. */
export function adminPage(page: AdminPage, appHandle: string): Html {
  const { store, title, body, notice, isBare = false, scripts = [] } = page;
  return document({
    title: `${title} · ${store.shop.name} admin`,
    styles: 'admin',
    scripts: ['admin', ...scripts],
    bodyClass: isBare ? 'admin is-bare' : 'admin',
    body: html`<a class="skip-link" href="#main">Skip to content</a>
      ${topBar(page)}
      <div class="admin-layout">
        ${sideNav(page, appHandle)}
        <main id="main" tabindex="-1" class="${isBare ? 'app-main' : 'admin-main'}">
          ${notice ? noticeBanner(notice) : null}${body}
        </main>
      </div>
      <div id="toasts" class="toasts" role="status" aria-live="polite"></div>`,
  });
}

/** A sentence that stays until the next page: what was done, or why it was not. */
export function noticeBanner(notice: Notice): Html {
  return notice.tone === 'done'
    ? html`<p class="notice notice-done" role="status">${icon('check')}<span>${notice.text}</span></p>`
    : html`<p class="notice notice-refused" role="alert">${icon('warning')}<span>${notice.text}</span></p>`;
}

function topBar({ store, language }: AdminPage): Html {
  const options = Object.entries(ADMIN_LANGUAGES).map(
    ([code, name]) =>
      html`<option value="${code}" ${code === language ? html`selected` : null}>${name}</option>`,
  );
  return html`<header class="top-bar">
    <button type="button" class="menu-button" aria-expanded="false" aria-controls="side-nav" data-menu-button>
      ${icon('menu')}<span>Menu</span>
    </button>
    <a class="brand" href="${adminRoot(store)}">
      <img src="/assets/icon.svg" alt="" width="28" height="28" /><span>${store.shop.name}</span>
    </a>
    <form class="language-form" method="post" action="${adminRoot(store)}/language">
      <label for="admin-language">Language <span class="visually-hidden">of apps</span></label>
      <select id="admin-language" name="language" data-submit-on-change>
        ${options}
      </select>
      <noscript><button class="button">Set</button></noscript>
    </form>
    <section id="save-bar" class="save-bar" aria-label="Unsaved changes" hidden>
      <p class="save-bar-text">
        <strong>Unsaved changes</strong> <span id="save-bar-alert" role="alert"></span>
      </p>
      <div id="save-bar-actions" class="save-bar-actions"></div>
    </section>
  </header>`;
}

function sideNav({ store, section }: AdminPage, appHandle: string): Html {
  const root = adminRoot(store);
  const current = (isCurrent: boolean): Hole => (isCurrent ? html`aria-current="page"` : null);
  return html`<nav id="side-nav" class="side-nav" aria-label="Admin">
    <ul>
      ${sections.map(
        (each) =>
          html`<li>
            <a href="${root}${each.path}" ${current(each.section === section)}
              >${icon(each.icon)}${each.label}</a
            >
          </li>`,
      )}
    </ul>
    <h2 id="apps-heading">Apps</h2>
    <ul aria-labelledby="apps-heading">
      <li>
        <a id="app-home" href="${appLink(store, appHandle, '/app')}" ${current(section === 'app')}
          >${icon('app')}${APP_NAME}</a
        >
        <ul id="app-nav" class="app-nav" aria-label="${APP_NAME}"></ul>
      </li>
    </ul>
    <ul class="side-nav-doors" aria-label="Other doors">
      <li><a href="/">${icon('back')}Three doors</a></li>
      <li><a href="/store/us">${icon('storefront')}Storefront</a></li>
      <li><a href="/webhooks">${icon('webhooks')}Webhooks</a></li>
    </ul>
  </nav>`;
}
