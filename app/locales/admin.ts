/**
 * The admin's texts: ICU messages with typed keys. This module is in the browser's bundle too, so it holds only the English ones
 * (what other languages fall back to); admin-messages.server.ts has the rest, and the root loader hands over one language.
 */
import { IntlMessageFormat } from 'intl-messageformat';
import english from './en/admin.json' with { type: 'json' };

export type AdminMessage = keyof typeof english;
export type AdminMessages = Record<AdminMessage, string>;
export type AdminText = (key: AdminMessage, values?: Record<string, string | number>) => string;

export const ADMIN_LANGUAGES = ['en', 'de', 'ja', 'ar'] as const;
export type AdminLanguage = (typeof ADMIN_LANGUAGES)[number];

export const englishMessages: AdminMessages = english;

/** The language of ours that serves a BCP 47 tag; English where none does. */
export function adminLanguage(tag: string): AdminLanguage {
  const language = tag.toLowerCase().split('-')[0];
  return ADMIN_LANGUAGES.find((one) => one === language) ?? 'en';
}

export function directionOf(tag: string): 'ltr' | 'rtl' {
  return adminLanguage(tag) === 'ar' ? 'rtl' : 'ltr';
}

/** First-strong isolate and its end: a code, a name or money inside Arabic text keeps its own direction. */
const ISOLATE = ['\u2068', '\u2069'] as const;

/** Throws only where a message of ours is malformed, which a test rules out. */
export function adminText(locale: string, messages: AdminMessages): AdminText {
  const formats = new Map<AdminMessage, IntlMessageFormat>();
  const isolated = directionOf(locale) === 'rtl';
  return (key, values = {}) => {
    const format = formats.get(key) ?? new IntlMessageFormat(messages[key] ?? english[key], locale);
    formats.set(key, format);
    if (!isolated) return String(format.format(values));
    const wrapped = Object.entries(values).map(([name, value]): [string, string | number] => [
      name,
      typeof value === 'string' ? `${ISOLATE[0]}${value}${ISOLATE[1]}` : value,
    ]);
    return String(format.format(Object.fromEntries(wrapped)));
  };
}
