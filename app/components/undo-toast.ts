/** Milliseconds that a toast with something to press stands: twice as long as others, to be read and reached. */
const STANDS = 10_000;

/** Options of a toast that takes back what it tells of. */
export const undoToast = (text: (key: 'action.undo') => string, undo: () => void) => ({
  action: text('action.undo'),
  onAction: undo,
  duration: STANDS,
});
