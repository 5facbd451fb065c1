/** Which level is held, out of those that were qualified for or given by hand (points.md 5). */
import { compare } from './fraction.ts';
import { canonicalInstant, latestInstant } from './instant.ts';
import { decimal } from './money.ts';
import { versionAt, type PublishedProgram } from './program.ts';
import { FOR_EVER, stampOf, type Stamp } from './stamp.ts';
import type { Level, Tiers } from './tiers.ts';

/** A level that a person of the shop gave, while from <= t < until; null: for ever. */
export type Placement = { levelId: string; from: string; until: string | null };

/** A level that holds while t < until. */
export type Hold = { level: Pick<Level, 'id' | 'threshold'>; until: Stamp };

/** `until`: when it ends by time alone; null where it does not. */
export type HeldLevel = { id: string; until: Stamp | null };

/** The place of a level among those of `tiers`; one that they lack is the highest whose threshold is not above its own. */
export function placeIn(tiers: Tiers, level: Hold['level']): number {
  const same = tiers.levels.findIndex(({ id }) => id === level.id);
  if (same >= 0) return same;
  const own = decimal(level.threshold);
  return tiers.levels.findLastIndex(({ threshold }) => compare(decimal(threshold), own) <= 0);
}

/** What placements give from `from` on; a level that the version in force when it was given lacked gives nothing. */
export function givenLevels(
  placements: readonly Placement[],
  versions: readonly PublishedProgram[],
): (Hold & { from: Stamp })[] {
  return placements.flatMap(({ levelId, from, until }) => {
    const levels = versionAt(versions, from)?.program.tiers?.levels ?? [];
    const hold = { from: stampOf(from), until: until === null ? FOR_EVER : stampOf(until) };
    return levels.filter(({ id }) => id === levelId).map((level) => ({ level, ...hold }));
  });
}

/** What a member's kept level is now; null without tiers. Nobody is below the first, and whoever has no level kept is there. */
export function levelNow(tiers: Tiers | null, kept: string | null): Level | null {
  return tiers?.levels.find(({ id }) => id === kept) ?? tiers?.levels[0] ?? null;
}

/**
 * The id of a kept level among those in force at `at`: where they lack it, that of its threshold's place, which a worker is about to keep. null:
 * none is kept, or there are no tiers.
 */
export function levelInForce(
  versions: readonly PublishedProgram[],
  at: string,
  kept: string | null,
): string | null {
  const tiers = versionAt(versions, at)?.program.tiers;
  const level = versions
    .flatMap(({ program }) => program.tiers?.levels ?? [])
    .findLast(({ id }) => id === kept);
  return tiers && level ? (tiers.levels[placeIn(tiers, level)]?.id ?? null) : null;
}

/**
 * What a member is shown to hold: the level kept, or the first where none is or `tiers` lack it. Nobody held one before they were a member, so
 * `since` is not before `enrolledAt`.
 */
export function shownStanding(
  tiers: Tiers,
  kept: { level: string | null; since: string | null },
  enrolledAt: string,
): { level: Level; isKept: boolean; since: string } {
  const level = levelNow(tiers, kept.level);
  if (!level) throw new Error('tiers without a level');
  const isKept = level.id === kept.level;
  const since = latestInstant([(isKept ? kept.since : null) ?? enrolledAt, enrolledAt]);
  return { level, isKept, since: canonicalInstant(since ?? enrolledAt) };
}

/** The highest of the levels that hold at `at`, each as it stands in `tiers`; nobody is below the first. */
export function heldLevel(tiers: Tiers, holds: Iterable<Hold>, at: Stamp): HeldLevel {
  let [place, until]: [number, Stamp] = [0, FOR_EVER];
  for (const hold of holds) {
    if (hold.until <= at) continue;
    const own = placeIn(tiers, hold.level);
    if (own > place) [place, until] = [own, hold.until];
    else if (own === place && own > 0 && hold.until > until) until = hold.until;
  }
  const level = tiers.levels[place];
  if (!level) throw new Error('tiers without a level');
  return { id: level.id, until: until === FOR_EVER ? null : until };
}

/** The ids of the levels above `to` up to `from`, each by its id among those of the newest version; null is the first. */
export function levelsLost(
  versions: readonly PublishedProgram[],
  from: string | null,
  to: string | null,
): string[] {
  const tiers = versions.at(-1)?.program.tiers ?? null;
  const ids = new Set(versions.flatMap(({ program }) => program.tiers?.levels.map(({ id }) => id) ?? []));
  return [...ids].filter((id) => isAbove(versions, tiers, id, to) && !isAbove(versions, tiers, id, from));
}

/** Whether a level stands above another, each by its id among `tiers`; null is the first. */
export function isAbove(
  versions: readonly PublishedProgram[],
  tiers: Tiers | null,
  level: string | null,
  other: string | null,
): boolean {
  return placeOf(versions, tiers, level) > placeOf(versions, tiers, other);
}

/** Among the levels of the version in force; null is the first. */
function placeOf(versions: readonly PublishedProgram[], tiers: Tiers | null, id: string | null): number {
  const level = versions
    .flatMap(({ program }) => program.tiers?.levels ?? [])
    .findLast((one) => one.id === id);
  return tiers && level ? placeIn(tiers, level) : 0;
}
