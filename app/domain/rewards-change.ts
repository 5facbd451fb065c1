import { z } from 'zod';
import { changedList, listChanges } from './list-change.ts';
import type { Program } from './program.ts';
import type { Reward } from './reward.ts';

/** What the list of rewards does with them: as any list, and in which markets each is offered. */
export const RewardsChangeSchema = z.discriminatedUnion('intent', [
  ...listChanges,
  z.object({
    intent: z.literal('market'),
    id: z.string().max(100),
    market: z.string().max(100),
    on: z.boolean(),
  }),
]);
export type RewardsChange = z.output<typeof RewardsChangeSchema>;

/** The markets of the programme that it is offered in. */
export function offeredIn({ markets }: Pick<Program, 'markets'>, reward: Reward): string[] {
  return markets.map(({ handle }) => handle).filter((handle) => reward.for.markets?.includes(handle) ?? true);
}

/** Its last market stays: an empty list would mean every market, and what is to be offered nowhere is switched off. */
export function changedRewards(
  rewards: readonly Reward[],
  change: RewardsChange,
  program: Pick<Program, 'markets'>,
): readonly Reward[] {
  if (change.intent !== 'market') return changedList(rewards, change);
  const place = rewards.findIndex(({ id }) => id === change.id);
  const reward = rewards[place];
  if (!reward) return rewards;
  const offered = offeredIn(program, reward);
  if (!change.on && offered.every((handle) => handle === change.market)) return rewards;
  const handles = program.markets.map(({ handle }) => handle);
  const before = reward.for.markets ?? handles;
  const wanted = change.on
    ? [...new Set([...before, change.market])]
    : before.filter((handle) => handle !== change.market);
  const isAll = handles.every((handle) => wanted.includes(handle));
  return rewards.with(place, { ...reward, for: { ...reward.for, markets: isAll ? null : wanted } });
}
