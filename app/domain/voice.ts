/** How shoppers are addressed, in the languages where a shop chooses: "Sie" or "du", "vous" or "tu". */
import { z } from 'zod';

export const VOICES = ['formal', 'informal'] as const;
export type Voice = (typeof VOICES)[number];

/** The languages of ours that have both, with the voice that their texts are written in. */
export const OWN_VOICE = {
  de: 'formal',
  fr: 'formal',
  es: 'informal',
  ko: 'formal',
  'zh-CN': 'formal',
} as const;
export type VoicedLanguage = keyof typeof OWN_VOICE;
export const VOICED_LANGUAGES = Object.keys(OWN_VOICE) as VoicedLanguage[];

const [first, ...others] = VOICED_LANGUAGES;
if (!first) throw new Error('no language has two voices');

export type VoiceChoice = Partial<Record<VoicedLanguage, Voice>>;

/** What the merchant chose, by language; a language that is not named, or named with its own voice, has that. */
export const VoiceSchema = z
  .partialRecord(z.enum([first, ...others]), z.enum(VOICES))
  .nullish()
  .transform((voice): VoiceChoice => {
    const chosen = VOICED_LANGUAGES.flatMap((language): [VoicedLanguage, Voice][] => {
      const own = voice?.[language] ?? OWN_VOICE[language];
      return own === OWN_VOICE[language] ? [] : [[language, own]];
    });
    return Object.fromEntries(chosen);
  });

/** Whether texts of the language are to be read in the voice that they are not written in. */
export const isOtherVoice = (language: string, choice: VoiceChoice): language is VoicedLanguage =>
  VOICED_LANGUAGES.some((one) => one === language && (choice[one] ?? OWN_VOICE[one]) !== OWN_VOICE[one]);

/** Room for the widget's texts in every other voice at once, which go with the programme into the theme's data. */
export const VOICES_BYTES = 12 * 1024;
