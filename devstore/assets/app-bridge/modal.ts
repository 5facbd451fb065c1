import { clickButton, describeButtons } from './bar-buttons.ts';
import type { FrameLink } from './frame-link.ts';
import { ObservedElement } from './observed-element.ts';

const STYLE = `
  dialog { border: 0; padding: 0; border-radius: 16px; color: #1d2b2a; background: #fff; inline-size: min(620px, calc(100vw - 32px));
    max-block-size: calc(100dvh - 48px); box-shadow: 0 24px 64px rgb(20 40 38 / 0.28); font: 14px/1.5 system-ui, sans-serif; }
  dialog[open] { display: flex; flex-direction: column; }
  dialog::backdrop { background: rgb(20 40 38 / 0.45); }
  :host([variant='small']) dialog { inline-size: min(380px, calc(100vw - 32px)); }
  :host([variant='large']) dialog { inline-size: min(980px, calc(100vw - 32px)); }
  :host([variant='max']) dialog { inline-size: calc(100vw - 32px); block-size: calc(100dvh - 48px); }
  header, footer { display: flex; align-items: center; gap: 8px; padding: 12px 16px; }
  header { border-block-end: 1px solid #e4e2da; justify-content: space-between; }
  footer { border-block-start: 1px solid #e4e2da; justify-content: flex-end; }
  footer:empty { display: none; }
  h2 { font-size: 16px; line-height: 1.4; margin: 0; }
  .body { overflow: auto; flex: 1; }
  iframe { border: 0; display: block; inline-size: 100%; block-size: min(600px, 70dvh); }
  button { font: inherit; font-weight: 600; min-block-size: 36px; padding: 4px 14px; border-radius: 10px; cursor: pointer;
    border: 1px solid #8a9491; background: #fff; color: inherit; }
  button.primary { background: #1f5c56; border-color: #1f5c56; color: #fff; }
  button.critical { background: #b3261e; border-color: #b3261e; color: #fff; }
  button.close { border-color: transparent; font-size: 20px; line-height: 1; padding: 4px 10px; }
  button:focus-visible { outline: 2px solid #1f5c56; outline-offset: 2px; }
  button:disabled { opacity: 0.55; cursor: default; }
  @media (prefers-reduced-motion: no-preference) { dialog[open] { animation: rise 160ms ease-out; } }
  @keyframes rise { from { opacity: 0; transform: translateY(8px); } }
`;

/** The dialog in a modal's shadow root. The browser's own dialog keeps the focus inside and closes on Escape. */
class ModalDialog {
  readonly #host: HTMLElement;
  readonly #dialog = document.createElement('dialog');
  readonly #heading = document.createElement('h2');
  readonly #body = document.createElement('div');
  readonly #footer = document.createElement('footer');
  /** The buttons in the footer, as they are described. */
  #drawn = '';

  constructor(host: HTMLElement, closed: () => void) {
    this.#host = host;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    const root = host.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet];
    const header = document.createElement('header');
    header.append(this.#heading, this.#closeButton());
    this.#heading.id = 'heading';
    this.#dialog.setAttribute('aria-labelledby', 'heading');
    this.#body.className = 'body';
    this.#body.append(document.createElement('slot'));
    this.#dialog.append(header, this.#body, this.#footer);
    this.#dialog.addEventListener('close', () => {
      this.#body.querySelector('iframe')?.remove();
      closed();
    });
    root.append(this.#dialog);
  }

  get isOpen(): boolean {
    return this.#dialog.open;
  }
  get contentWindow(): Window | null {
    return this.#body.querySelector('iframe')?.contentWindow ?? null;
  }

  open(source: string | null): void {
    this.refresh();
    if (source !== null) {
      const page = document.createElement('iframe');
      page.title = this.#heading.textContent ?? '';
      page.src = source;
      this.#body.append(page);
    }
    this.#dialog.showModal();
  }
  close(): void {
    if (this.#dialog.open) this.#dialog.close();
  }

  /** Takes title and buttons anew from the modal's `ui-title-bar`. Buttons that are the same stay: one that is being pressed would lose the click, and the focus. */
  refresh(): void {
    const bar = this.#host.querySelector('ui-title-bar');
    this.#heading.textContent = bar?.getAttribute('title') ?? '';
    const buttons = bar ? describeButtons(bar) : [];
    const described = JSON.stringify(buttons);
    if (described === this.#drawn) return;
    this.#drawn = described;
    // Secondary first and the primary at the end, where the platform has it.
    const ordered = buttons.toSorted(
      (a, b) => Number(a.variant === 'primary') - Number(b.variant === 'primary'),
    );
    this.#footer.replaceChildren(
      ...ordered.map((described) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.textContent = described.label;
        button.disabled = described.disabled || described.loading;
        button.className = described.critical ? 'critical' : described.variant;
        button.setAttribute('aria-busy', String(described.loading));
        button.addEventListener('click', () => this.#clicked(described.id));
        return button;
      }),
    );
  }

  #clicked(id: string): void {
    const bar = this.#host.querySelector('ui-title-bar');
    if (bar) clickButton(bar, id);
  }

  #closeButton(): HTMLButtonElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'close';
    button.setAttribute('aria-label', 'Close');
    button.textContent = '×';
    button.addEventListener('click', () => this.#dialog.close());
    return button;
  }
}

/** Defines `ui-modal`: a dialog over the app's page with the title and buttons of its `ui-title-bar`. */
export function defineModal(frame: FrameLink): void {
  class Modal extends ObservedElement {
    readonly #dialog = new ModalDialog(this, () => {
      frame.tell({ type: 'modal', isOpen: false });
      this.dispatchEvent(new Event('hide'));
    });
    #content: HTMLElement | null = null;

    /** Where React puts the modal's children. Made when asked for, since a child added earlier would disturb hydration. */
    get content(): HTMLElement {
      this.#content ??= this.appendChild(document.createElement('div'));
      return this.#content;
    }
    set content(element: HTMLElement) {
      this.#content?.remove();
      this.#content = this.appendChild(element);
    }
    get src(): string | undefined {
      return this.getAttribute('src') ?? undefined;
    }
    set src(address: string | undefined) {
      if (address === undefined) this.removeAttribute('src');
      else this.setAttribute('src', address);
    }
    get variant(): string {
      return this.getAttribute('variant') ?? 'base';
    }
    set variant(variant: string) {
      this.setAttribute('variant', variant);
    }
    get contentWindow(): Window | null {
      return this.#dialog.contentWindow;
    }

    changed(): void {
      if (!this.isConnected) this.#dialog.close();
      this.#dialog.refresh();
    }
    async show(): Promise<void> {
      if (this.#dialog.isOpen || !this.isConnected) return;
      this.#dialog.open(this.src ?? null);
      frame.tell({ type: 'modal', isOpen: true });
      this.dispatchEvent(new Event('show'));
    }
    async hide(): Promise<void> {
      this.#dialog.close();
    }
    async toggle(): Promise<void> {
      await (this.#dialog.isOpen ? this.hide() : this.show());
    }
  }
  customElements.define('ui-modal', Modal);
}
