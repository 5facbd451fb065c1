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
};

export async function programState(deps: Pick<Deps, 'pool' | 'clock'>, shop: ShopId): Promise<ProgramState> {
  const { published, draft: row } = await programOverview(deps, shop);
  const parsed = row ? parseProgram(row.document) : null;
  const draft = parsed?.ok ? parsed.program : null;
  return {
    published,
    draft,
    edited: draft ?? published?.program ?? startingProgram,
    differs:
      published === null || (draft !== null && canonicalJson(draft) !== canonicalJson(published.program)),
  };
}

/** The same, with what publishing it would hurt. */
export async function judgedState(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
): Promise<ProgramState & { warnings: PublishWarning[] }> {
  const [state, facts] = await Promise.all([programState(deps, shop), shopFacts(deps.pool, shop)]);
  return { ...state, warnings: publishWarnings(state.edited, facts) };
}
