/** The programme in force and the draft. */
import type { ShopId } from '../domain/ids.ts';
import type { PublishedProgram } from '../domain/program.ts';
import { publishedVersions, readDraft } from '../storage/programs.ts';
import type { Db } from '../storage/transaction.ts';

export type ProgramOverview = {
  /** The newest version, or null before the first. */
  published: PublishedProgram | null;
  draft: { document: unknown; updatedAt: string } | null;
};

export async function programOverview(db: Db, shop: ShopId): Promise<ProgramOverview> {
  const [versions, draft] = await Promise.all([publishedVersions(db, shop), readDraft(db, shop)]);
  return {
    published: versions.at(-1) ?? null,
    draft: draft && { document: draft.document, updatedAt: draft.updatedAt.toISOString() },
  };
}
