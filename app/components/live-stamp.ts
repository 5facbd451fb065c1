import { useRevalidator } from '@remix-run/react';
import { useEffect, useRef, useState } from 'react';
import { answered } from './answered.ts';

/** Milliseconds between two questions at most, where there is no answer. */
const LONGEST_INTERVAL = 10_000;

type Options = {
  /** Gives `{ stamp }`: of what the page shows, as it is now. */
  path: string;
  /** As the page was loaded with it. */
  stamp: string | null;
  /** Milliseconds between two questions. */
  interval: number;
  active?: boolean;
  /** So many questions without news, then none until the page is looked at anew. */
  questions?: number;
};

/**
 * Keeps a page up to date while it is looked at: asks whether there is news, and loads the page again only then, since loading it asks Shopify. Gives
 * whether the last question was answered.
 */
export function useLiveStamp({ path, stamp, interval, active = true, questions = Infinity }: Options): {
  connected: boolean;
} {
  const { revalidate, state } = useRevalidator();
  const [connected, setConnected] = useState(true);
  const isLoading = useRef(false);
  isLoading.current = state === 'loading';

  useEffect(() => {
    if (!active) return;
    const stopped = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    let left = questions;
    const askIn = (pause: number) => (timer = setTimeout(() => void ask(pause), pause));
    const ask = async (pause: number) => {
      if (document.visibilityState !== 'visible' || left <= 0) return;
      left -= 1;
      const heard = await answered<{ stamp: string | null }>(path, stopped.signal);
      if (stopped.signal.aborted) return;
      setConnected(heard !== null);
      // A new stamp comes back with the page's data and starts this effect anew.
      if (heard !== null && heard.stamp !== stamp && !isLoading.current) revalidate();
      clearTimeout(timer);
      askIn(heard === null ? Math.max(interval, Math.min(pause * 2, LONGEST_INTERVAL)) : interval);
    };
    const onSeen = () => {
      clearTimeout(timer);
      left = questions;
      if (document.visibilityState === 'visible') void ask(interval);
    };
    askIn(interval);
    document.addEventListener('visibilitychange', onSeen);
    return () => {
      stopped.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onSeen);
    };
  }, [path, stamp, interval, active, questions, revalidate]);
  return { connected };
}
