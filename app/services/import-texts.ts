/** Texts that come back as a CSV file: what they change, and their saving into the draft, all or none. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import type { Fault } from '../domain/parse-program.ts';
import { textsSection } from '../domain/texts-form.ts';
import { editableProgram } from '../queries/editable-program.ts';
import { changeDraft, partStamp } from './change-draft.ts';
import { readTextsCsv, type CsvFault, type TextChange } from './texts-csv.ts';

/** So many are shown; how many there are is told. */
const CHANGES_SHOWN = 100;

export type TextsImport =
  | { state: 'preview'; changes: TextChange[]; total: number; removed: number; seen: string }
  | { state: 'saved'; total: number }
  | { state: 'faults'; faults: CsvFault[]; total: number }
  /** Somebody has saved texts since the preview: it is to be looked at again. */
  | { state: 'stale' }
  | { state: 'refused'; faults: Fault[] };

type Own = Pick<Deps, 'pool' | 'clock'>;

export async function previewTexts(deps: Own, shop: ShopId, csv: string): Promise<TextsImport> {
  const { program } = await editableProgram(deps, shop);
  const read = readTextsCsv(csv, program);
  if (!read.ok) return { state: 'faults', faults: read.faults, total: read.total };
  return {
    state: 'preview',
    changes: read.changes.slice(0, CHANGES_SHOWN),
    total: read.changes.length,
    removed: read.changes.filter(({ after }) => after === null).length,
    seen: partStamp(textsSection.part(program)),
  };
}

/** `seen`: of the texts that the preview was made of. */
export async function importTexts(
  deps: Own,
  shop: ShopId,
  { csv, seen }: { csv: string; seen: string },
): Promise<TextsImport> {
  const read: { last: ReturnType<typeof readTextsCsv> | null } = { last: null };
  const changed = await changeDraft(deps, shop, {
    part: textsSection.part,
    seen,
    change: (now) => {
      read.last = readTextsCsv(csv, now);
      return read.last.ok ? read.last.document : null;
    },
  });
  if (read.last?.ok === false) return { state: 'faults', faults: read.last.faults, total: read.last.total };
  if (changed.ok) return { state: 'saved', total: read.last?.changes.length ?? 0 };
  return changed.reason === 'stale' ? { state: 'stale' } : { state: 'refused', faults: changed.faults };
}
