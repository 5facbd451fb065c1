/** What the list of ways to earn does with them. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { changedList, type ListChange } from '../domain/list-change.ts';
import { changeDraft, partStamp, type ChangedDraft } from './change-draft.ts';

/** Never one that was there before: limits count what was given by the id of the action, also of one that was deleted. */
export function newActionId(deps: Pick<Deps, 'random'>): string {
  return `action-${deps.random.bytes(6).toString('hex')}`;
}

/** Each change names what it wants, not what it saw: two people's changes to the list do not disturb each other. */
export async function changeActions(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  change: ListChange,
): Promise<ChangedDraft> {
  return changeDraft(deps, shop, {
    // Nothing that was seen is compared.
    part: () => null,
    seen: partStamp(null),
    change: (now) => ({ ...now, actions: changedList(now.actions, change) }),
  });
}
