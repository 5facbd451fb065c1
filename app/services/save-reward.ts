/** Saves what the form of a reward says into the draft: the reward that is there, or a new one behind the others. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import type { Program } from '../domain/program.ts';
import { formParts, readRewardForm } from '../domain/reward-form.ts';
import { rewardTemplate, type RewardKindName } from '../domain/reward-template.ts';
import type { Reward } from '../domain/reward.ts';
import { withItem } from '../domain/list-change.ts';
import { editableProgram } from '../queries/editable-program.ts';
import { changeDraft } from './change-draft.ts';
import { savedPart, type SavedSection } from './save-section.ts';

/** Which reward a form is about. A new one's id is known before it is saved, so that saving twice makes one reward. */
export type EditedReward = { rewardId: string; kind: RewardKindName | null };

const rewardOf = (program: Program, id: string): Reward | undefined =>
  program.rewards.find((one) => one.id === id);

/** Refused without a change, as `saveSection`; a reward that is gone and whose kind is not known has no faults to tell. */
export async function saveReward(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  { rewardId, kind, seen, sent }: EditedReward & { seen: string; sent: unknown },
): Promise<SavedSection> {
  const { program } = await editableProgram(deps, shop);
  const before = rewardOf(program, rewardId) ?? (kind && blank(kind, rewardId, program));
  if (!before || !formParts(before)) return { ok: false, reason: 'refused', faults: [] };
  const read = readRewardForm(sent, before);
  if (!read.ok) return { ok: false, reason: 'invalid', faults: read.faults };
  const changed = await changeDraft(deps, shop, {
    part: (now) => rewardOf(now, rewardId),
    seen,
    change: (now) => ({ ...now, rewards: withItem(now.rewards, read.reward) }),
  });
  return savedPart(changed);
}

const blank = (kind: RewardKindName, id: string, program: Program): Reward =>
  rewardTemplate(kind, { id, program, shopCurrency: '', texts: { name: {}, description: {} } });
