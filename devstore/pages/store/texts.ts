import type { Html } from '../html.ts';
import { html, type Hole } from '../html.ts';
import ar from '../../theme/locales/ar.json' with { type: 'json' };
import de from '../../theme/locales/de.json' with { type: 'json' };
import en from '../../theme/locales/en.default.json' with { type: 'json' };
import ja from '../../theme/locales/ja.json' with { type: 'json' };

export type TextKey = keyof typeof en;

export function isTextKey(text: string): text is TextKey {
  return Object.hasOwn(en, text);
}

const tables: Record<StoreLanguage, Record<TextKey, string>> = { en, de, ja, ar };

/** Languages that the storefront speaks; each names itself. */
export const STORE_LANGUAGES = { en: 'English', de: 'Deutsch', ja: '日本語', ar: 'العربية' } as const;
export type StoreLanguage = keyof typeof STORE_LANGUAGES;

export function isStoreLanguage(text: unknown): text is StoreLanguage {
  return typeof text === 'string' && Object.hasOwn(STORE_LANGUAGES, text);
}

/** A text of the storefront with its `{names}` filled in; values are escaped and set apart from the text's direction. */
export type Translate = (key: TextKey, values?: Record<string, Html | string | number>) => Html;

/** The texts of a language. */
export function translator(language: StoreLanguage): Translate {
  return (key, values = {}) => {
    const parts = tables[language][key].split(/\{\{ (\w+) \}\}/);
    // Odd parts are names: split keeps what the group caught.
    const holes: Hole[] = parts.map((part, index) =>
      index % 2 === 0 ? part : html`<bdi>${values[part] ?? ''}</bdi>`,
    );
    return html`${holes}`;
  };
}

/** The same as plain text, for titles and attributes. */
export function plainText(
  language: StoreLanguage,
  key: TextKey,
  values: Record<string, string | number> = {},
): string {
  return tables[language][key].replace(/\{\{ (\w+) \}\}/g, (_match, name: string) =>
    String(values[name] ?? ''),
  );
}
