/**
 * The base of App Bridge's elements: `changed()` runs once per turn after the element, its attributes or its children
 * changed. The light DOM is never touched, since React owns it and would refuse to hydrate over a change.
 */
export abstract class ObservedElement extends HTMLElement {
  #isDue = false;
  #observer = new MutationObserver(() => this.#schedule());

  abstract changed(): void;

  connectedCallback(): void {
    this.#observer.observe(this, { attributes: true, childList: true, characterData: true, subtree: true });
    this.#schedule();
  }

  disconnectedCallback(): void {
    this.#observer.disconnect();
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      this.changed();
    });
  }
}
