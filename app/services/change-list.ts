/** What a list of the programme's parts does with them, in the draft. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { changedList, type ListChange } from '../domain/list-change.ts';
import { changedRewards, type RewardsChange } from '../domain/rewards-change.ts';
import { changeUnseen, type ChangedDraft } from './change-draft.ts';

type Own = Pick<Deps, 'pool' | 'clock'>;

export const changeActions = (deps: Own, shop: ShopId, change: ListChange): Promise<ChangedDraft> =>
  changeUnseen(deps, shop, (now) => ({ ...now, actions: changedList(now.actions, change) }));

export const changeCampaigns = (deps: Own, shop: ShopId, change: ListChange): Promise<ChangedDraft> =>
  changeUnseen(deps, shop, (now) => ({ ...now, campaigns: changedList(now.campaigns, change) }));

export const changeRewards = (deps: Own, shop: ShopId, change: RewardsChange): Promise<ChangedDraft> =>
  changeUnseen(deps, shop, (now) => ({ ...now, rewards: changedRewards(now.rewards, change, now) }));
