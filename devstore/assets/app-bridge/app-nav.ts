import type { FrameLink } from './frame-link.ts';
import { ObservedElement } from './observed-element.ts';

/** Defines `ui-nav-menu` and `s-app-nav`: their links are shown in the frame's side navigation. */
export function defineAppNav(frame: FrameLink, navigate: (href: string) => void): void {
  let current: Element | null = null;

  class AppNav extends ObservedElement {
    changed(): void {
      if (!this.isConnected && current !== this) return;
      current = this.isConnected ? this : null;
      const links = this.isConnected ? [...this.querySelectorAll('a[href], s-link[href]')] : [];
      const described = links.map((link) => ({
        label: link.textContent?.trim() ?? '',
        href: link.getAttribute('href') ?? '',
        isHome: link.getAttribute('rel') === 'home',
      }));
      frame.tell({
        type: 'nav',
        items: described.filter((link) => !link.isHome).map(({ label, href }) => ({ label, href })),
        home: described.find((link) => link.isHome)?.href ?? null,
      });
    }
  }

  customElements.define('ui-nav-menu', AppNav);
  customElements.define('s-app-nav', class extends AppNav {});
  frame.on('navigate', ({ path }) => navigate(path));
}

/**
 * Takes the app to one of its pages without loading a document: by the event `shopify:navigate` where Shopify's libraries
 * listen for it, else by a click on the app's own link, which its router may answer.
 */
export function appNavigator(): (href: string) => void {
  let hasRouter = false;
  const listen = window.addEventListener.bind(window);
  window.addEventListener = (...rest: Parameters<typeof window.addEventListener>) => {
    if ((rest[0] as string) === 'shopify:navigate') hasRouter = true;
    listen(...rest);
  };

  return (href) => {
    const wanted = new URL(href, location.href).href;
    const links = [...document.querySelectorAll<HTMLAnchorElement>('ui-nav-menu a[href], s-app-nav a[href]')];
    const link = links.find((anchor) => anchor.href === wanted);
    const target = link ?? Object.assign(document.createElement('a'), { href });
    if (!link) document.documentElement.append(target);
    if (hasRouter) target.dispatchEvent(new Event('shopify:navigate', { bubbles: true, cancelable: true }));
    else target.click();
    if (!link) target.remove();
  };
}
