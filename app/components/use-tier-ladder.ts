import type { NotCounted, TierLadder } from '../queries/tier-ladder.ts';
import type { Tiers } from '../domain/tiers.ts';
import { useAnswer } from './use-answer.ts';

export type LadderState =
  | { status: 'counting' | 'faulty' | 'failed'; ladder: null }
  | ({ status: 'tooLong'; ladder: null } & NotCounted)
  | { status: 'counted'; ladder: TierLadder };

/** Who would stand where on the ladder as it is typed; null: it has a fault. */
export function useTierLadder(tiers: Tiers | null): LadderState {
  const typed = tiers && new URLSearchParams({ tiers: JSON.stringify(withoutNames(tiers)) });
  const answer = useAnswer<{ ladder: TierLadder | NotCounted | null }>(
    typed && `/app/program/tiers/reach?${typed.toString()}`,
    // As thresholds move, the figures stay until the next ones; members by another measure are counted anew, for up to a minute.
    tiers && JSON.stringify([tiers.basis, tiers.period]),
  );
  if (typed === null) return { status: 'faulty', ladder: null };
  if (answer === undefined) return { status: 'counting', ladder: null };
  const ladder = answer?.ladder;
  if (!ladder) return { status: 'failed', ladder: null };
  return 'again' in ladder
    ? { status: 'tooLong', ladder: null, again: ladder.again }
    : { status: 'counted', ladder };
}

/** What decides over who stands where, short enough for an address. */
const withoutNames = ({ basis, period, levels }: Tiers) => ({
  ...{ basis, period },
  levels: levels.map(({ id, threshold }) => ({ id, threshold, multiplier: '1', name: { en: id } })),
});
