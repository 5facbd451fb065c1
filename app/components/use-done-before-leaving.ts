import { useBeforeUnload, useBlocker } from '@remix-run/react';
import { useAppBridge } from '@shopify/app-bridge-react';
import { useCallback, useEffect } from 'react';
import { useAdminText } from './admin-text.tsx';

/** Milliseconds after which it is said why the page still stands: most requests are done sooner. */
const PATIENCE = 1_000;

/**
 * A page with requests under way is left when they are done: the router would give up those that are sent and forget the others, and the next page would be
 * loaded without them. Where one failed, the page stays, which tells it. Whoever closes or reloads the tab is asked by the browser.
 */
export function useDoneBeforeLeaving(isBusy: boolean, hasFailed: boolean): void {
  const text = useAdminText();
  const shopify = useAppBridge();
  const blocker = useBlocker(isBusy);
  const isHeld = blocker.state === 'blocked';
  useEffect(() => {
    if (!isHeld || isBusy) return;
    if (hasFailed) blocker.reset();
    else blocker.proceed();
  }, [blocker, isHeld, isBusy, hasFailed]);
  useEffect(() => {
    if (!isHeld) return;
    const timer = setTimeout(() => shopify.toast.show(text('list.leaving')), PATIENCE);
    return () => clearTimeout(timer);
  }, [isHeld, shopify, text]);
  useBeforeUnload(
    useCallback(
      (event) => {
        if (isBusy) event.preventDefault();
      },
      [isBusy],
    ),
  );
}
