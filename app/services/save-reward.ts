/** Saves what the form of a reward says into the draft: the reward that is there, or a new one behind the others. */
import type { Deps } from '../deps.server.ts';
import type { FieldFaults } from '../domain/form-fault.ts';
import type { ShopId } from '../domain/ids.ts';
import type { Fault } from '../domain/parse-program.ts';
import type { Program } from '../domain/program.ts';
import { formParts, readRewardForm } from '../domain/reward-form.ts';
import { rewardTemplate, type RewardKindName } from '../domain/reward-template.ts';
import type { Reward } from '../domain/reward.ts';
import { editableProgram } from '../queries/editable-program.ts';
import { changeDraft, type ChangedDraft } from './change-draft.ts';

/** Which reward a form is about. A new one's id is known before it is saved, so that saving twice makes one reward. */
export type EditedReward = { rewardId: string; kind: RewardKindName | null };

export type SavedReward =
  | { ok: true }
  | { ok: false; reason: 'stale'; seen: string }
  | { ok: false; reason: 'invalid'; faults: FieldFaults }
  /** The draft has other faults, or the reward is gone and its kind is not known. */
  | { ok: false; reason: 'refused'; faults: Fault[] };

const rewardOf = (program: Program, id: string): Reward | undefined =>
  program.rewards.find((one) => one.id === id);

/** Refused without a change: faults of the form by field, and a reward that somebody else has changed since `seen`. */
export async function saveReward(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  { rewardId, kind, seen, sent }: EditedReward & { seen: string; sent: unknown },
): Promise<SavedReward> {
  const { program } = await editableProgram(deps, shop);
  const before = rewardOf(program, rewardId) ?? (kind && blank(kind, rewardId, program));
  if (!before || !formParts(before)) return { ok: false, reason: 'refused', faults: [] };
  const read = readRewardForm(sent, before);
  if (!read.ok) return { ok: false, reason: 'invalid', faults: read.faults };
  const changed = await changeDraft(deps, shop, {
    part: (now) => rewardOf(now, rewardId),
    seen,
    change: (now) => ({ ...now, rewards: withReward(now.rewards, read.reward) }),
  });
  return answer(changed);
}

const blank = (kind: RewardKindName, id: string, program: Program): Reward =>
  rewardTemplate(kind, { id, program, shopCurrency: '', texts: { name: {}, description: {} } });

function withReward(rewards: readonly Reward[], reward: Reward): Reward[] {
  return rewards.some(({ id }) => id === reward.id)
    ? rewards.map((one) => (one.id === reward.id ? reward : one))
    : [...rewards, reward];
}

function answer(changed: ChangedDraft): SavedReward {
  if (changed.ok) return { ok: true };
  return changed.reason === 'stale' ? changed : { ...changed, reason: 'refused' };
}
