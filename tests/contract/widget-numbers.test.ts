// Points, money and dates as each language writes them: what Liquid writes at first, what the script writes after it, and what the app says.
import { describe, expect, it } from 'vitest';
import { fraction } from '../../app/domain/fraction.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { explanationLanguages, writerFor } from '../../app/locales/explanation-messages.ts';
import { createFormat } from '../../widget/format.js';
import { extensionLiquid } from '../support/extension-liquid.ts';

const COUNTS = [0, 1, 2, 3, 5, 11, 21, 100, 1_234, 12_345, 1_000_000];

/** Spaces that do not break are spaces; marks of direction and isolates are not seen. */
const plain = (text: unknown): string =>
  String(text)
    .replace(/<[^>]+>|[\u200e\u200f\u061c\u2066-\u2069]/g, '')
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .trim();

function formatFor(language: string, currency = 'USD', locale = language, digits?: 'arab') {
  const place = { localization: { market: { handle: 'us' } }, routes: { root_url: '/' } };
  const request = { locale: { iso_code: locale }, path: '/' };
  const engine = extensionLiquid({ language, currency, globals: { ...place, request } });
  if (digits) engine.registerFilter('money', () => '١٫٠٠ د.ك');
  const program = { label: startingProgram.pointsLabel, rates: { [currency]: null }, pointValue: {} };
  return createFormat(JSON.parse(String(engine.renderFileSync('loyalty-config', { program, currency }))));
}

/** As Liquid and the script write the points of the starting programme; the app does too, but for `IN_WORDS`. */
const POINTS: Record<string, string> = {
  en: '0 points|1 point|2 points|3 points|5 points|11 points|21 points|100 points|1,234 points|12,345 points|1,000,000 points',
  de: '0 Punkte|1 Punkt|2 Punkte|3 Punkte|5 Punkte|11 Punkte|21 Punkte|100 Punkte|1.234 Punkte|12.345 Punkte|1.000.000 Punkte',
  fr: '0 point|1 point|2 points|3 points|5 points|11 points|21 points|100 points|1 234 points|12 345 points|1 000 000 de points',
  es: '0 puntos|1 punto|2 puntos|3 puntos|5 puntos|11 puntos|21 puntos|100 puntos|1234 puntos|12.345 puntos|1.000.000 de puntos',
  'pt-BR':
    '0 ponto|1 ponto|2 pontos|3 pontos|5 pontos|11 pontos|21 pontos|100 pontos|1.234 pontos|12.345 pontos|1.000.000 de pontos',
  ja: '0ポイント|1ポイント|2ポイント|3ポイント|5ポイント|11ポイント|21ポイント|100ポイント|1,234ポイント|12,345ポイント|1,000,000ポイント',
  ko: '0포인트|1포인트|2포인트|3포인트|5포인트|11포인트|21포인트|100포인트|1,234포인트|12,345포인트|1,000,000포인트',
  'zh-CN':
    '0 积分|1 积分|2 积分|3 积分|5 积分|11 积分|21 积分|100 积分|1,234 积分|12,345 积分|1,000,000 积分',
  ar: '0 نقطة|1 نقطة|2 نقطتان|3 نقاط|5 نقاط|11 نقطة|21 نقطة|100 نقطة|1,234 نقطة|12,345 نقطة|1,000,000 نقطة',
  he: '0 נקודות|1 נקודה|2 נקודות|3 נקודות|5 נקודות|11 נקודות|21 נקודות|100 נקודות|1,234 נקודות|12,345 נקודות|1,000,000 נקודות',
};
/** One and two in words. */
const IN_WORDS: Record<string, Record<number, string>> = {
  ar: { 1: 'نقطة واحدة', 2: 'نقطتان' },
  he: { 1: 'נקודה אחת', 2: 'שתי נקודות' },
};

describe.each(explanationLanguages)('in %s', (language) => {
  it('points have their plural form and their groups', () => {
    const engine = extensionLiquid({ language, currency: 'USD' });
    const format = formatFor(language);
    const said = POINTS[language]?.split('|') ?? [];
    expect(said).toHaveLength(COUNTS.length);
    COUNTS.forEach((count, index) => {
      const label = startingProgram.pointsLabel;
      const html: unknown = engine.renderFileSync('loyalty-points', { value: count, label });
      expect([plain(html), plain(format.points(count))]).toEqual([said[index], said[index]]);
      const words = IN_WORDS[language]?.[count] ?? said[index];
      expect(plain(writerFor(language).points(BigInt(count)))).toBe(words);
    });
  });

  it('below zero there is a minus in front', () => {
    const html: unknown = extensionLiquid({ language, currency: 'USD' }).renderFileSync('loyalty-number', {
      value: -1_234,
    });
    expect(plain(html)).toBe(plain(formatFor(language).number(-1_234)));
    expect(plain(html)).toMatch(/^−/);
  });
});

const MONEY: Record<string, [yen: string, euros: string, dinars: string]> = {
  en: ['¥700', '€5.00', 'KWD 1,500.250'],
  de: ['700 ¥', '5,00 €', '1.500,250 KWD'],
  fr: ['700 ¥', '5,00 €', '1 500,250 KWD'],
  es: ['700 ¥', '5,00 €', '1500,250 KWD'],
  'pt-BR': ['¥ 700', '€ 5,00', 'KWD 1.500,250'],
  ja: ['￥700', '€5.00', 'KWD 1,500.250'],
  ko: ['¥700', '€5.00', 'KWD 1,500.250'],
  'zh-CN': ['¥700', '€5.00', 'KWD 1,500.250'],
  ar: ['700 JP¥', '5.00 €', '1,500.250 د.ك.'],
  he: ['700 ¥', '5.00 €', '1,500.250 KWD'],
};

it.each(Object.keys(MONEY))('money in %s has the minor units of its currency', (language) => {
  const money = (amount: string, currency: string) =>
    plain(formatFor(language, currency).money(amount, currency));
  expect([money('700', 'JPY'), money('5.00', 'EUR'), money('1500.250', 'KWD')]).toEqual(MONEY[language]);
  // The app cannot see the theme's sign of a currency.
  const anySign = (text: string) => text.replace(/JP¥|JPY|￥/, '¥');
  const told = (n: bigint, d: bigint, currency: string) =>
    anySign(plain(writerFor(language).amount(fraction(n, d), currency)));
  expect([told(700n, 1n, 'JPY'), told(5n, 1n, 'EUR'), told(1_500_250n, 1_000n, 'KWD')]).toEqual(
    MONEY[language]?.map(anySign),
  );
});

it('digits are those of the prices of the market', () => {
  const format = formatFor('ar', 'KWD', 'ar', 'arab');
  expect(plain(format.money('1500.250', 'KWD'))).toBe('١٬٥٠٠٫٢٥٠ د.ك');
  expect(plain(format.points(1_234))).toBe('١٬٢٣٤ نقطة');
  expect(plain(format.date('2026-11-03'))).toMatch(/^٣ نوفمبر/);
});

/** Always with the month's name; the year where it is not this one. */
const DATES: Record<string, string> = {
  en: 'March 5, 2032',
  de: '5. März 2032',
  fr: '5 mars 2032',
  es: '5 de marzo de 2032',
  'pt-BR': '5 de março de 2032',
  ja: '2032年3月5日',
  ko: '2032년 3월 5일',
  'zh-CN': '2032年3月5日',
  ar: '5 مارس 2032',
  he: '5 במרץ 2032',
};

it.each(Object.keys(DATES))('a day in %s has its month by name', (language) => {
  expect(plain(formatFor(language).date('2032-03-05'))).toBe(DATES[language]);
  expect(plain(writerFor(language).date('2032-03-05'))).toBe(DATES[language]);
});

it.each([
  ['en', 'en-GB', '5 March 2032'],
  ['fr', 'fr-CA', '5 mars 2032'],
  ['es', 'es-MX', '5 de marzo de 2032'],
  ['en', 'zh-TW', 'March 5, 2032'],
  ['en', 'pt-PT', 'March 5, 2032'],
])('a page in %s of the locale %s writes its dates as there', (language, locale, date) => {
  expect(plain(formatFor(language, 'USD', locale).date('2032-03-05'))).toBe(date);
});
