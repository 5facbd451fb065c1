/** Which of the languages that there are a reader gets: one that they can read. */

const MOST_REMEMBERED = 200;
const remembered = new Map<string, string | null>();

/**
 * The language of a BCP 47 tag and how it is written, in today's names: "pt" and "pt-BR" are one, "iw" is "he", and "zh-TW" is written other
 * than "zh-CN". null where it is no tag.
 */
function writtenLanguage(tag: string): string | null {
  const known = remembered.get(tag);
  if (known !== undefined) return known;
  let written: string | null = null;
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    written = `${language}-${script}`;
  } catch {
    // Locales come from outside, and not all are tags.
  }
  if (remembered.size < MOST_REMEMBERED) remembered.set(tag, written);
  return written;
}

/**
 * Of `tags` the one for a reader of `locale`: the same, that of their language, or one that is written as theirs is ("pt-PT" reads "pt-BR",
 * "zh-TW" never "zh-CN"). undefined where none is. What a locale says privately ("-x-") is no part of it.
 */
export function closestTag(wanted: string, tags: readonly string[]): string | undefined {
  const locale = wanted.replace(/-x-.*$/i, '');
  if (tags.includes(locale)) return locale;
  const language = locale.split('-')[0] ?? '';
  if (tags.includes(language)) return language;
  const written = writtenLanguage(locale);
  return written === null ? undefined : tags.find((tag) => writtenLanguage(tag) === written);
}
