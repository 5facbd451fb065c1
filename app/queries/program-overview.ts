/** The programme in force and the draft. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { versionAt, type PublishedProgram } from '../domain/program.ts';
import { publishedVersions, readDraft } from '../storage/programs.ts';

export type ProgramOverview = {
  /** The version in force now, or null before the first. */
  published: PublishedProgram | null;
  draft: { document: unknown; updatedAt: string } | null;
};

export async function programOverview(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
): Promise<ProgramOverview> {
  const [versions, draft] = await Promise.all([
    publishedVersions(deps.pool, shop),
    readDraft(deps.pool, shop),
  ]);
  return {
    published: versionAt(versions, deps.clock.now().toISOString()),
    draft: draft && { document: draft.document, updatedAt: draft.updatedAt.toISOString() },
  };
}
