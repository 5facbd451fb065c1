// The one script of the panel that a page loads. It fetches nothing until the shopper means to open the panel.

/** @typedef {import('./loyalty-panel.js')} PanelModule */

/** How far above the bottom something else that is fixed there reaches, at most half of the window. */
const MAX_LIFT = 0.5;

class MeridianLoyalty extends HTMLElement {
  /** @type {Promise<PanelModule> | null} */
  #module = null;
  #observing = new AbortController();

  connectedCallback() {
    const launcher = this.querySelector('button');
    if (!launcher) return;
    const { signal } = (this.#observing = new AbortController());
    for (const intent of ['pointerenter', 'focus', 'touchstart'])
      launcher.addEventListener(intent, () => void this.#load().catch(() => {}), { passive: true, signal });
    launcher.addEventListener('click', () => void this.open(), { signal });
    // Where signing in leads back to: the shopper had asked for the panel.
    if (location.hash === '#loyalty') void this.open();
    this.#keepClear(launcher, signal);
  }

  disconnectedCallback() {
    this.#observing.abort();
  }

  /** Shows the panel at once, with what the server wrote into it; the script makes it fresh. */
  async open() {
    const dialog = this.querySelector('dialog');
    if (!dialog || dialog.open) return;
    dialog.showModal();
    this.querySelector('button')?.setAttribute('aria-expanded', 'true');
    try {
      const { attachPanel } = await this.#load();
      attachPanel(this, dialog);
    } catch {
      this.#showUnreachable(dialog);
    }
  }

  /** @returns {Promise<PanelModule>} */
  #load() {
    this.#module ??= import('./loyalty-panel.js').catch((error) => {
      this.#module = null;
      throw error;
    });
    return this.#module;
  }

  /** Without its script the panel can still be read and closed. @param {HTMLDialogElement} dialog */
  #showUnreachable(dialog) {
    const offline = dialog.querySelector('[data-part="offline"]');
    if (offline instanceof HTMLElement) offline.hidden = false;
    const closed = () => this.querySelector('button')?.setAttribute('aria-expanded', 'false');
    dialog
      .querySelector('[data-action="close"]')
      ?.addEventListener('click', () => dialog.close(), { once: true });
    dialog.addEventListener('close', closed, { once: true });
  }

  /**
   * The launcher never covers a sticky cart, a cookie banner or a chat: it moves above what is fixed at its place.
   * @param {HTMLElement} launcher
   * @param {AbortSignal} signal
   */
  #keepClear(launcher, signal) {
    let queued = false;
    const measure = () => {
      queued = false;
      this.style.removeProperty('--mrd-lift');
      const { left, right, top, bottom } = launcher.getBoundingClientRect();
      let edge = innerHeight;
      for (const x of [left + 4, (left + right) / 2, right - 4])
        for (const y of [top + 4, bottom - 4])
          for (const other of document.elementsFromPoint(x, y)) {
            const fixed = this.contains(other) ? null : fixedAncestor(other);
            if (fixed) edge = Math.min(edge, fixed.getBoundingClientRect().top);
          }
      const lift = innerHeight - edge;
      if (lift > 0 && lift < innerHeight * MAX_LIFT) this.style.setProperty('--mrd-lift', `${lift}px`);
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
}

/** @param {Element} element @returns {Element | null} */
function fixedAncestor(element) {
  for (let each = /** @type {Element | null} */ (element); each; each = each.parentElement)
    if (getComputedStyle(each).position === 'fixed') return each;
  return null;
}

if (!customElements.get('meridian-loyalty')) customElements.define('meridian-loyalty', MeridianLoyalty);
