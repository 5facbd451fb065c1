import type { AppLine } from './app-line.ts';
import { confirmDialog } from './confirm-dialog.ts';
import { barButton, byId } from './elements.ts';

/** The contextual save bar over the top bar; while it is shown, leaving the page is refused. */
export type SaveBar = {
  readonly isShown: boolean;
  /** Says beside the bar what to do first. */
  sayBlocked(): void;
  /** Asks whether the changes may be lost; true at once when there are none. */
  mayLeave(): Promise<boolean>;
};

export function saveBar(app: AppLine): SaveBar {
  const bar = byId('save-bar');
  const actions = byId('save-bar-actions');
  const alert = byId('save-bar-alert');
  let isShown = false;
  /** The buttons in the bar, as they are described. */
  let drawn = '';

  app.on('saveBar', ({ visible, save, discard, discardConfirmation }) => {
    const focused = actions.contains(document.activeElement) ? document.activeElement?.textContent : null;
    isShown = visible;
    bar.hidden = !visible;
    document.body.classList.toggle('has-unsaved-changes', visible);
    if (!visible) {
      alert.textContent = '';
      return;
    }
    // What is the same stays: a button that is being pressed would lose the click.
    const described = JSON.stringify([save, discard, discardConfirmation]);
    if (described === drawn) return;
    drawn = described;
    const onDiscard = async () => {
      if (discardConfirmation && !(await confirmDiscard())) return;
      app.tell({ type: 'saveBarClick', which: 'discard' });
    };
    const buttons = [
      barButton(discard, () => void onDiscard()),
      barButton(save, () => app.tell({ type: 'saveBarClick', which: 'save' })),
    ];
    actions.replaceChildren(...buttons);
    buttons.find((button) => button.textContent === focused)?.focus();
  });

  const self: SaveBar = {
    get isShown() {
      return isShown;
    },
    sayBlocked() {
      // An alert is announced when its text changes, so the same words are taken out first.
      alert.textContent = '';
      requestAnimationFrame(() => {
        alert.textContent = 'Save or discard your changes first';
      });
    },
    mayLeave: () => (isShown ? confirmLeave() : Promise.resolve(true)),
  };
  app.on('leaveBlocked', () => self.sayBlocked());
  guardFrame(self);
  return self;
}

function confirmDiscard(): Promise<boolean> {
  return confirmDialog({
    title: 'Discard all unsaved changes?',
    text: 'What you changed since you last saved will be lost.',
    yes: 'Discard changes',
    no: 'Continue editing',
  });
}

function confirmLeave(): Promise<boolean> {
  return confirmDialog({
    title: 'Leave page with unsaved changes?',
    text: 'Leaving this page loses what you changed.',
    yes: 'Leave page',
    no: 'Stay',
  });
}

// The frame's own links, and closing the tab or going back out of the app.
function guardFrame(bar: SaveBar): void {
  document.addEventListener(
    'click',
    (event) => {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      if (
        !bar.isShown ||
        !link ||
        link.getAttribute('href')?.startsWith('#') ||
        event.ctrlKey ||
        event.metaKey
      )
        return;
      event.preventDefault();
      event.stopImmediatePropagation();
      bar.sayBlocked();
    },
    true,
  );
  window.addEventListener('beforeunload', (event) => {
    if (bar.isShown) event.preventDefault();
  });
}
