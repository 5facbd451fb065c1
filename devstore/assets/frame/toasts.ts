import type { AppLine } from './app-line.ts';
import { byId, make } from './elements.ts';

/** Shows the app's toasts at the lower edge; each stays while the pointer or the focus is on it. */
export function showToasts(app: AppLine): void {
  const region = byId('toasts');
  const shown = new Map<string, () => void>();

  app.on('toast', ({ id, message, durationMs, isError, action }) => {
    const dismiss = make('button', { type: 'button', className: 'toast-dismiss', ariaLabel: 'Dismiss' }, '×');
    const toast = make(
      'div',
      { className: isError ? 'toast toast-error' : 'toast' },
      make('span', {}, message),
    );
    if (isError) toast.setAttribute('role', 'alert');
    if (action !== null) {
      const button = make('button', { type: 'button', className: 'toast-action' }, action);
      button.addEventListener('click', () => app.tell({ type: 'toastAction', id }));
      toast.append(button);
    }
    toast.append(dismiss);

    let timer = 0;
    const remove = () => {
      window.clearTimeout(timer);
      if (!shown.delete(id)) return;
      toast.remove();
      app.tell({ type: 'toastDismiss', id });
    };
    const start = () => {
      timer = window.setTimeout(remove, durationMs);
    };
    for (const pause of ['pointerenter', 'focusin'])
      toast.addEventListener(pause, () => window.clearTimeout(timer));
    for (const resume of ['pointerleave', 'focusout']) toast.addEventListener(resume, start);
    dismiss.addEventListener('click', remove);
    shown.set(id, remove);
    region.append(toast);
    start();
  });
  app.on('toastHide', ({ id }) => shown.get(id)?.());
}
