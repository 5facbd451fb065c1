import { createContext, useContext, type ReactNode } from 'react';
import { useAskBeforeUnload, useTellLeft } from './use-done-before-leaving.ts';
import { useRequestQueue } from './use-request-queue.ts';

/** A change, and the path of the action that takes it. */
type LateChange = { change: unknown; action: string };

const LateContext = createContext<(late: LateChange) => void>(() => undefined);

/** Sends what is asked of a page that is being left: nobody there hears the answer any more. What fails is told wherever the merchant is by then. */
export function LateChanges({ children }: { children: ReactNode }) {
  const tellLeft = useTellLeft();
  const { waiting, push } = useRequestQueue<LateChange>({
    requestOf: (late) => late,
    onHeard: (_, result) => {
      if (!result.ok) tellLeft();
    },
  });
  useAskBeforeUnload(waiting.length > 0);
  return <LateContext.Provider value={push}>{children}</LateContext.Provider>;
}

export const useLateChanges = () => useContext(LateContext);
