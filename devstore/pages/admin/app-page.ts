import { randomUUID } from 'node:crypto';
import type { FrameSettings } from '../../assets/frame/settings.ts';
import type { DevStore } from '../../state/dev-store.ts';
import { html, jsonForScript, type Html } from '../html.ts';
import { APP_NAME, type AdminLanguage } from './shell.ts';

export type AppPageRequest = {
  /** The app's path and query, such as `/app/members?page=2`. */
  path: string;
  search: string;
  language: AdminLanguage;
  appHandle: string;
  /** The origin at which the frame may show the app. */
  proxyOrigin: string;
  pickerAddress: string;
};

/** The app in its iframe, with a bar for its title and buttons; `frame.js` makes the iframe and answers its questions. */
export function appPage(store: DevStore, request: AppPageRequest): Html {
  const { path, search, language, appHandle, proxyOrigin, pickerAddress } = request;
  const sessionId = randomUUID();
  const address = new URL(store.embeddedAppUrl({ path, search, locale: language, sessionId }));
  const settings: FrameSettings = {
    shop: store.shop.domain,
    storeName: store.shop.name,
    apiKey: appHandle,
    appName: APP_NAME,
    src: proxyOrigin + address.pathname + address.search,
    path,
    home: '/app',
    appOrigin: proxyOrigin,
    sessionId,
    scopes: store.installation()?.scopes ?? [],
    pickerAddress,
  };
  return html`<div class="app-bar">
      <img src="/assets/icon.svg" alt="" width="20" height="20" />
      <h1 class="app-name">${APP_NAME}</h1>
      <span id="app-title" class="app-title"></span>
      <div id="app-actions" class="app-actions"></div>
    </div>
    <div id="app-progress" class="app-progress" role="progressbar" aria-label="Loading" hidden></div>
    <div id="app-place" class="app-place" aria-busy="true">
      <div id="app-skeleton" class="app-skeleton">
        <p class="visually-hidden" role="status">Loading ${APP_NAME}</p>
        <span class="bone bone-title"></span>
        <span class="bone bone-card"></span>
        <span class="bone bone-card"></span>
      </div>
      <noscript
        ><p class="notice">The admin shows apps with JavaScript; switch it on and reload.</p></noscript
      >
    </div>
    <script type="application/json" id="frame-settings">
      ${jsonForScript(settings)}
    </script>`;
}
