// The cart's block. It asks for nothing until the shopper means to use points or changes the cart, but where a cart has become smaller than the points that
// it holds.

import './cart-earns.js';

const load = () => import('./cart-points.js');

class MeridianCart extends HTMLElement {
  /** @type {import('./cart-points.js').CartPoints | undefined} */
  #points;

  constructor() {
    super();
    for (const intent of ['pointerenter', 'focusin', 'touchstart'])
      this.addEventListener(intent, () => void load().catch(() => {}), { passive: true });
    this.addEventListener('input', () => void this.#do('choose'));
    this.addEventListener('click', (event) => {
      const button = /** @type {HTMLElement | null} */ (
        /** @type {Element} */ (event.target).closest('[data-action]')
      );
      if (button) void this.#do(button.dataset['action'] ?? '', button);
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
      const { CartPoints } = await load();
      this.#points ??= new CartPoints(this);
      await this.#points.act(action, button);
    } catch {
      const problem = /** @type {HTMLElement | null} */ (this.querySelector('[data-part="problem"]'));
      if (!problem) return;
      problem.textContent = JSON.parse(this.dataset['config'] ?? '{}').texts.unreached;
      problem.hidden = false;
    }
  }
}

if (!customElements.get('meridian-cart')) customElements.define('meridian-cart', MeridianCart);
