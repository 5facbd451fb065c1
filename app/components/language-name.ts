/** What a BCP 47 tag is called; the tag itself where nobody has a name for it. */
export function languageName(tag: string, locale: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** Those that most storefronts have; Shopify has others too. */
export const COMMON_LANGUAGES =
  'ar cs da de el en es fi fr he hi hu id it ja ko ms nb nl pl pt-BR pt-PT ro sv th tr uk vi zh-CN zh-TW'.split(
    ' ',
  );
