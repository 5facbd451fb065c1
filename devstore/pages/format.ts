import { decimal, type Currency } from '../money.ts';
import type { Locale, LocalizedText, Market } from '../state/catalogue-types.ts';
import type { Millis } from '../state/order-types.ts';

/** An amount of minor units as people write it in a language, from the exact decimal: "$19.99", "19,99 €", "¥700", "3.500 KWD". */
export function money(amount: bigint, currency: Currency, locale: string = 'en'): string {
  const formatter = new Intl.NumberFormat(intlLocale(locale), {
    style: 'currency',
    currency,
    currencyDisplay: locale.startsWith('en') && currency !== 'KWD' ? 'narrowSymbol' : 'symbol',
  });
  return formatter.format(decimal(amount, currency) as Intl.StringNumericLiteral);
}

// Arabic prices keep the digits of the shop's theme, which are Latin.
function intlLocale(locale: string): string {
  return locale === 'ar' ? 'ar-KW-u-nu-latn' : locale;
}

/** A moment in a time zone, such as "21 Nov 2026, 15:04". */
export function dateTime(at: Millis, timeZone: string, locale = 'en-GB'): string {
  return new Intl.DateTimeFormat(intlLocale(locale), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(at);
}

/** The time of day with seconds, such as "15:04:09". */
export function timeOfDay(at: Millis, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone }).format(at);
}

/** A moment as `<time datetime>` takes it. */
export function isoTime(at: Millis): string {
  return new Date(at).toISOString();
}

/** A whole number with the grouping of a language. */
export function count(value: number, locale = 'en'): string {
  return new Intl.NumberFormat(intlLocale(locale)).format(value);
}

/** "1 item", "2 items". */
export function plural(value: number, one: string, other: string): string {
  return `${count(value)} ${new Intl.PluralRules('en').select(value) === 'one' ? one : other}`;
}

/** A text of the catalogue in a language; French reads English. */
export function localized(text: LocalizedText, locale: Locale): string {
  return text[locale === 'fr' ? 'en' : locale];
}

/** The direction of a language's script. */
export function directionOf(locale: string): 'ltr' | 'rtl' {
  return locale.startsWith('ar') ? 'rtl' : 'ltr';
}

/** "United States, USD". */
export function marketLabel(market: Market): string {
  return `${market.name.en}, ${market.currency}`;
}

/** A country's name in English. */
export function countryName(code: string, locale = 'en'): string {
  return new Intl.DisplayNames([locale], { type: 'region' }).of(code) ?? code;
}
