import { escapeHtml } from './escape-html.ts';

type Texts = { [key: string]: Texts | string };

/** The texts of a folder of Liquid, by language; `fallback` is its default language. */
export type Translations = { byLanguage: ReadonlyMap<string, Texts>; fallback: string };

/** Reads `locales/*.json` without the texts of settings. */
export function readTranslations(files: ReadonlyMap<string, string>): Translations {
  const byLanguage = new Map<string, Texts>();
  let fallback = 'en';
  for (const [path, source] of files) {
    const match = /^locales\/([A-Za-z-]+?)(\.default)?\.json$/.exec(path);
    if (!match?.[1]) continue;
    byLanguage.set(match[1], JSON.parse(source) as Texts);
    if (match[2]) fallback = match[1];
  }
  return { byLanguage, fallback };
}

/**
 * The `t` filter: a text of the page's language, else of the default language, with its values filled in. `count` chooses the plural
 * form by the language's rules. The whole is escaped unless the key ends in `_html`.
 */
export function translate(
  { byLanguage, fallback }: Translations,
  language: string,
  key: string,
  values: Record<string, unknown>,
): string {
  for (const each of [language, fallback]) {
    const text = form(find(byLanguage.get(each), key), each, values['count']);
    if (text === null) continue;
    const filled = text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_match, name: string) => String(values[name] ?? ''));
    return key.endsWith('_html') ? filled : escapeHtml(filled);
  }
  return `Translation missing: ${language}.${key}`;
}

function find(texts: Texts | undefined, key: string): Texts | string | null {
  let found: Texts | string | undefined = texts;
  for (const part of key.split('.')) {
    if (typeof found !== 'object' || !Object.hasOwn(found, part)) return null;
    found = found[part];
  }
  return found ?? null;
}

function form(found: Texts | string | null, language: string, count: unknown): string | null {
  if (found === null || typeof found === 'string') return found;
  const number = Number(count);
  if (count === undefined || Number.isNaN(number)) return null;
  const chosen = found[new Intl.PluralRules(language).select(number)] ?? found['other'];
  return typeof chosen === 'string' ? chosen : null;
}
