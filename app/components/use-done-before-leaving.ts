import { useBeforeUnload, useBlocker } from '@remix-run/react';
import { useAppBridge } from '@shopify/app-bridge-react';
import { useCallback, useEffect } from 'react';
import { useAdminText } from './admin-text.tsx';

/** Milliseconds after which it is said why the page still stands: most requests are done sooner. */
const PATIENCE = 1_000;
/** Milliseconds without any answer after which the page is left nevertheless: a connection that stalls may take minutes to fail. */
const NO_ANSWER = 10_000;
/** Milliseconds that it is told for: on a page that is about something else. */
const TOLD = 10_000;

type Leaving = {
  /** How many requests have no answer yet. */
  pending: number;
  hasFailed: boolean;
  /** Forgets those: the page is left without them. Always the same function. */
  giveUp: () => void;
};

/**
 * A page with requests under way is left when they are done: nobody would hear the answer of the one that is sent, the others would be forgotten, and the
 * next page would be loaded without them. Where one failed, the page stays, which tells it. Where no answer comes at all, the merchant is let go, and told. Whoever closes or
 * reloads the tab is asked by the browser.
 */
export function useDoneBeforeLeaving({ pending, hasFailed, giveUp }: Leaving): void {
  const text = useAdminText();
  const shopify = useAppBridge();
  const tellLeft = useTellLeft();
  const isBusy = pending > 0;
  const blocker = useBlocker(isBusy);
  const isHeld = blocker.state === 'blocked';
  useEffect(() => {
    if (!isHeld || isBusy) return;
    if (hasFailed) blocker.reset();
    else blocker.proceed();
  }, [blocker, isHeld, isBusy, hasFailed]);
  // Each press of a link is answered: it is another location.
  useEffect(() => {
    if (!isHeld) return;
    const timer = setTimeout(() => shopify.toast.show(text('list.leaving')), PATIENCE);
    return () => clearTimeout(timer);
  }, [isHeld, blocker.location, shopify, text]);
  useEffect(() => {
    if (!isHeld || pending === 0) return;
    const timer = setTimeout(() => {
      tellLeft();
      giveUp();
    }, NO_ANSWER);
    return () => clearTimeout(timer);
  }, [isHeld, pending, tellLeft, giveUp]);
  useAskBeforeUnload(isBusy);
}

/** Tells, wherever the merchant is by then, that what was asked of a page they left may not have been done. Always the same function. */
export function useTellLeft(): () => void {
  const text = useAdminText();
  const shopify = useAppBridge();
  return useCallback(
    () => shopify.toast.show(text('list.left'), { isError: true, duration: TOLD }),
    [shopify, text],
  );
}

/** Has the browser ask whoever closes or reloads the tab. */
export function useAskBeforeUnload(isBusy: boolean): void {
  useBeforeUnload(
    useCallback(
      (event) => {
        if (isBusy) event.preventDefault();
      },
      [isBusy],
    ),
  );
}
