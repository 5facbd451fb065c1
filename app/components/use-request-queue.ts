import { useFetcher } from '@remix-run/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { SectionResult } from './form/section-result.ts';

type Options<Ask> = {
  /** What is sent of it, and the path of the action that it is sent to. */
  requestOf: (ask: Ask) => { change: unknown; action: string };
  onHeard: (ask: Ask, result: SectionResult) => void;
};

/** One request at a time, in the order of the asking. After one that failed, what waits behind it is dropped, and told with it. */
export function useRequestQueue<Ask extends object>({ requestOf, onHeard }: Options<Ask>) {
  const fetcher = useFetcher<SectionResult>();
  const [waiting, setWaiting] = useState<readonly Ask[]>([]);
  // The same, for who asks between two renders, or when there is none any more.
  const asked = useRef(waiting);
  const sent = useRef<Ask | null>(null);
  const heard = useRef<unknown>(undefined);
  const write = useCallback((asks: readonly Ask[]) => {
    asked.current = asks;
    setWaiting(asks);
  }, []);
  useEffect(() => {
    if (fetcher.state !== 'idle') return;
    const result = fetcher.data;
    if (sent.current !== null && result && result !== heard.current) {
      const ask = sent.current;
      heard.current = result;
      sent.current = null;
      write(result.ok ? asked.current.filter((one) => one !== ask) : []);
      onHeard(ask, result);
      return;
    }
    const [next] = waiting;
    if (next === undefined || sent.current !== null) return;
    sent.current = next;
    const { change, action } = requestOf(next);
    void fetcher.submit({ change: JSON.stringify(change) }, { method: 'post', action });
  }, [fetcher, waiting, requestOf, onHeard, write]);
  return {
    /** Those that have no answer yet; the first of them is on its way. */
    waiting,
    push: useCallback((ask: Ask) => write([...asked.current, ask]), [write]),
    /** Leaves the queue empty, and gives what had no answer. */
    takeAll: useCallback(() => {
      const asks = asked.current;
      write([]);
      return asks;
    }, [write]),
  };
}
