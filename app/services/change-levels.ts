/** What the list of levels does with them: a ladder to begin with, one more, a copy, gone, and all back as they were. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { changedLevels, type LevelsChange } from '../domain/level-changes.ts';
import type { Program } from '../domain/program.ts';
import { formLanguages } from '../domain/reward-form.ts';
import { STARTING_MEASURE, startingLevels } from '../domain/starting-programs.ts';
import type { Level } from '../domain/tiers.ts';
import { startingTexts } from '../locales/starting-texts.ts';
import { editableProgram } from '../queries/editable-program.ts';
import { suggestedLadder } from '../queries/tier-ladder.ts';
import { changeDraft, partStamp, type ChangedDraft } from './change-draft.ts';

export type ListedChange =
  | LevelsChange
  | { intent: 'start' }
  /** What a deletion took, as the page has it; `seen`: the levels (`partStamp`) as they were after it. */
  | { intent: 'restore'; tiers: unknown; seen: string };

const tiersOf = ({ tiers }: Program) => tiers;

/** Random, and so never one that was there before: what members held is known by it. */
export function newLevelId(deps: Pick<Deps, 'random'>): string {
  return `level-${deps.random.bytes(6).toString('hex')}`;
}

/** Each names what it wants, not what it saw, but for what is taken back. `newName`: what a new level is called, until somebody says how. */
export async function changeLevels(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  change: ListedChange,
  newName: Level['name'],
): Promise<ChangedDraft> {
  if (change.intent === 'restore') {
    const { tiers, seen } = change;
    return changeDraft(deps, shop, { part: tiersOf, seen, change: (now) => ({ ...now, tiers }) });
  }
  const first = change.intent === 'start' ? await startingTiers(deps, shop) : null;
  for (;;) {
    const { program } = await editableProgram(deps, shop);
    const changed = await changeDraft(deps, shop, {
      part: tiersOf,
      seen: partStamp(program.tiers),
      change: (now) => {
        if (change.intent === 'start') return { ...now, tiers: now.tiers ?? first };
        return { ...now, tiers: now.tiers && changedLevels(now.tiers, change, newName) };
      },
    });
    if (changed.ok || changed.reason === 'invalid') return changed;
  }
}

async function startingTiers(deps: Pick<Deps, 'pool' | 'clock'>, shop: ShopId): Promise<object> {
  const [thresholds, { program }] = await Promise.all([
    suggestedLadder(deps, shop, STARTING_MEASURE),
    editableProgram(deps, shop),
  ]);
  const { text } = startingTexts(formLanguages(program), '');
  return { ...STARTING_MEASURE, levels: startingLevels(text, ['0', ...thresholds]) };
}
