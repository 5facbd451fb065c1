/** Makes a whole document the draft: what was typed, a file, or an earlier version. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { readProgramText, type ReadProgram } from '../domain/program-text.ts';
import { changeDraft, partStamp } from './change-draft.ts';

export type SavedDocument =
  /** `seen`: of the draft as it is now. */
  | { ok: true; seen: string }
  | { ok: false; reason: 'stale'; seen: string }
  | Exclude<ReadProgram, { ok: true }>;

/** Refused whole with every fault and its place in the text; and where the draft is not what the page showed (`seen`). */
export async function saveDocument(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  { text, seen }: { text: string; seen: string },
): Promise<SavedDocument> {
  const read = readProgramText(text);
  if (!read.ok) return read;
  const changed = await changeDraft(deps, shop, {
    part: (program) => program,
    seen,
    change: () => read.program,
  });
  if (changed.ok) return { ok: true, seen: partStamp(changed.program) };
  if (changed.reason === 'stale') return { ok: false, reason: 'stale', seen: changed.seen };
  throw new Error('a programme that was read is none when it is saved');
}
