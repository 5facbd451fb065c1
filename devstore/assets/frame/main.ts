import { framePath } from '../../pages/platform-links.ts';
import type { Collection, Product } from '../app-bridge/protocol.ts';
import { connectApp } from './app-line.ts';
import { appNav } from './app-nav.ts';
import { barButton, byId } from './elements.ts';
import { pickerDialog } from './picker-dialog.ts';
import { saveBar, type SaveBar } from './save-bar.ts';
import type { FrameSettings } from './settings.ts';
import { showToasts } from './toasts.ts';

// An app that sends the browser to the admin inside its iframe would nest the frame in itself.
if (window.top !== window) window.top?.location.replace(location.href);
else start(JSON.parse(byId('frame-settings').textContent ?? '') as FrameSettings);

function start(settings: FrameSettings): void {
  const iframe = document.createElement('iframe');
  iframe.title = settings.appName;
  iframe.name = 'app-iframe';
  let bar: SaveBar | null = null;
  const app = connectApp(iframe, settings.appOrigin, {
    idToken: () => fetchIdToken(settings.sessionId),
    scopes: () => Promise.resolve(settings.scopes),
    leaveConfirmation: () => bar?.mayLeave() ?? Promise.resolve(true),
    pick: (list) => pickerDialog(list),
    products: ({ query }) => fetchList<Product>(`${settings.pickerAddress}/products`, query),
    collections: ({ query }) => fetchList<Collection>(`${settings.pickerAddress}/collections`, query),
  });
  bar = saveBar(app);
  showToasts(app);
  const nav = appNav(app, settings);
  const appPrefix = framePath('/', settings.shop, settings.apiKey);

  app.on('location', ({ path, title }) => {
    showApp();
    const outer = framePath(path, settings.shop, settings.apiKey);
    if (outer !== location.pathname + location.search + location.hash)
      history.replaceState(history.state, '', outer);
    document.title = [title, settings.appName, settings.storeName].filter(Boolean).join(' · ');
    nav.follow(path);
  });
  app.on('open', ({ path }) => {
    if (path.startsWith(`${appPrefix}/`)) app.tell({ type: 'navigate', path: path.slice(appPrefix.length) });
    else if (/^\/(?:admin|store)\//.test(path)) location.assign(path);
  });
  app.on('titleBar', ({ title, buttons }) => {
    byId('app-title').textContent = title ?? '';
    byId('app-actions').replaceChildren(
      ...buttons.map((described) =>
        barButton(described, () => app.tell({ type: 'titleBarClick', id: described.id })),
      ),
    );
  });
  app.on('loading', ({ isLoading }) => {
    byId('app-progress').hidden = !isLoading;
  });
  app.on('modal', ({ isOpen }) => document.body.classList.toggle('has-modal', isOpen));

  // Made here and not in the page, so that the browser's Back does not bring an old address with an expired token into it.
  iframe.src = settings.src;
  iframe.addEventListener('load', showApp);
  byId('app-place').append(iframe);
}

function showApp(): void {
  byId('app-place').removeAttribute('aria-busy');
  document.getElementById('app-skeleton')?.remove();
}

async function fetchIdToken(sessionId: string): Promise<string> {
  const response = await fetch('/admin/id-token', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ sessionId }),
  });
  if (!response.ok) throw new Error(`The dev store gave no session token (status ${response.status})`);
  const body = (await response.json()) as { token: string };
  return body.token;
}

async function fetchList<Item>(address: string, query: string): Promise<Item[]> {
  const response = await fetch(`${address}?query=${encodeURIComponent(query)}`);
  if (!response.ok) throw new Error(`The dev store gave nothing to choose from (status ${response.status})`);
  return (await response.json()) as Item[];
}
