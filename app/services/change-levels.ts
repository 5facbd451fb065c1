/** What the list of levels does with them: a ladder to begin with, one more, a copy, gone, and all back as they were. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import {
  changedLevels,
  restoredLevel,
  type LevelRestored,
  type LevelsChange,
} from '../domain/level-changes.ts';
import type { Program } from '../domain/program.ts';
import { formLanguages } from '../domain/reward-form.ts';
import { STARTING_MEASURE, startingLevels } from '../domain/starting-programs.ts';
import { suggestedThresholds } from '../domain/tier-reach.ts';
import type { Level } from '../domain/tiers.ts';
import { startingTexts } from '../locales/starting-texts.ts';
import { changeUnseen, type ChangedDraft } from './change-draft.ts';

export type ListedChange =
  | LevelsChange
  | LevelRestored
  /** `thresholds`: of the second and the third level, as the page suggests them; without, the usual ones. */
  | { intent: 'start'; thresholds?: [string, string] | undefined };

/** `newName`: what a new level is called, until somebody says how. */
export const changeLevels = (
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  change: ListedChange,
  newName: Level['name'],
): Promise<ChangedDraft> =>
  changeUnseen(deps, shop, (now) => {
    if (change.intent === 'restore') return { ...now, tiers: restoredLevel(now.tiers, change) };
    if (change.intent === 'start') return { ...now, tiers: now.tiers ?? startingTiers(now, change) };
    return { ...now, tiers: now.tiers && changedLevels(now.tiers, change, newName) };
  });

function startingTiers(
  program: Program,
  { thresholds = suggestedThresholds([]) }: { thresholds?: [string, string] | undefined },
): object {
  const { text } = startingTexts(formLanguages(program), '');
  return { ...STARTING_MEASURE, levels: startingLevels(text, ['0', ...thresholds]) };
}
