import { IntlMessageFormat } from 'intl-messageformat';
import { type Fraction, fraction, round, scaledText } from '../domain/fraction.ts';
import { minorUnitDigits } from '../domain/currency.ts';
import { displayedAmount } from '../domain/money.ts';
import { withSignKept } from './currency-sign.ts';
import ar from './ar/explanation.json' with { type: 'json' };
import de from './de/explanation.json' with { type: 'json' };
import en from './en/explanation.json' with { type: 'json' };
import es from './es/explanation.json' with { type: 'json' };
import fr from './fr/explanation.json' with { type: 'json' };
import he from './he/explanation.json' with { type: 'json' };
import ja from './ja/explanation.json' with { type: 'json' };
import ko from './ko/explanation.json' with { type: 'json' };
import ptBR from './pt-BR/explanation.json' with { type: 'json' };
import zhCN from './zh-CN/explanation.json' with { type: 'json' };
import { closestTag } from './language.ts';
import { explanationsInVoice } from './voice.ts';

export type MessageKey = keyof typeof en;

/** By Shopify's tags. A text that a language lacks is read in English; tests/contract/languages.test.ts names it. */
const catalogues: Readonly<Record<string, Readonly<Partial<Record<MessageKey, string>>>>> = {
  en,
  de,
  fr,
  es,
  'pt-BR': ptBR,
  ja,
  ko,
  'zh-CN': zhCN,
  ar,
  he,
};
/** The languages that shoppers read. */
export const explanationLanguages: readonly string[] = Object.keys(catalogues);

export const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(['ar', 'he']);

/** Writes the parts of an explanation for one reader. */
export type Writer = {
  message: (key: MessageKey, values?: Record<string, string | number>) => string;
  points: (points: bigint) => string;
  integer: (value: number) => string;
  /** To the currency's digits; for reading, not for reckoning. */
  amount: (value: Fraction, currency: string) => string;
  /** A share as a percentage with at most two decimals. */
  percent: (share: Fraction) => string;
  /** A multiplier, with at most four decimals. */
  factor: (value: Fraction) => string;
  /** "a, b and c". */
  list: (items: readonly string[]) => string;
  /** Of a calendar: 2026-11-22, with the month's name. */
  date: (date: string) => string;
  /** What must not be mixed with text that runs the other way: order names, currency codes. */
  code: (text: string) => string;
};

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_DIRECTIONAL_ISOLATE = '\u2069';

// NumberFormat takes decimal text exactly (ES2023), typed as a template literal.
function isNumeric(text: string): text is `${number}` {
  return /^-?\d+(?:\.\d+)?$/.test(text);
}

function formatted(format: Intl.NumberFormat, decimal: string): string {
  if (!isNumeric(decimal)) throw new SyntaxError(`not a decimal: ${decimal.slice(0, 60)}`);
  return format.format(decimal);
}

function currencyFormat(locale: string, currency: string): Intl.NumberFormat {
  const digits = minorUnitDigits(currency) ?? 0;
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

const GREAT = 10n ** 12n;
// A plural category hangs on small numbers and on last digits: beyond what a double holds exactly, the last digits are kept.
const pluralNumber = (points: bigint): number =>
  Number(points < GREAT ? points : GREAT + (points % 10n ** 6n));

function createWriter(locale: string, language: string): Writer {
  const catalogue: Readonly<Partial<Record<MessageKey, string>>> = {
    ...catalogues[language],
    ...explanationsInVoice(locale),
  };
  const parsed = new Map<MessageKey, IntlMessageFormat>();
  const currencies = new Map<string, Intl.NumberFormat>();
  const integers = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const factors = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 });
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 });
  const isolated = (text: string): string =>
    RIGHT_TO_LEFT.has(language) ? `${FIRST_STRONG_ISOLATE}${text}${POP_DIRECTIONAL_ISOLATE}` : text;
  const message: Writer['message'] = (key, values) => {
    const known = parsed.get(key) ?? new IntlMessageFormat(catalogue[key] ?? en[key], locale);
    parsed.set(key, known);
    return String(known.format(values));
  };
  return {
    message,
    points: (points) => message('points', { count: pluralNumber(points), points: integers.format(points) }),
    integer: (value) => integers.format(value),
    amount: (value, currency) => {
      const format = currencies.get(currency) ?? currencyFormat(locale, currency);
      currencies.set(currency, format);
      return isolated(withSignKept(formatted(format, displayedAmount(value, currency))));
    },
    percent: (share) =>
      formatted(percents, scaledText(round(fraction(share.n * 10_000n, share.d), 'halfUp'), 4)),
    factor: (value) =>
      formatted(factors, scaledText(round(fraction(value.n * 10_000n, value.d), 'halfUp'), 4)),
    list: (items) => lists.format(items),
    date: (date) => dates.format(new Date(date)),
    code: isolated,
  };
}

function isLanguageTag(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale).length === 1;
  } catch {
    return false;
  }
}

const writers = new Map<string, Writer>();

/** The writer for a BCP 47 locale: its language where we have it, else English. */
export function writerFor(locale: string): Writer {
  const known = writers.get(locale);
  if (known) return known;
  const language = isLanguageTag(locale) ? closestTag(locale, explanationLanguages) : undefined;
  const writer = language ? createWriter(locale, language) : createWriter('en', 'en');
  // Locales come from outside: no more are remembered than readers really have.
  if (language && writers.size < 100) writers.set(locale, writer);
  return writer;
}
