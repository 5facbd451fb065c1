/** What the list of campaigns does with them: on and off, a copy, gone and back again. */
import type { Deps } from '../deps.server.ts';
import type { Campaign } from '../domain/campaign.ts';
import type { ShopId } from '../domain/ids.ts';
import type { Program } from '../domain/program.ts';
import { changeDraft, partStamp, type ChangedDraft } from './change-draft.ts';

/** Never one that was there before: what orders earned is explained by the id of the campaign, also of one that was deleted. */
export function newCampaignId(deps: Pick<Deps, 'random'>): string {
  return `campaign-${deps.random.bytes(6).toString('hex')}`;
}

export type CampaignsChange =
  | { intent: 'active'; campaignId: string; on: boolean }
  | { intent: 'copy'; campaignId: string }
  | { intent: 'delete'; campaignId: string }
  /** What a deletion took, given back as the page has it. The document is checked as any other. */
  | { intent: 'restore'; campaign: unknown; at: number };

/** Each names what it wants, not what it saw: two people's changes to the list do not disturb each other. */
export async function changeCampaigns(
  deps: Pick<Deps, 'pool' | 'clock' | 'random'>,
  shop: ShopId,
  change: CampaignsChange,
): Promise<ChangedDraft> {
  const copyId = newCampaignId(deps);
  return changeDraft(deps, shop, {
    // Nothing that was seen is compared.
    part: () => null,
    seen: partStamp(null),
    change: (now) => ({ ...now, campaigns: changedCampaigns(now, change, copyId) }),
  });
}

/** A campaign that is gone meanwhile is left alone; one that is there again is not given back twice. A copy is off until somebody has looked at it. */
export function changedCampaigns(
  { campaigns }: Pick<Program, 'campaigns'>,
  change: CampaignsChange,
  copyId: string,
): unknown[] {
  if (change.intent === 'restore') {
    const restored = change.campaign as Partial<Campaign> | null;
    const isThere = campaigns.some(({ id }) => id === restored?.id);
    return isThere ? campaigns : campaigns.toSpliced(change.at, 0, change.campaign as Campaign);
  }
  const place = campaigns.findIndex(({ id }) => id === change.campaignId);
  const campaign = campaigns[place];
  if (!campaign) return campaigns;
  switch (change.intent) {
    case 'active':
      return campaigns.with(place, { ...campaign, active: change.on });
    case 'copy':
      return campaigns.toSpliced(place + 1, 0, { ...campaign, id: copyId, active: false });
    case 'delete':
      return campaigns.toSpliced(place, 1);
  }
}
