import type { PublishedProgram } from './program.ts';
import { withoutCase } from './text.ts';

/** The tag that a customer of the level carries in Shopify: for segments, discounts and other apps. */
export const tierTag = (levelId: string): string => `meridian-tier-${levelId}`;

/**
 * Which of our tags have to go and come so that the customer carries that of `level` alone. Every level that any version named is taken off: what an
 * earlier version, an install before this one or a merge of customers left is not known. Tags are the same without case.
 */
export function tierTagMove(
  versions: readonly PublishedProgram[],
  level: string | null,
): { remove: string[]; add: string[] } {
  const known = new Set(
    versions.flatMap(({ program }) => program.tiers?.levels.map(({ id }) => tierTag(id)) ?? []),
  );
  const add = level === null ? [] : [tierTag(level)];
  const kept = new Set(add.map(withoutCase));
  return { remove: [...known].filter((tag) => !kept.has(withoutCase(tag))), add };
}
