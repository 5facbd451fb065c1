/** What the list of levels does with them, as the document has it afterwards. Pure. */
import { add, compare, div, fraction, fractionText, mul } from './fraction.ts';
import { decimal, type Decimal } from './money.ts';
import type { Level, Tiers } from './tiers.ts';

/** The id of a level that is made comes with the asking, so that asking twice makes one. */
export type LevelsChange =
  | { intent: 'add'; levelId: string }
  | { intent: 'copy'; levelId: string; copyId: string }
  | { intent: 'delete'; levelId: string };

/** What a deletion took is given back: the level, out of the levels as the page had them. */
export type LevelRestored = { intent: 'restore'; levelId: string; before: Tiers };

/** null: no levels are left. A level that is gone meanwhile is left alone. `newName`: what a new level is called until somebody says how. */
export function changedLevels(tiers: Tiers, change: LevelsChange, newName: Level['name']): Tiers | null {
  const { levels } = tiers;
  const made = change.intent === 'copy' ? change.copyId : change.levelId;
  if (change.intent !== 'delete' && levels.some(({ id }) => id === made)) return tiers;
  const place =
    change.intent === 'add' ? levels.length - 1 : levels.findIndex(({ id }) => id === change.levelId);
  const level = levels[place];
  if (!level) return tiers;
  if (change.intent === 'delete') {
    const [first, ...rest] = levels.toSpliced(place, 1);
    return first ? { ...tiers, levels: [asFirst(first), ...rest] } : null;
  }
  const like = change.intent === 'copy' ? level : { name: newName, multiplier: level.multiplier };
  const next = { ...like, id: made, threshold: thresholdAbove(levels, place) };
  return { ...tiers, levels: levels.toSpliced(place + 1, 0, next) };
}

/** Every member holds the first level, and nobody reaches it. */
const asFirst = ({ perks, ...level }: Level): Level => ({
  ...level,
  threshold: '0',
  ...(perks && { perks: { ...perks, entryRewardId: null } }),
});

/**
 * The levels as they are now, with that one again: what somebody has done to the others since stays. Under them all it is the first again, and the one
 * that was made the first in its place has what that took from it.
 */
export function restoredLevel(tiers: Tiers | null, { levelId, before }: LevelRestored): Tiers | null {
  const level = before.levels.find(({ id }) => id === levelId);
  if (!level || tiers?.levels.some(({ id }) => id === levelId)) return tiers;
  const [first, ...rest] = tiers?.levels ?? [];
  if (!tiers || !first) return { ...before, levels: [asFirst(level)] };
  if (before.levels[0] === level) return { ...tiers, levels: [level, notFirst(first, before), ...rest] };
  const isAbove = (one: Level) => compare(decimal(one.threshold), decimal(level.threshold)) > 0;
  const above = tiers.levels.findIndex(isAbove);
  const place = above === -1 ? tiers.levels.length : above;
  return { ...tiers, levels: tiers.levels.toSpliced(place, 0, level) };
}

function notFirst(level: Level, before: Tiers): Level {
  const was = before.levels.find(({ id }) => id === level.id);
  const { perks } = level;
  return {
    ...level,
    threshold: was?.threshold ?? level.threshold,
    ...(perks && { perks: { ...perks, entryRewardId: was?.perks?.entryRewardId ?? null } }),
  };
}

/** Half way to the next level; above the last twice as much. */
function thresholdAbove(levels: readonly Level[], place: number): Decimal {
  const own = decimal(levels[place]?.threshold ?? '0');
  const next = levels[place + 1];
  if (next) return fractionText(div(add(own, decimal(next.threshold)), fraction(2n)));
  return fractionText(compare(own, fraction(0n)) > 0 ? mul(own, fraction(2n)) : FIRST_STEP);
}

const FIRST_STEP = fraction(100n);
