/** All texts of a programme as one form: a field for each text in each language, and how shoppers are addressed. */
import { fieldKey, textOf, words, type ByKey } from './form-text.ts';
import { partOf } from './program-parts.ts';
import { judgedSection, type ProgramSection } from './program-section.ts';
import { programTexts, textAt, textLanguages, withTexts } from './program-texts.ts';
import type { Program } from './program.ts';
import { VOICED_LANGUAGES } from './voice.ts';

/** A type, not an interface, so that it is a record to the form's library. */
export type TextsForm = {
  /** Those that have fields, in their order; a language that is not among them is taken out. */
  languages: string;
  /** By `fieldKey` and language. */
  texts: { [key: string]: ByKey };
  /** "formal", "informal", or empty: as our own texts are. */
  voice: ByKey;
};

export const textField = (key: string, language: string): string => `texts.${fieldKey(key)}.${language}`;

export function textsForm(program: Program): TextsForm {
  return {
    languages: textLanguages(program).join(' '),
    texts: Object.fromEntries(programTexts(program).map(({ key, texts }) => [fieldKey(key), texts])),
    voice: Object.fromEntries(VOICED_LANGUAGES.map((language) => [language, program.voice[language] ?? ''])),
  };
}

/** With a language that was taken out at its place again, and everything else as it is now. */
export const listedAgain = (languages: readonly string[], gone: string, at: number): string[] =>
  languages.includes(gone) ? [...languages] : languages.toSpliced(at, 0, gone);

/** Texts by key and language, as they were sent; what a language that was taken out had is empty. */
function sentTexts(sent: unknown, program: Program): Map<string, ByKey> {
  const languages = words(sent, 'languages');
  const gone = textLanguages(program).filter((language) => !languages.includes(language));
  return new Map(
    programTexts(program).flatMap(({ key }): [string, ByKey][] => {
      const own = partOf(partOf(sent, 'texts'), fieldKey(key));
      const kept = languages.flatMap((language): [string, string][] =>
        partOf(own, language) === undefined ? [] : [[language, lineBreaks(textOf(own, language))]],
      );
      return [[key, Object.fromEntries([...kept, ...gone.map((language) => [language, ''])])]];
    }),
  );
}

/** Browsers send line breaks as two characters. */
const lineBreaks = (text: string): string => text.replaceAll('\r\n', '\n');

function document(sent: unknown, program: Program): Record<string, unknown> {
  const voice = VOICED_LANGUAGES.flatMap((language) => {
    const chosen = textOf(partOf(sent, 'voice'), language);
    return chosen === '' ? [] : [[language, chosen]];
  });
  return { ...withTexts(program, sentTexts(sent, program)), voice: Object.fromEntries(voice) };
}

function fieldOf(path: string[], sent: unknown, whole: unknown): string | null {
  if (path[0] === 'voice') return `voice.${path[1] ?? ''}`;
  const at = textAt(path, whole);
  return at && textField(at.key, at.language ?? words(sent, 'languages')[0] ?? 'en');
}

export const textsSection: ProgramSection = {
  part: (program) => ({
    texts: programTexts(program).map(({ key, texts }) => ({ key, texts })),
    voice: program.voice,
  }),
  read: (sent, program) => {
    const whole = document(sent, program);
    return judgedSection(whole, (path) => fieldOf(path, sent, whole));
  },
};
