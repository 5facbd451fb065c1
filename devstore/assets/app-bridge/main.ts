import { framePath } from '../../pages/platform-links.ts';
import { appNavigator, defineAppNav } from './app-nav.ts';
import { authenticatedFetch } from './authenticated-fetch.ts';
import { readConfig, type Config } from './config.ts';
import { connectFrame } from './frame-link.ts';
import { holdBack, interceptClicks, interceptWindowOpen, platformOpener, reportLocation } from './leaving.ts';
import { defineModal } from './modal.ts';
import { defineSaveBar, SaveBars, watchForms } from './save-bar.ts';
import { cachedToken } from './session-token.ts';
import { shopifyGlobal } from './shopify-global.ts';
import { defineTitleBar } from './title-bar.ts';

// The stand-in for cdn.shopify.com/shopifycloud/app-bridge.js: a classic script, since the app uses `shopify` while it hydrates.
const script = document.currentScript;
if (script instanceof HTMLScriptElement && !('shopify' in window)) start(readConfig(script));

function start(config: Config): void {
  if (window.top === window) {
    // As on the platform, an app opened by itself goes into the admin.
    location.replace(config.frameOrigin + framePath(location.href, config.shop, config.apiKey));
    return;
  }
  const frame = connectFrame(config.frameOrigin);
  const idToken = cachedToken(
    () => frame.ask('idToken', null),
    () => Date.now(),
  );
  const bars = new SaveBars(frame);
  const open = platformOpener(frame, config);
  const global = shopifyGlobal({ config, frame, bars, idToken });
  Object.defineProperty(window, 'shopify', { value: global, configurable: true });
  window.fetch = authenticatedFetch({
    fetch: window.fetch.bind(window),
    origin: location.origin,
    base: location.href,
    idToken,
    leave: (address) => {
      if (!open(address)) window.open(address, '_top');
    },
  });
  interceptWindowOpen(config, open);

  const reload = new URLSearchParams(location.search).get('shopify-reload');
  if (reload !== null) {
    void idToken().then((token) => location.replace(reloadAddress(reload, token)));
    return;
  }
  hideBars();
  holdBack(bars);
  interceptClicks(config, open, bars);
  defineAppNav(frame, appNavigator());
  defineTitleBar(frame);
  defineSaveBar(bars);
  defineModal(frame);
  watchForms(bars);
  reportLocation(frame);
}

// The page to come back to is a parameter that anyone can write: only its path is used, so that no token goes elsewhere.
function reloadAddress(reload: string, token: string): string {
  const wanted = new URL(reload, location.origin);
  const address = new URL(wanted.pathname + wanted.search, location.origin);
  address.searchParams.set('id_token', token);
  return address.href;
}

// A style sheet without an element: React hydrates the whole document and refuses one that somebody added to.
function hideBars(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('ui-nav-menu, s-app-nav, ui-title-bar, ui-save-bar { display: none }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
