import type { Deps } from '../deps.server.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { ShopId } from '../domain/ids.ts';
import { parseProgram, type Fault } from '../domain/parse-program.ts';
import { unsupportedParts } from '../domain/program-changes.ts';
import { versionAt, type Program, type PublishedProgram } from '../domain/program.ts';
import { publishedVersions, readDraft } from '../storage/programs.ts';

export type ProgramState = {
  published: PublishedProgram | null;
  /** null: nothing was saved yet. */
  draft: Program | null;
  /** Whether publishing would change anything. */
  differs: boolean;
  /** Parts of the draft that are kept but not computed yet. */
  warnings: Fault[];
};

export async function programState(deps: Pick<Deps, 'pool' | 'clock'>, shop: ShopId): Promise<ProgramState> {
  const [versions, row] = await Promise.all([publishedVersions(deps.pool, shop), readDraft(deps.pool, shop)]);
  const published = versionAt(versions, deps.clock.now().toISOString());
  const parsed = row ? parseProgram(row.document) : null;
  const draft = parsed?.ok ? parsed.program : null;
  return {
    published,
    draft,
    differs:
      published === null || (draft !== null && canonicalJson(draft) !== canonicalJson(published.program)),
    warnings: draft ? unsupportedParts(draft) : [],
  };
}
