/** Saves what the form of a section says into the draft; everything else in the draft stays as it is, also what is saved meanwhile. */
import type { Deps } from '../deps.server.ts';
import type { FieldFaults } from '../domain/form-fault.ts';
import type { ShopId } from '../domain/ids.ts';
import type { Fault } from '../domain/parse-program.ts';
import type { ProgramSection, SectionRead } from '../domain/program-section.ts';
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
  const read: { last: SectionRead | null } = { last: null };
  const changed = await changeDraft(deps, shop, {
    part: section.part,
    seen,
    // Of the draft as it is in that moment: another section may have been saved since.
    change: (now) => {
      read.last = section.read(sent, now);
      return read.last.ok ? read.last.document : null;
    },
  });
  // What is the matter with the fields comes before what others did.
  if (read.last?.ok === false) return { ok: false, reason: 'invalid', faults: read.last.faults };
  return savedPart(changed);
}

/** What a form is told of a change to the draft. */
export function savedPart(changed: ChangedDraft): SavedSection {
  if (changed.ok) return { ok: true };
  return changed.reason === 'stale' ? changed : { ...changed, reason: 'refused' };
}
