// The product block follows the variant that is chosen. What each price earns was reckoned by the server.

const formSelector = 'form[action*="/cart/add"]';

class MeridianEarn extends HTMLElement {
  #observer = new MutationObserver(() => this.#follow());

  connectedCallback() {
    // Dawn and its kin change the hidden field of the form and tell it; some tell of an option first and change the field after.
    document.addEventListener('change', this);
    // Others change the field alone, or put another form in the place of the first.
    const options = { attributeFilter: ['value'], childList: true, subtree: true };
    this.#observer.observe(this.#place() ?? document.body, options);
    this.#follow();
  }

  disconnectedCallback() {
    document.removeEventListener('change', this);
    this.#observer.disconnect();
  }

  handleEvent() {
    queueMicrotask(() => this.#follow());
  }

  #place() {
    return this.closest('section, [id^="shopify-section"], main');
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
    const near = this.#place()?.querySelector(formSelector);
    const form = near ?? document.querySelector(formSelector);
    const id = form instanceof HTMLFormElement ? new FormData(form).get('id') : null;
    return typeof id === 'string' ? id : null;
  }
}

if (!customElements.get('meridian-earn')) customElements.define('meridian-earn', MeridianEarn);
