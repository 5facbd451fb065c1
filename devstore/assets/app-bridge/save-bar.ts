import { buttonElements, describeButtons } from './bar-buttons.ts';
import type { FrameLink } from './frame-link.ts';
import { ObservedElement } from './observed-element.ts';
import type { AppMessage, BarButton } from './protocol.ts';

const PLAIN: BarButton = {
  id: '',
  label: '',
  variant: 'secondary',
  critical: false,
  disabled: false,
  loading: false,
};
const SAVE: BarButton = { ...PLAIN, id: 'save', label: 'Save', variant: 'primary' };
const DISCARD: BarButton = { ...PLAIN, id: 'discard', label: 'Discard' };

/** What asked for the save bar: an element `ui-save-bar`, or a form with `data-save-bar`. */
export type SaveBarOwner = {
  describe(): { save: BarButton; discard: BarButton; discardConfirmation: boolean };
  save(): void;
  discard(): void;
};

/** The one contextual save bar. While it is shown, leaving is blocked. */
export class SaveBars {
  readonly #frame: FrameLink;
  #shown: SaveBarOwner | null = null;

  constructor(frame: FrameLink) {
    this.#frame = frame;
    frame.on('saveBarClick', ({ which }) => this.#shown?.[which]());
  }

  get isShown(): boolean {
    return this.#shown !== null;
  }

  isShowing(owner: SaveBarOwner): boolean {
    return this.#shown === owner;
  }

  show(owner: SaveBarOwner): void {
    this.#shown = owner;
    this.refresh(owner);
  }

  hide(owner: SaveBarOwner): void {
    if (this.#shown !== owner) return;
    this.#shown = null;
    this.#frame.tell(message(false, { save: SAVE, discard: DISCARD, discardConfirmation: false }));
  }

  /** Tells the frame of changed buttons (loading, disabled). */
  refresh(owner: SaveBarOwner): void {
    if (this.#shown === owner) this.#frame.tell(message(true, owner.describe()));
  }

  /** Says beside the save bar that the merchant must save or discard first. */
  sayBlocked(): void {
    this.#frame.tell({ type: 'leaveBlocked' });
  }

  /** Resolves when leaving is free or the merchant agreed to lose the changes; else it never does, as on the platform. */
  async leaveConfirmation(): Promise<void> {
    if (!this.isShown || (await this.#frame.ask('leaveConfirmation', null))) return;
    await new Promise<never>(() => undefined);
  }
}

function message(visible: boolean, described: ReturnType<SaveBarOwner['describe']>): AppMessage {
  return { type: 'saveBar', visible, ...described };
}

/** Defines `ui-save-bar`: a bar whose buttons are those of the element, shown and hidden by its methods or `shopify.saveBar`. */
export function defineSaveBar(bars: SaveBars): void {
  class SaveBar extends ObservedElement implements SaveBarOwner {
    get showing(): boolean {
      return bars.isShowing(this);
    }
    get discardConfirmation(): boolean {
      return this.hasAttribute('discardConfirmation') && this.getAttribute('discardConfirmation') !== 'false';
    }
    set discardConfirmation(on: boolean) {
      this.toggleAttribute('discardConfirmation', on);
    }

    changed(): void {
      if (this.isConnected) bars.refresh(this);
      else bars.hide(this);
    }
    async show(): Promise<void> {
      if (this.showing) return;
      bars.show(this);
      this.dispatchEvent(new Event('show'));
    }
    async hide(): Promise<void> {
      if (!this.showing) return;
      bars.hide(this);
      this.dispatchEvent(new Event('hide'));
    }
    async toggle(): Promise<void> {
      await (this.showing ? this.hide() : this.show());
    }

    describe(): ReturnType<SaveBarOwner['describe']> {
      const buttons = describeButtons(this);
      const save = buttons.find((button) => button.variant === 'primary');
      const discard = buttons.find((button) => button.variant !== 'primary');
      return {
        save: { ...SAVE, ...save, id: 'save', label: save?.label || SAVE.label },
        discard: { ...DISCARD, ...discard, id: 'discard', label: discard?.label || DISCARD.label },
        discardConfirmation: this.discardConfirmation,
      };
    }
    save(): void {
      this.#button(true)?.click();
    }
    discard(): void {
      this.#button(false)?.click();
    }
    #button(isPrimary: boolean): HTMLElement | undefined {
      return buttonElements(this).find(
        (button) => (button.getAttribute('variant') === 'primary') === isPrimary,
      );
    }
  }
  customElements.define('ui-save-bar', SaveBar);
}

/** The three calls of `shopify.saveBar` that name a bar by its element's id. */
export function saveBarById(call: 'show' | 'hide' | 'toggle'): (id: string) => Promise<void> {
  return async (id) => {
    const element = document.getElementById(id);
    if (!element || !(call in element))
      throw new Error(`There is no ui-save-bar or ui-modal with the id "${id}"`);
    await (element as HTMLElement & Record<typeof call, () => Promise<void>>)[call]();
  };
}

/** Forms with `data-save-bar`: the bar appears when a field differs from what it was, Save submits, Discard resets. */
export function watchForms(bars: SaveBars): void {
  const forms = new WeakMap<HTMLFormElement, { owner: SaveBarOwner; clean: string }>();

  const watched = (event: Event): HTMLFormElement | null => {
    const field = event.target;
    return field instanceof Element ? field.closest<HTMLFormElement>('form[data-save-bar]') : null;
  };
  const stateOf = (form: HTMLFormElement) => {
    const known = forms.get(form);
    if (known) return known;
    const state = { owner: formOwner(form), clean: contents(form) };
    forms.set(form, state);
    return state;
  };

  // Focus comes before the first change, so what is in the form then is what Discard returns to.
  document.addEventListener('focusin', (event) => {
    const form = watched(event);
    if (form) stateOf(form);
  });
  for (const change of ['input', 'change']) {
    document.addEventListener(change, (event) => {
      const form = watched(event);
      if (!form) return;
      const { owner, clean } = stateOf(form);
      const isDirty = contents(form) !== clean;
      if (isDirty && !bars.isShowing(owner)) bars.show(owner);
      if (!isDirty) bars.hide(owner);
    });
  }
  for (const end of ['submit', 'reset']) {
    document.addEventListener(end, (event) => {
      const form = watched(event);
      const state = form && forms.get(form);
      if (!state) return;
      bars.hide(state.owner);
      forms.delete(form);
    });
  }
}

function formOwner(form: HTMLFormElement): SaveBarOwner {
  return {
    describe: () => ({
      save: SAVE,
      discard: DISCARD,
      discardConfirmation: form.hasAttribute('data-discard-confirmation'),
    }),
    save: () => form.requestSubmit(),
    discard: () => form.reset(),
  };
}

function contents(form: HTMLFormElement): string {
  return JSON.stringify(
    [...new FormData(form)].map(([name, value]) => [name, value instanceof File ? value.name : value]),
  );
}
