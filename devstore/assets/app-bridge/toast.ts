import type { FrameLink } from './frame-link.ts';

type ToastOptions = {
  duration?: number;
  isError?: boolean;
  action?: string;
  onAction?: () => void;
  onDismiss?: () => void;
};

/** `shopify.toast`: short messages at the frame's lower edge. `show` gives the id that `hide` takes; durations in milliseconds. */
export function toasts(frame: FrameLink): {
  show: (message: string, options?: ToastOptions) => string;
  hide: (id: string) => void;
} {
  const shown = new Map<string, ToastOptions>();
  let count = 0;
  frame.on('toastAction', ({ id }) => shown.get(id)?.onAction?.());
  frame.on('toastDismiss', ({ id }) => {
    const options = shown.get(id);
    shown.delete(id);
    options?.onDismiss?.();
  });
  return {
    show: (message, options = {}) => {
      count += 1;
      const id = String(count);
      shown.set(id, options);
      frame.tell({
        type: 'toast',
        id,
        message,
        durationMs: options.duration ?? 5000,
        isError: options.isError ?? false,
        action: options.action ?? null,
      });
      return id;
    },
    hide: (id) => frame.tell({ type: 'toastHide', id }),
  };
}
