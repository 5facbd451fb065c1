/** What the list of rewards does with them: their order, on and off, in a market, a copy, gone and back again. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import type { Program } from '../domain/program.ts';
import type { Reward } from '../domain/reward.ts';
import { editableProgram } from '../queries/editable-program.ts';
import { changeDraft, partStamp, type ChangedDraft } from './change-draft.ts';

/** Never one that was there before: what was given out is counted by the id of the reward, also of one that was deleted. */
export function newRewardId(deps: Pick<Deps, 'random'>): string {
  return `reward-${deps.random.bytes(6).toString('hex')}`;
}

export type RewardsChange =
  /** `to`: the place that it has afterwards, from 0. */
  | { intent: 'move'; rewardId: string; to: number }
  | { intent: 'active'; rewardId: string; on: boolean }
  | { intent: 'market'; rewardId: string; market: string; on: boolean }
  | { intent: 'copy'; rewardId: string }
  | { intent: 'delete'; rewardId: string }
  /** What a deletion took, given back as the page has it. The document is checked as any other. */
  | { intent: 'restore'; reward: unknown; at: number };

/** Each names what it wants, not what it saw: two people's changes to the list do not disturb each other. */
export async function changeRewards(
  deps: Pick<Deps, 'pool' | 'clock' | 'random'>,
  shop: ShopId,
  change: RewardsChange,
): Promise<ChangedDraft> {
  const copyId = newRewardId(deps);
  for (;;) {
    const { program } = await editableProgram(deps, shop);
    const changed = await changeDraft(deps, shop, {
      part: ({ rewards }) => rewards,
      seen: partStamp(program.rewards),
      change: (now) => ({ ...now, rewards: changedRewards(now, change, copyId) }),
    });
    if (changed.ok || changed.reason === 'invalid') return changed;
  }
}

/** A reward that is gone meanwhile is left alone. */
export function changedRewards(
  { rewards, markets }: Program,
  change: RewardsChange,
  copyId: string,
): unknown[] {
  if (change.intent === 'restore') return rewards.toSpliced(change.at, 0, change.reward as Reward);
  const place = rewards.findIndex(({ id }) => id === change.rewardId);
  const reward = rewards[place];
  if (!reward) return rewards;
  switch (change.intent) {
    case 'move':
      return rewards.toSpliced(place, 1).toSpliced(change.to, 0, reward);
    case 'active':
      return rewards.with(place, { ...reward, active: change.on });
    case 'market': {
      const handles = markets.map(({ handle }) => handle);
      const before = reward.for.markets ?? handles;
      const wanted = change.on
        ? [...new Set([...before, change.market])]
        : before.filter((handle) => handle !== change.market);
      // An empty list would mean every market: offered nowhere is switched off.
      if (wanted.length === 0) return rewards.with(place, { ...reward, active: false });
      const isAll = handles.every((handle) => wanted.includes(handle));
      return rewards.with(place, { ...reward, for: { ...reward.for, markets: isAll ? null : wanted } });
    }
    case 'copy':
      return rewards.toSpliced(place + 1, 0, { ...reward, id: copyId, active: false });
    case 'delete':
      return rewards.toSpliced(place, 1);
  }
}
