import type { Program } from '../domain/program.ts';
import type { Simulation } from '../domain/simulation.ts';
import { localizedText } from '../locales/reward-text.ts';
import type { Words } from './words.ts';
import { rewardTitle } from './reward-kind-words.ts';

/**
 * Where a shop gets its first levels: who stands on one already is lifted to it by publishing, which welcomes nobody. A sentence for each level that gives
 * anything at its entry, by whom the simulation finds on it.
 */
export function entryRewardSentences(
  { counts }: Simulation['levels'],
  before: Program | null,
  draft: Program,
  { text, format, locale, currency }: Words,
): string[] {
  if (before?.tiers || !draft.tiers) return [];
  return draft.tiers.levels.flatMap(({ id, name, perks }) => {
    const reward = draft.rewards.find((one) => one.id === perks?.entryRewardId && one.active);
    const count = counts.find(({ level }) => level === id)?.after ?? 0;
    if (!reward || count === 0) return [];
    return [
      text('publishing.entryRewards', {
        count,
        number: format.number(count),
        reward: rewardTitle(reward, draft, { currency: currency ?? '' }, locale),
        level: localizedText(name, locale),
      }),
    ];
  });
}
