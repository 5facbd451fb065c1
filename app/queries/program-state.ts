import type { Deps } from '../deps.server.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { ShopId } from '../domain/ids.ts';
import { parseProgram } from '../domain/parse-program.ts';
import { publishWarnings, type PublishWarning } from '../domain/publish-warnings.ts';
import type { Program, PublishedProgram } from '../domain/program.ts';
import { startingProgram } from '../domain/starting-program.ts';
import { shopFacts } from '../storage/shop-traits.ts';
import { programOverview } from './program-overview.ts';

export type ProgramState = {
  published: PublishedProgram | null;
  /** null: nothing was saved yet. */
  draft: Program | null;
  /** What is edited and would be published: the draft, else what is in force, else the programme that a shop begins with. */
  edited: Program;
  /** Whether publishing would change anything. */
  differs: boolean;
  /** What publishing it would hurt. */
  warnings: PublishWarning[];
};

export async function programState(deps: Pick<Deps, 'pool' | 'clock'>, shop: ShopId): Promise<ProgramState> {
  const { published, draft: row } = await programOverview(deps, shop);
  const parsed = row ? parseProgram(row.document) : null;
  const draft = parsed?.ok ? parsed.program : null;
  const edited = draft ?? published?.program ?? startingProgram;
  return {
    published,
    draft,
    edited,
    differs:
      published === null || (draft !== null && canonicalJson(draft) !== canonicalJson(published.program)),
    warnings: publishWarnings(edited, await shopFacts(deps.pool, shop)),
  };
}
