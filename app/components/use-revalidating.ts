import { useRevalidator } from '@remix-run/react';
import { useEffect } from 'react';

/** Loads the page's data again every so many milliseconds while it is looked at and `active`: what happens elsewhere ticks itself here. */
export function useRevalidating(active: boolean, interval: number): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (!active || state !== 'idle') return;
    const timer = setTimeout(() => {
      if (document.visibilityState === 'visible') revalidate();
    }, interval);
    const onSeen = () => document.visibilityState === 'visible' && revalidate();
    document.addEventListener('visibilitychange', onSeen);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onSeen);
    };
  }, [active, interval, revalidate, state]);
}
