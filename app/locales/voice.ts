/**
 * Texts in the voice that the merchant chose for a language, where that is not the one that they are written in. Such a voice travels in the private part of a
 * reader's locale ("de-x-informal"), as digits do in "-u-nu-": whatever takes a locale takes it, and Intl passes over it.
 */
import {
  isOtherVoice,
  OWN_VOICE,
  VOICED_LANGUAGES,
  type Voice,
  type VoiceChoice,
  type VoicedLanguage,
} from '../domain/voice.ts';
import de from './de/voice.json' with { type: 'json' };
import es from './es/voice.json' with { type: 'json' };
import fr from './fr/voice.json' with { type: 'json' };
import ko from './ko/voice.json' with { type: 'json' };
import { closestTag } from './language.ts';
import zhCN from './zh-CN/voice.json' with { type: 'json' };

type Texts = Readonly<Record<string, string>>;

/** Only what differs: everything else is as the language's own texts are. */
const OTHER: Record<VoicedLanguage, { widget: Texts; explanation: Texts }> = {
  de,
  fr,
  es,
  ko,
  'zh-CN': zhCN,
};

export const otherVoice = (language: VoicedLanguage): Voice =>
  OWN_VOICE[language] === 'formal' ? 'informal' : 'formal';

/** The language of ours with two voices that a reader reads; undefined where it has but one. */
export const voicedLanguage = (locale: string): VoicedLanguage | undefined => {
  const tag = closestTag(locale, VOICED_LANGUAGES);
  return VOICED_LANGUAGES.find((one) => one === tag);
};

/** Put on last, since nothing may come after it. */
export function localeInVoice(locale: string, choice: VoiceChoice | undefined): string {
  const language = choice && voicedLanguage(locale);
  return language && isOtherVoice(language, choice) ? `${locale}-x-${otherVoice(language)}` : locale;
}

/** What a locale's private part asks for of the explanations; empty where it asks for nothing. */
export function explanationsInVoice(locale: string): Texts {
  const language = voicedLanguage(locale);
  return language && locale.endsWith(`-x-${otherVoice(language)}`) ? OTHER[language].explanation : {};
}

/** Texts of the widget in a voice that they are not written in: "{points}" where the extension's files have "{{ points }}". */
type WidgetVoice = { voice: Voice; texts: Texts };

/** By language, for those where the merchant chose the other voice: what the widget's Liquid reads from the app's data. */
export function widgetVoices(choice: VoiceChoice): Partial<Record<VoicedLanguage, WidgetVoice>> {
  const chosen = VOICED_LANGUAGES.filter((language) => isOtherVoice(language, choice));
  return Object.fromEntries(
    chosen.map((language): [VoicedLanguage, WidgetVoice] => {
      const texts: Texts = Object.fromEntries(
        Object.entries(OTHER[language].widget).map(([key, text]) => [
          key,
          text.replaceAll(/\{\{ (\w+) \}\}/g, '{$1}'),
        ]),
      );
      return [language, { voice: otherVoice(language), texts }];
    }),
  );
}
