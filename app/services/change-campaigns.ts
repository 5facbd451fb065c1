/** What the list of campaigns does with them: on and off, a copy, gone and back again. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { changedList, type ListChange } from '../domain/list-change.ts';
import { changeDraft, partStamp, type ChangedDraft } from './change-draft.ts';

/** Never one that was there before: what orders earned is explained by the id of the campaign, also of one that was deleted. */
export function newCampaignId(deps: Pick<Deps, 'random'>): string {
  return `campaign-${deps.random.bytes(6).toString('hex')}`;
}

/** Each names what it wants, not what it saw: two people's changes to the list do not disturb each other. */
export async function changeCampaigns(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  change: ListChange,
): Promise<ChangedDraft> {
  return changeDraft(deps, shop, {
    // Nothing that was seen is compared.
    part: () => null,
    seen: partStamp(null),
    change: (now) => ({ ...now, campaigns: changedList(now.campaigns, change) }),
  });
}
