import { useEffect, useState } from 'react';
import type { TierLadder } from '../queries/tier-ladder.ts';
import type { Tiers } from '../domain/tiers.ts';
import { answered } from './answered.ts';

export type LadderState =
  { status: 'counting' | 'faulty' | 'failed'; ladder: null } | { status: 'counted'; ladder: TierLadder };

/** Milliseconds in which nobody typed. */
const SETTLED = 250;

/** Who would stand where on the ladder as it is typed; null: it has a fault. What was told last stays while the next is asked for. */
export function useTierLadder(tiers: Tiers | null): LadderState {
  const [heard, setHeard] = useState<LadderState>({ status: 'counting', ladder: null });
  const typed = tiers && JSON.stringify(withoutNames(tiers));
  useEffect(() => {
    if (typed === null) return;
    const stopped = new AbortController();
    const timer = setTimeout(() => void ask(typed, stopped.signal), SETTLED);
    return () => {
      stopped.abort();
      clearTimeout(timer);
    };
  }, [typed]);
  return typed === null ? { status: 'faulty', ladder: null } : heard;

  async function ask(levels: string, signal: AbortSignal): Promise<void> {
    const query = new URLSearchParams({ tiers: levels });
    const answer = await answered<{ ladder: TierLadder | null }>(
      `/app/program/tiers/reach?${query.toString()}`,
      signal,
    );
    if (signal.aborted) return;
    setHeard(
      answer?.ladder ? { status: 'counted', ladder: answer.ladder } : { status: 'failed', ladder: null },
    );
  }
}

/** What decides over who stands where, short enough for an address. */
const withoutNames = ({ basis, period, levels }: Tiers) => ({
  ...{ basis, period },
  levels: levels.map(({ id, threshold }) => ({ id, threshold, multiplier: '1', name: { en: id } })),
});
