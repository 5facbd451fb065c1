/**
 * Changes a part of the draft, as a form saves it. What is compared is the part as the form was filled with it, not a counter over all: two people
 * who edit different parts do not disturb each other, and of two who edit the same one the second is told.
 */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { parseProgram, type Fault } from '../domain/parse-program.ts';
import type { Program } from '../domain/program.ts';
import { editableProgram } from '../queries/editable-program.ts';
import { replaceDraft } from '../storage/programs.ts';
import { ensureShop } from '../storage/shops.ts';
import { inputHash } from './input-hash.ts';

export type DraftChange = {
  /** The part that is edited; undefined where the draft does not have it. */
  part: (program: Program) => unknown;
  /** `partStamp` of the part that the form was filled with. */
  seen: string;
  /** The document as it is to be; it is checked whole. Asked again, of the draft as it is then, where somebody has saved in between. */
  change: (program: Program) => unknown;
};

export type ChangedDraft =
  | { ok: true; program: Program }
  /** `seen`: of the part as somebody else has saved it; a change that names it overwrites that. */
  | { ok: false; reason: 'stale'; seen: string }
  | { ok: false; reason: 'invalid'; faults: Fault[] };

/** Tells a part of the draft from the same part after a change. */
export const partStamp = (part: unknown): string => inputHash(part ?? null);

/** Saves of other parts that may come in between; each is a moment's work. */
const ATTEMPTS_MAX = 20;

export async function changeDraft(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  { part, seen, change }: DraftChange,
): Promise<ChangedDraft> {
  await ensureShop(deps.pool, shop);
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const { program, draft } = await editableProgram(deps, shop);
    const now = partStamp(part(program));
    const parsed = parseProgram(change(program));
    if (now !== seen) {
      // Saved already: the answer to an earlier attempt was lost.
      const isDone = parsed.ok && partStamp(part(parsed.program)) === now;
      return isDone ? { ok: true, program } : { ok: false, reason: 'stale', seen: now };
    }
    if (!parsed.ok) return { ok: false, reason: 'invalid', faults: parsed.faults };
    if (await replaceDraft(deps.pool, shop, draft, parsed.program, deps.clock.now().toISOString()))
      return { ok: true, program: parsed.program };
  }
  throw new Error(`the draft of ${shop} changes faster than it can be saved`);
}

/** A change that names what it wants, not what it saw: nothing is compared, so that two people's changes to a list do not disturb each other. Never stale. */
export const changeUnseen = (
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  change: DraftChange['change'],
): Promise<ChangedDraft> => changeDraft(deps, shop, { part: () => null, seen: partStamp(null), change });
