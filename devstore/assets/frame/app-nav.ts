import { framePath } from '../../pages/platform-links.ts';
import type { NavItem } from '../app-bridge/protocol.ts';
import type { AppLine } from './app-line.ts';
import { byId, make } from './elements.ts';
import type { FrameSettings } from './settings.ts';

// The app's items of the last visit, so that the navigation does not jump while the app loads.
const REMEMBERED = 'devstore-app-nav';

/** Shows the app's navigation under its name in the side navigation; `follow` marks the item of the app's present page. */
export function appNav(app: AppLine, settings: FrameSettings): { follow: (appPath: string) => void } {
  const list = byId('app-nav');
  const homeLink = byId('app-home');
  let current = settings.path;
  let home = settings.home;

  const mark = () => {
    const pathname = new URL(current, location.origin).pathname;
    const links = [...list.querySelectorAll<HTMLAnchorElement>('a')];
    const matches = links.filter((link) => isUnder(pathname, link.dataset['path'] ?? ''));
    // The longest match wins: /app/members is under /app too.
    const active = matches.toSorted(
      (a, b) => (b.dataset['path'] ?? '').length - (a.dataset['path'] ?? '').length,
    )[0];
    for (const link of [...links, homeLink]) {
      if (link === (active ?? homeLink)) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
  };
  const show = (items: NavItem[]) => {
    list.replaceChildren(
      ...items.map(({ label, href }) => {
        const link = make('a', { href: framePath(href, settings.shop, settings.apiKey) }, label);
        link.dataset['path'] = href;
        link.addEventListener('click', (event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          app.tell({ type: 'navigate', path: href });
        });
        return make('li', {}, link);
      }),
    );
    mark();
  };

  const remembered: unknown = JSON.parse(sessionStorage.getItem(REMEMBERED) ?? '[]');
  if (Array.isArray(remembered)) show(remembered as NavItem[]);
  app.on('nav', (message) => {
    if (message.items.length === 0) return;
    home = message.home ?? home;
    sessionStorage.setItem(REMEMBERED, JSON.stringify(message.items));
    show(message.items);
  });
  homeLink.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    app.tell({ type: 'navigate', path: home });
  });
  return {
    follow: (appPath) => {
      current = appPath;
      mark();
    },
  };
}

function isUnder(pathname: string, item: string): boolean {
  const base = new URL(item, location.origin).pathname;
  return pathname === base || pathname.startsWith(`${base}/`);
}
