// The one script of the cart's block that a page loads. It asks for nothing until the shopper means to use points or changes the cart, but where a cart has
// become smaller than the points that it holds.

/** @typedef {import('./loyalty-cart-points.js')} CartModule */

class MeridianCart extends HTMLElement {
  /** @type {Promise<CartModule> | null} */
  #module = null;

  constructor() {
    super();
    for (const intent of ['pointerenter', 'focusin', 'touchstart'])
      this.addEventListener(intent, () => void this.#load().catch(() => {}), { passive: true });
    this.addEventListener('input', () => void this.#do('choose'));
    this.addEventListener('click', (event) => {
      const button = event.target instanceof Element ? event.target.closest('[data-action]') : null;
      if (button instanceof HTMLElement) void this.#do(button.dataset['action'] ?? '', button);
    });
  }

  connectedCallback() {
    if (this.hasAttribute('data-over')) void this.#do('lower');
    this.removeAttribute('data-over');
  }

  /** @param {string} action @param {HTMLElement} [button] */
  async #do(action, button) {
    if (button?.getAttribute('aria-disabled')) return;
    try {
      const { cartPoints } = await this.#load();
      await cartPoints(this).act(action, button);
    } catch {
      const problem = this.querySelector('[data-part="problem"]');
      if (!(problem instanceof HTMLElement)) return;
      problem.textContent = JSON.parse(this.dataset['config'] ?? '{}').texts?.unreached ?? '';
      problem.hidden = false;
    }
  }

  /** @returns {Promise<CartModule>} */
  #load() {
    this.#module ??= import('./loyalty-cart-points.js').catch((error) => {
      this.#module = null;
      throw error;
    });
    return this.#module;
  }
}

// Themes change the cart in ways of their own, and few tell of it. All of them ask the Ajax API, and then what this cart earns is asked anew.
new PerformanceObserver((list) => {
  if (list.getEntries().some(({ name }) => /\/cart\/(add|change|clear|update)\b/.test(name)))
    void import('./loyalty-cart-draw.js').then(({ drawEarns }) => drawEarns()).catch(() => {});
}).observe({ type: 'resource' });

if (!customElements.get('meridian-cart')) customElements.define('meridian-cart', MeridianCart);
