import { useRef } from 'react';

/**
 * What a form is about, by its address (`id`). What somebody deletes while its form is open stays there as it was last: what was typed is not lost, and
 * where it can be brought back, saving does so. `isGone`: that is what is shown.
 */
export function useKnown<T>(loaded: T | null, id: string | undefined): { known: T | null; isGone: boolean } {
  const last = useRef<{ id: string | undefined; value: T } | null>(null);
  if (loaded !== null) last.current = { id, value: loaded };
  if (loaded !== null || last.current?.id !== id) return { known: loaded, isGone: false };
  return { known: last.current?.value ?? null, isGone: last.current !== null };
}
