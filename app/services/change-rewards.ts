/** What the list of rewards does with them, in the draft. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { changedRewards, type RewardsChange } from '../domain/rewards-change.ts';
import { changeDraft, partStamp, type ChangedDraft } from './change-draft.ts';

/** Never one that was there before: what was given out is counted by the id of the reward, also of one that was deleted. */
export function newRewardId(deps: Pick<Deps, 'random'>): string {
  return `reward-${deps.random.bytes(6).toString('hex')}`;
}

/** Each names what it wants, not what it saw: two people's changes to the list do not disturb each other. */
export async function changeRewards(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  change: RewardsChange,
): Promise<ChangedDraft> {
  return changeDraft(deps, shop, {
    // Nothing that was seen is compared.
    part: () => null,
    seen: partStamp(null),
    change: (now) => ({ ...now, rewards: changedRewards(now.rewards, change, now) }),
  });
}
