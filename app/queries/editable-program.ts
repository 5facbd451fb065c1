/** What the merchant edits: the draft, or before the first save what is in force, or the programme that a shop begins with. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { parseProgram } from '../domain/parse-program.ts';
import { versionAt, type Program, type PublishedProgram } from '../domain/program.ts';
import type { ShopFacts } from '../domain/reward-kinds/kind.ts';
import { startingProgram } from '../domain/starting-program.ts';
import { publishedVersions, readDraft, type DraftRow } from '../storage/programs.ts';
import { givenCounts } from '../storage/reward-limits.ts';
import { shopFacts } from '../storage/shop-traits.ts';

export type EditableProgram = {
  program: Program;
  /** As it is stored; null before the first save. */
  draft: DraftRow | null;
  /** Every version that was published. */
  versions: PublishedProgram[];
};

export async function editableProgram(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
): Promise<EditableProgram> {
  const [versions, draft] = await Promise.all([
    publishedVersions(deps.pool, shop),
    readDraft(deps.pool, shop),
  ]);
  return { program: editedProgram(draft, versions, deps.clock.now().toISOString()), draft, versions };
}

/** A stored draft that this version cannot read is not edited: what is in force is, until the next save. */
export function editedProgram(
  draft: DraftRow | null,
  versions: readonly PublishedProgram[],
  now: string,
): Program {
  const parsed = draft ? parseProgram(draft.document) : null;
  return parsed?.ok ? parsed.program : (versionAt(versions, now)?.program ?? startingProgram);
}

/** The programme as a section of it is edited, with what the shop can do. */
export async function editableSection(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
): Promise<{ program: Program; shop: ShopFacts }> {
  const [{ program }, facts] = await Promise.all([editableProgram(deps, shop), shopFacts(deps.pool, shop)]);
  return { program, shop: facts };
}

export type EditableRewards = {
  program: Program;
  shop: ShopFacts;
  /** How often each reward was given out, by its id. */
  given: Record<string, number>;
};

/** The rewards as they are edited, with what decides over whom they are offered to. */
export async function editableRewards(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
): Promise<EditableRewards> {
  const { program } = await editableProgram(deps, shop);
  const ids = program.rewards.map(({ id }) => id);
  const [facts, given] = await Promise.all([shopFacts(deps.pool, shop), givenCounts(deps.pool, shop, ids)]);
  return { program, shop: facts, given };
}
