/** A section of the programme, as one form of the studio edits it: two pure functions around the part of the document that it is about. */
import type { FieldFaults } from './form-fault.ts';
import type { Program } from './program.ts';

export type ProgramSection = {
  /** What two people who edit it at once would disturb: the part of the draft that is compared before a save. */
  part: (program: Program) => unknown;
  /** The document with the section as the form has it, to be checked whole; or what is the matter, by field. Both sides of the wire ask it. */
  read: (sent: unknown, program: Program) => SectionRead;
};

export type SectionRead = { ok: true; document: unknown } | { ok: false; faults: FieldFaults };
