import { platformPath } from '../../pages/platform-links.ts';
import type { Config } from './config.ts';
import type { FrameLink } from './frame-link.ts';
import type { SaveBars } from './save-bar.ts';

/** Opens addresses of the platform in the dev store; `open` gives false for any other address. */
export type PlatformOpener = (address: string) => boolean;

export function platformOpener(frame: FrameLink, config: Config): PlatformOpener {
  return (address) => {
    const path = platformPath(address, config.shop);
    if (path !== null) frame.tell({ type: 'open', path });
    return path !== null;
  };
}

/**
 * Clicks on links: those into the platform open in the dev store, and none leaves the page while the save bar is shown.
 * In the capture phase, so that it runs before the app's router.
 */
export function interceptClicks(config: Config, open: PlatformOpener, bars: SaveBars): void {
  document.addEventListener(
    'click',
    (event) => {
      const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
      if (!link?.hasAttribute('href') || event.button !== 0) return;
      const path = platformPath(link.href, config.shop);
      const opensElsewhere = link.target === '_blank' || event.metaKey || event.ctrlKey || event.shiftKey;
      if (opensElsewhere) {
        // A window opened by a message would be taken for a pop-up, so the link itself is pointed at the dev store.
        if (path !== null) link.href = config.frameOrigin + path;
        return;
      }
      if (bars.isShown && !isWithinPage(link)) {
        event.preventDefault();
        event.stopImmediatePropagation();
        bars.sayBlocked();
      } else if (path !== null) {
        event.preventDefault();
        event.stopImmediatePropagation();
        open(link.href);
      }
    },
    true,
  );
}

function isWithinPage(link: HTMLAnchorElement): boolean {
  const hash = link.getAttribute('href') ?? '';
  return hash.startsWith('#') || link.hasAttribute('download');
}

/** `window.open` as the app's server pages use it to leave the frame (exit-iframe, redirects to the admin). */
export function interceptWindowOpen(config: Config, open: PlatformOpener): void {
  const native = window.open.bind(window);
  window.open = (address, target, features) => {
    const path = address === undefined ? null : platformPath(String(address), config.shop);
    const isInFrame = target === '_top' || target === '_parent' || target === '_self';
    if (path !== null && isInFrame && open(String(address))) return window;
    return native(path === null ? address : config.frameOrigin + path, target, features);
  };
}

/** Keeps the frame told of the app's address and title, so that reload, Back and deep links work there. */
export function reportLocation(frame: FrameLink): void {
  const report = () =>
    frame.tell({
      type: 'location',
      path: location.pathname + location.search + location.hash,
      title: document.title,
    });
  for (const method of ['pushState', 'replaceState'] as const) {
    const native = history[method].bind(history);
    history[method] = (...rest) => {
      native(...rest);
      report();
    };
  }
  window.addEventListener('popstate', report);
  window.addEventListener('hashchange', report);
  new MutationObserver(report).observe(document.documentElement, { childList: true });
  document.addEventListener('DOMContentLoaded', () => {
    report();
    new MutationObserver(report).observe(document.head, {
      childList: true,
      subtree: true,
      characterData: true,
    });
  });
  report();
}

/**
 * The Back button while the save bar is shown: the page is put back where it was before the app's router hears of it.
 * Must be installed before the router listens.
 */
export function holdBack(bars: SaveBars): void {
  let here = { state: history.state as unknown, address: location.href };
  const remember = () => {
    here = { state: history.state as unknown, address: location.href };
  };
  for (const method of ['pushState', 'replaceState'] as const) {
    const native = history[method].bind(history);
    history[method] = (...rest) => {
      native(...rest);
      remember();
    };
  }
  window.addEventListener('popstate', (event) => {
    if (!bars.isShown) {
      remember();
      return;
    }
    event.stopImmediatePropagation();
    history.pushState(here.state, '', here.address);
    bars.sayBlocked();
  });
}
