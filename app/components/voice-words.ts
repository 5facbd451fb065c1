import type { Program } from '../domain/program.ts';
import { isOtherVoice, VOICED_LANGUAGES, type Voice, type VoicedLanguage } from '../domain/voice.ts';
import type { AdminText } from '../locales/admin.ts';
import { otherVoice } from '../locales/voice.ts';
import { languageName } from './language-name.ts';

/** The words themselves: every merchant knows them, and no term for them. */
export const ADDRESS: Record<VoicedLanguage, Record<Voice, string>> = {
  de: { formal: 'Sie', informal: 'du' },
  fr: { formal: 'vous', informal: 'tu' },
  es: { formal: 'usted', informal: 'tú' },
  ko: { formal: '합니다', informal: '해요' },
  'zh-CN': { formal: '您', informal: '你' },
};

/** Where shoppers are addressed otherwise than our texts are written. */
export function voiceSentences({ voice }: Program, locale: string, text: AdminText): string[] {
  return VOICED_LANGUAGES.filter((language) => isOtherVoice(language, voice)).map((language) =>
    text('words.voice', {
      language: languageName(language, locale),
      words: ADDRESS[language][otherVoice(language)],
    }),
  );
}
