// The product block follows the variant that is chosen, and says of several what its number is for. What each price earns was reckoned by the server.

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
    const near = this.#place()?.querySelector(formSelector);
    // The product's form: of the block's section, else of the page.
    const form = near ?? document.querySelector(formSelector);
    if (!(form instanceof HTMLFormElement)) return;
    const chosen = new FormData(form);
    const [shown, ofOne] = this.querySelectorAll('[data-part]');
    // What was reckoned is for one, and several are rounded once together.
    ofOne?.toggleAttribute('hidden', !(Number(chosen.get('quantity')) > 1));
    for (const template of this.querySelectorAll('template')) {
      if (!template.dataset['variants']?.split(' ').includes(String(chosen.get('id')))) continue;
      const next = template.content.cloneNode(true);
      this.hidden = next.textContent?.trim() === '';
      if (shown?.textContent?.trim() !== next.textContent?.trim()) shown?.replaceChildren(next);
      return;
    }
  }
}

if (!customElements.get('meridian-earn')) customElements.define('meridian-earn', MeridianEarn);
