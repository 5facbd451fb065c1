/** The merchant's language, for every component: texts, numbers, dates and money as they write them. */
import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { adminText, englishMessages, type AdminMessages, type AdminText } from '../locales/admin.ts';

type Language = { locale: string; text: AdminText };

const LanguageContext = createContext<Language>({ locale: 'en', text: adminText('en', englishMessages) });

type ProviderProps = { locale: string; messages: AdminMessages; children: ReactNode };

export function AdminTextProvider({ locale, messages, children }: ProviderProps) {
  const language = useMemo(() => ({ locale, text: adminText(locale, messages) }), [locale, messages]);
  return <LanguageContext.Provider value={language}>{children}</LanguageContext.Provider>;
}

export function useAdminText(): AdminText {
  return useContext(LanguageContext).text;
}

export function useLocale(): string {
  return useContext(LanguageContext).locale;
}
