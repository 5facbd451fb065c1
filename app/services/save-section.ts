/** Saves what the form of a section says into the draft; everything else in the draft stays as it is, also what is saved meanwhile. */
import type { Deps } from '../deps.server.ts';
import type { FieldFaults } from '../domain/form-fault.ts';
import type { ShopId } from '../domain/ids.ts';
import type { Fault } from '../domain/parse-program.ts';
import type { ProgramSection } from '../domain/program-section.ts';
import { editableProgram } from '../queries/editable-program.ts';
import { changeDraft, type ChangedDraft } from './change-draft.ts';

export type SavedSection =
  | { ok: true }
  | { ok: false; reason: 'stale'; seen: string }
  | { ok: false; reason: 'invalid'; faults: FieldFaults }
  /** The draft has other faults: nothing that a field of the form is about. */
  | { ok: false; reason: 'refused'; faults: Fault[] };

/** Refused without a change: faults of the form by field, and a section that somebody else has changed since `seen` (`partStamp` of its part). */
export async function saveSection(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  section: ProgramSection,
  { seen, sent }: { seen: string; sent: unknown },
): Promise<SavedSection> {
  const { program } = await editableProgram(deps, shop);
  const read = section.read(sent, program);
  if (!read.ok) return { ok: false, reason: 'invalid', faults: read.faults };
  const changed = await changeDraft(deps, shop, {
    part: section.part,
    seen,
    // Of the draft as it is in that moment: another section may have been saved since.
    change: (now) => {
      const again = section.read(sent, now);
      return again.ok ? again.document : {};
    },
  });
  return savedPart(changed);
}

/** What a form is told of a change to the draft. */
export function savedPart(changed: ChangedDraft): SavedSection {
  if (changed.ok) return { ok: true };
  return changed.reason === 'stale' ? changed : { ...changed, reason: 'refused' };
}
