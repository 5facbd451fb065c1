/** What becomes of points when orders go back, and when points end, as the studio's form has it. */
import { textOf, whole } from './form-text.ts';
import { judgedSection, type ProgramSection } from './program-section.ts';
import type { Program } from './program.ts';

/** A type, not an interface, so that it is a record to the form's library. */
export type ExpiryForm = { kind: string; months: string; debt: string; spentPoints: string };

/** What most shops take. */
export const USUAL_MONTHS = 12;

export function expiryForm({ expiry, refunds }: Program): ExpiryForm {
  return {
    kind: expiry.kind,
    months: String(expiry.kind === 'never' ? USUAL_MONTHS : expiry.months),
    ...refunds,
  };
}

function document(sent: unknown, program: Program): unknown {
  const kind = textOf(sent, 'kind');
  return {
    ...program,
    expiry: kind === 'never' ? { kind } : { kind, months: whole(sent, 'months') },
    refunds: { debt: textOf(sent, 'debt'), spentPoints: textOf(sent, 'spentPoints') },
  };
}

function fieldOf([first, second]: string[]): string | null {
  if (first === 'refunds') return second ?? 'debt';
  if (first !== 'expiry') return null;
  return second === 'months' ? second : 'kind';
}

export const expirySection: ProgramSection = {
  part: ({ expiry, refunds }) => ({ expiry, refunds }),
  read: (sent, program) => judgedSection(document(sent, program), fieldOf),
};
