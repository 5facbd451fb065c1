// The one script of the panel that a page loads: opening and closing. It fetches nothing until the shopper means to open the panel.

const load = () => import('./panel.js');

const STATE = 'meridianPanel';

class MeridianLoyalty extends HTMLElement {
  /** @type {import('./panel.js').Panel | undefined} */
  #panel;
  #listening = new AbortController();

  connectedCallback() {
    const [launcher, dialog] = [this.querySelector('button'), this.querySelector('dialog')];
    if (!launcher || !dialog) return;
    const { signal } = (this.#listening = new AbortController());
    for (const intent of ['pointerenter', 'focus', 'touchstart'])
      launcher.addEventListener(intent, () => void load().catch(() => {}), { passive: true, signal });
    launcher.addEventListener('click', () => void this.#open(launcher, dialog), { signal });
    dialog.addEventListener('close', () => afterClosing(launcher), { signal });
    addEventListener('popstate', () => dialog.close(), { signal });
    dialog
      .querySelector('[data-action="close"]')
      ?.addEventListener('click', () => dialog.close(), { signal });
    // A click on the backdrop has the dialog itself as its target; one by the keyboard has no place.
    dialog.addEventListener('click', (event) => event.target === dialog && event.detail && dialog.close(), {
      signal,
    });
    keepClear(this, launcher, signal);
    // In the theme's editor what is chosen is shown.
    this.addEventListener('shopify:block:select', () => void this.#open(launcher, dialog), { signal });
    this.addEventListener('shopify:block:deselect', () => dialog.close(), { signal });
    // Where signing in leads back to: the shopper had asked for the panel.
    if (location.hash !== '#loyalty') return;
    // Once: a reload is no wish to see it again.
    history.replaceState(history.state, '', location.pathname + location.search);
    void this.#open(launcher, dialog);
  }

  disconnectedCallback() {
    this.#listening.abort();
    // The editor puts another in its place; an open one would go on asking.
    this.querySelector('dialog')?.close();
  }

  /**
   * Shows at once what the server wrote into the panel; its script makes that fresh.
   * @param {HTMLElement} launcher @param {HTMLDialogElement} dialog
   */
  async #open(launcher, dialog) {
    if (dialog.open) return;
    dialog.showModal();
    launcher.setAttribute('aria-expanded', 'true');
    // Back closes the panel and leaves the page where it was. What the theme keeps in the state of this page stays in it.
    history.pushState({ ...history.state, [STATE]: true }, '');
    // What the server wrote can be pressed before its script is there: then it is once more. Not after the shopper has closed it.
    /** @type {HTMLElement | null | undefined} */
    let pressed;
    dialog.onclick = (event) => (pressed = /** @type {Element} */ (event.target).closest('button'));
    try {
      const { Panel } = await load();
      this.#panel ??= new Panel(this, dialog);
      this.#panel.opened();
      if (dialog.open) pressed?.click();
    } catch {
      dialog.querySelector('[data-part="offline"]')?.removeAttribute('hidden');
    }
  }
}

/** @param {HTMLElement} launcher */
function afterClosing(launcher) {
  launcher.setAttribute('aria-expanded', 'false');
  if (history.state?.[STATE]) history.back();
}

/**
 * The launcher never covers a sticky cart, a cookie banner or a chat: it moves above what is fixed at its place.
 * @param {HTMLElement} root @param {HTMLElement} launcher @param {AbortSignal} signal
 */
function keepClear(root, launcher, signal) {
  let queued = false;
  const measure = () => {
    queued = false;
    root.style.removeProperty('--mrd-lift');
    const { left, right, top, bottom } = launcher.getBoundingClientRect();
    let edge = innerHeight;
    for (const x of [left + 4, (left + right) / 2, right - 4])
      for (const y of [top + 4, bottom - 4, innerHeight - 4])
        for (const other of document.elementsFromPoint(x, y)) {
          const fixed = root.contains(other) ? null : fixedAncestor(other);
          if (fixed) edge = Math.min(edge, fixed.getBoundingClientRect().top);
        }
    const lift = innerHeight - edge;
    // What reaches further up than half of the window is no bar to stand on.
    if (lift > 0 && lift < innerHeight / 2) root.style.setProperty('--mrd-lift', `${lift}px`);
  };
  const queue = () => {
    if (queued) return;
    queued = true;
    requestAnimationFrame(measure);
  };
  queue();
  for (const event of ['resize', 'scrollend', 'click', 'load'])
    addEventListener(event, queue, { passive: true, signal });
}

/** @param {Element} element @returns {Element | null} */
function fixedAncestor(element) {
  for (let each = /** @type {Element | null} */ (element); each; each = each.parentElement)
    if (getComputedStyle(each).position === 'fixed') return each;
  return null;
}

if (!customElements.get('meridian-loyalty')) customElements.define('meridian-loyalty', MeridianLoyalty);
