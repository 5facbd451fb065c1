import type { Deps } from '../deps.server.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { ShopId } from '../domain/ids.ts';
import { parseProgram } from '../domain/parse-program.ts';
import { publishWarnings, type PublishWarning } from '../domain/publish-warnings.ts';
import type { Program, PublishedProgram } from '../domain/program.ts';
import { shopFacts } from '../storage/shop-traits.ts';
import { programOverview } from './program-overview.ts';

export type ProgramState = {
  published: PublishedProgram | null;
  /** null: nothing was saved yet. */
  draft: Program | null;
  /** Whether publishing would change anything. */
  differs: boolean;
  /** What publishing the draft would hurt. */
  warnings: PublishWarning[];
};

export async function programState(deps: Pick<Deps, 'pool' | 'clock'>, shop: ShopId): Promise<ProgramState> {
  const { published, draft: row } = await programOverview(deps, shop);
  const parsed = row ? parseProgram(row.document) : null;
  const draft = parsed?.ok ? parsed.program : null;
  return {
    published,
    draft,
    differs:
      published === null || (draft !== null && canonicalJson(draft) !== canonicalJson(published.program)),
    warnings: draft ? publishWarnings(draft, await shopFacts(deps.pool, shop)) : [],
  };
}
