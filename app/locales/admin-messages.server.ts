/** All languages of the admin, and Polaris's own texts in them. Polaris has no Arabic: ours covers the parts that our pages show. */
import polarisDe from '@shopify/polaris/locales/de.json' with { type: 'json' };
import polarisEn from '@shopify/polaris/locales/en.json' with { type: 'json' };
import polarisJa from '@shopify/polaris/locales/ja.json' with { type: 'json' };
import { englishMessages, type AdminLanguage, type AdminMessages } from './admin.ts';
import arabic from './ar/admin.json' with { type: 'json' };
import polarisAr from './ar/polaris.json' with { type: 'json' };
import german from './de/admin.json' with { type: 'json' };
import japanese from './ja/admin.json' with { type: 'json' };

const messages: Record<AdminLanguage, AdminMessages> = {
  en: englishMessages,
  de: german,
  ja: japanese,
  ar: arabic,
};

export function adminMessages(language: AdminLanguage): AdminMessages {
  return messages[language];
}

/** The first that has a text wins. */
export function polarisTranslations(language: AdminLanguage) {
  const own = { en: [], de: [polarisDe], ja: [polarisJa], ar: [polarisAr] }[language];
  return [...own, polarisEn];
}
