/** A section of the programme, as one form of the studio edits it: two pure functions around the part of the document that it is about. */
import { formFault, type FieldFaults } from './form-fault.ts';
import { ProgramSchema, type Program } from './program.ts';

export type ProgramSection = {
  /** What two people who edit it at once would disturb: the part of the draft that is compared before a save. */
  part: (program: Program) => unknown;
  /** The document with the section as the form has it, to be checked whole; or what is the matter, by field. Both sides of the wire ask it. */
  read: (sent: unknown, program: Program) => SectionRead;
};

export type SectionRead = { ok: true; document: unknown } | { ok: false; faults: FieldFaults };

/**
 * A document as a form made it, by the schema that documents are held to: faults stand at the field that `fieldOf` names for their path. What it names no
 * field for (null) is no fault of this form: saving tells it. `own`: what the form alone knows.
 */
export function judgedSection(
  document: unknown,
  fieldOf: (path: string[]) => string | null,
  own: FieldFaults = {},
): SectionRead {
  const faults: FieldFaults = { ...own };
  for (const issue of ProgramSchema.safeParse(document).error?.issues ?? []) {
    const field = fieldOf(issue.path.map(String));
    if (field !== null) faults[field] = [...(faults[field] ?? []), formFault(issue)];
  }
  return Object.keys(faults).length === 0 ? { ok: true, document } : { ok: false, faults };
}
