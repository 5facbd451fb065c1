import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import type { Program } from '../domain/program.ts';
import { publishedVersions, readDraft } from '../storage/programs.ts';
import { editedProgram } from './editable-program.ts';

/** Stands for the draft where a version's number may stand. */
export const DRAFT = 'draft';

/** `which`: a version's number as text, or DRAFT. */
export type ComparedSide = { which: string; program: Program };

export type ComparedPrograms = {
  /** Of all versions, the newest first. */
  numbers: number[];
  from: ComparedSide;
  to: ComparedSide;
};

/** Two programmes of the shop to be compared; what is not there is the newest version on the one side, and the draft on the other. */
export async function comparedPrograms(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  asked: { from: string | null; to: string | null },
): Promise<ComparedPrograms> {
  const [versions, draft] = await Promise.all([
    publishedVersions(deps.pool, shop),
    readDraft(deps.pool, shop),
  ]);
  const edited = {
    which: DRAFT,
    program: editedProgram(draft, versions, deps.clock.now().toISOString()),
  };
  const find = (which: string | null): ComparedSide | null => {
    if (which === DRAFT) return edited;
    const version = versions.find(({ number }) => String(number) === which);
    return version ? { which: String(version.number), program: version.program } : null;
  };
  const newest = find(String(versions.at(-1)?.number));
  return {
    numbers: versions.map(({ number }) => number).toReversed(),
    from: find(asked.from) ?? newest ?? edited,
    to: find(asked.to) ?? edited,
  };
}
