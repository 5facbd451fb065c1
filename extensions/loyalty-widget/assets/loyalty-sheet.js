// How the panel closes: its button, Escape (the dialog's own), a click beside it, Back, and a swipe downwards on a phone.

const SWIPE_TO_CLOSE = 96;
const STATE = 'meridianPanel';

/**
 * @param {HTMLDialogElement} dialog
 * @param {HTMLElement} handle where a swipe begins
 */
export function attachSheet(dialog, handle) {
  dialog.querySelector('[data-action="close"]')?.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => {
    // A click on the backdrop has the dialog itself as its target; one by the keyboard has no place.
    if (event.target === dialog && event.detail > 0) dialog.close();
  });
  followSwipe(dialog, handle);
}

/** Back closes the panel and leaves the page where it was. Called at every opening. @param {HTMLDialogElement} dialog */
export function closeOnBack(dialog) {
  const closing = new AbortController();
  const { signal } = closing;
  // What the theme keeps in the state of this page stays in it.
  history.pushState({ ...history.state, [STATE]: true }, '');
  addEventListener('popstate', () => dialog.close(), { signal });
  dialog.addEventListener(
    'close',
    () => {
      closing.abort();
      if (history.state?.[STATE]) history.back();
    },
    { signal },
  );
}

/** @param {HTMLDialogElement} dialog @param {HTMLElement} handle */
function followSwipe(dialog, handle) {
  /** @type {number | null} */
  let start = null;
  const isSheet = () => matchMedia('(max-width: 639px)').matches;
  handle.addEventListener('pointerdown', (event) => {
    if (!isSheet() || (event.target instanceof Element && event.target.closest('button'))) return;
    start = event.clientY;
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener('pointermove', (event) => {
    if (start === null) return;
    dialog.style.transform = `translateY(${Math.max(0, event.clientY - start)}px)`;
  });
  const end = (/** @type {PointerEvent} */ event) => {
    if (start === null) return;
    const far = event.type === 'pointerup' && event.clientY - start > SWIPE_TO_CLOSE;
    start = null;
    dialog.style.removeProperty('transform');
    if (far) dialog.close();
  };
  handle.addEventListener('pointerup', end);
  handle.addEventListener('pointercancel', end);
}
