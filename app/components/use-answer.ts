import { useEffect, useState } from 'react';
import { answered } from './answered.ts';

/** Milliseconds in which nobody typed. */
const SETTLED = 250;

/**
 * What the app answers to `path`, asked again when it is another and typing has paused; null: nothing is to be asked. `undefined` before the first answer,
 * null where there was none. What was told last stays while the next is asked for, as long as that is `about` the same; of something else it would stand
 * there as if it were the answer.
 */
export function useAnswer<T>(path: string | null, about = path): T | null | undefined {
  const [heard, setHeard] = useState<{ about: string | null; answer: T | null }>();
  useEffect(() => {
    if (path === null) return;
    const stopped = new AbortController();
    const timer = setTimeout(() => {
      void answered<T>(path, stopped.signal).then((answer) => {
        if (!stopped.signal.aborted) setHeard({ about, answer });
      });
    }, SETTLED);
    return () => {
      stopped.abort();
      clearTimeout(timer);
    };
  }, [path, about]);
  return heard?.about === about ? heard.answer : undefined;
}
