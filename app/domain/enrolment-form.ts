/** Who is a member, as the studio's form has it. What only joining by choice asks for stays as it was while everybody joins by themselves. */
import { type ByKey, filled, joinedTexts, languageField, ON, textOf, texts, whole } from './form-text.ts';
import { judgedSection, type ProgramSection } from './program-section.ts';
import type { Program } from './program.ts';

/** A type, not an interface, so that it is a record to the form's library. */
export type EnrolmentForm = {
  mode: string;
  backdateDays: string;
  termsVersion: string;
  /** Where the terms are, by language. */
  termsUrl: ByKey;
  excludedCustomerTags: string;
  businessOrders: string;
};

export function enrolmentForm({ enrolment }: Program): EnrolmentForm {
  const { mode, backdateDays, terms, excludedCustomerTags, businessOrders } = enrolment;
  return {
    mode,
    backdateDays: String(backdateDays),
    termsVersion: terms?.version ?? '',
    termsUrl: terms?.url ?? {},
    excludedCustomerTags: joinedTexts(excludedCustomerTags),
    businessOrders: businessOrders ? ON : '',
  };
}

function typedTerms(sent: unknown): object | null {
  const version = textOf(sent, 'termsVersion');
  const url = filled(sent, 'termsUrl');
  return version === '' && url.length === 0 ? null : { version, url: Object.fromEntries(url) };
}

function document(sent: unknown, program: Program): unknown {
  const mode = textOf(sent, 'mode');
  return {
    ...program,
    enrolment: {
      ...program.enrolment,
      mode,
      ...(mode === 'optIn' && { backdateDays: whole(sent, 'backdateDays') ?? 0, terms: typedTerms(sent) }),
      excludedCustomerTags: texts(sent, 'excludedCustomerTags'),
      businessOrders: textOf(sent, 'businessOrders') === ON,
    },
  };
}

function fieldOf([first, second, third, fourth]: string[], sent: unknown): string | null {
  if (first !== 'enrolment') return null;
  if (second !== 'terms') return second ?? null;
  if (third === 'version') return 'termsVersion';
  return languageField('termsUrl', fourth, sent);
}

export const enrolmentSection: ProgramSection = {
  part: ({ enrolment }) => enrolment,
  read: (sent, program) => judgedSection(document(sent, program), (path) => fieldOf(path, sent)),
};
