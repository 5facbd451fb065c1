import { useRevalidator } from '@remix-run/react';
import { useEffect, useState } from 'react';

/** Milliseconds between two questions: a shopper's order is on the page within two seconds, the worker's time included. */
const INTERVAL = 1_000;
const LONGEST_INTERVAL = 10_000;

/**
 * Keeps a member's page up to date while it is looked at: asks every second whether there is news, and loads the page again only
 * then, since loading it asks Shopify for the name. Gives whether the last question was answered.
 */
export function useLiveMember(customerId: string, stamp: string | null): { connected: boolean } {
  const { revalidate } = useRevalidator();
  const [connected, setConnected] = useState(true);

  useEffect(() => {
    const stopped = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const ask = async (interval: number) => {
      const heard =
        document.visibilityState === 'visible' ? await latestStamp(customerId, stopped.signal) : 'hidden';
      if (stopped.signal.aborted) return;
      setConnected(heard !== null);
      const next = heard === null ? Math.min(interval * 2, LONGEST_INTERVAL) : INTERVAL;
      // A new stamp comes back with the page's data and starts this effect anew.
      if (heard !== null && heard !== 'hidden' && heard.stamp !== stamp) revalidate();
      timer = setTimeout(() => void ask(next), next);
    };
    timer = setTimeout(() => void ask(INTERVAL), INTERVAL);
    return () => {
      stopped.abort();
      clearTimeout(timer);
    };
  }, [customerId, stamp, revalidate]);
  return { connected };
}

/** null where there was no answer. A plain request, since a failed loader would replace the page by an error. App Bridge adds the session token. */
async function latestStamp(
  customerId: string,
  signal: AbortSignal,
): Promise<{ stamp: string | null } | null> {
  try {
    const response = await fetch(`/app/members/${customerId}/latest`, { signal });
    return response.ok ? ((await response.json()) as { stamp: string | null }) : null;
  } catch {
    return null;
  }
}
