// On a phone the panel is a sheet: a swipe downwards closes it.

const SWIPE_TO_CLOSE = 96;

/** @param {HTMLDialogElement} dialog @param {HTMLElement} handle where a swipe begins */
export function followSwipe(dialog, handle) {
  /** @type {number | null} */
  let start = null;
  const isSheet = () => matchMedia('(max-width: 639px)').matches;
  handle.addEventListener('pointerdown', (event) => {
    if (!isSheet() || /** @type {Element} */ (event.target).closest('button')) return;
    start = event.clientY;
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener('pointermove', (event) => {
    if (start === null) return;
    dialog.style.transform = `translateY(${Math.max(0, event.clientY - start)}px)`;
  });
  const end = () => {
    start = null;
    dialog.style.removeProperty('transform');
  };
  handle.addEventListener('pointercancel', end);
  handle.addEventListener('pointerup', ({ clientY }) => {
    if (start !== null && clientY - start > SWIPE_TO_CLOSE) dialog.close();
    end();
  });
}
