// The product block follows the variant that is chosen. What each price earns was reckoned by the server.

const formSelector = 'form[action*="/cart/add"]';

class MeridianEarn extends HTMLElement {
  #stop = new AbortController();
  /** @type {MutationObserver | null} */
  #observer = null;

  connectedCallback() {
    const { signal } = (this.#stop = new AbortController());
    // Dawn and its kin change the hidden field of the form and tell it; some tell of an option first and change the field after.
    document.addEventListener('change', () => queueMicrotask(() => this.#follow()), { signal });
    this.#observer = new MutationObserver(() => this.#follow());
    for (const field of document.querySelectorAll(`${formSelector} input[name="id"][type="hidden"]`))
      this.#observer.observe(field, { attributeFilter: ['value'] });
    this.#follow();
  }

  disconnectedCallback() {
    this.#stop.abort();
    this.#observer?.disconnect();
  }

  #follow() {
    const id = this.#chosen();
    if (id === null) return;
    for (const template of this.querySelectorAll('template')) {
      if (!template.dataset['variants']?.split(' ').includes(id)) continue;
      const shown = this.querySelector('[data-part="shown"]');
      const next = template.content.cloneNode(true);
      this.hidden = next.textContent?.trim() === '';
      if (shown && shown.textContent?.trim() !== next.textContent?.trim()) shown.replaceChildren(next);
      return;
    }
  }

  /** The variant of the product's form: of the block's section, else of the page. @returns {string | null} */
  #chosen() {
    const near = this.closest('section, [id^="shopify-section"], main')?.querySelector(formSelector);
    const form = near ?? document.querySelector(formSelector);
    const id = form instanceof HTMLFormElement ? new FormData(form).get('id') : null;
    return typeof id === 'string' ? id : null;
  }
}

if (!customElements.get('meridian-earn')) customElements.define('meridian-earn', MeridianEarn);
