// Every text that a shopper reads is there in every language of ours, with its values, its plural forms and its signs. What is missing is named.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { explanationLanguages } from '../../app/locales/explanation-messages.ts';
import { localizedText } from '../../app/locales/reward-text.ts';
import { EXTENSION, extensionLiquid } from '../support/extension-liquid.ts';

const WIDGET = join(EXTENSION, 'locales');
const APP = join(import.meta.dirname, '../../app/locales');
const CATEGORIES = ['zero', 'one', 'two', 'few', 'many', 'other'];

type Texts = { [key: string]: string | Texts };

/** Every text by its path; the plural forms of one text count as one, that for "other". */
function textsOf(texts: Texts, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    const at = path ? `${path}.${key}` : key;
    if (CATEGORIES.includes(key)) {
      if (key === 'other') found.set(path, String(value));
    } else if (typeof value === 'string') found.set(at, value);
    else for (const [each, text] of textsOf(value, at)) found.set(each, text);
  }
  return found;
}

/** The plural forms of every text that has some, by its path. */
function pluralsOf(texts: Texts, path = ''): [string, string[]][] {
  if ('other' in texts) return [[path, Object.keys(texts)]];
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [] : pluralsOf(value, path ? `${path}.${key}` : key),
  );
}

const read = (path: string): Texts => JSON.parse(readFileSync(path, 'utf8'));
const widgetFile = (language: string, kind = ''): string =>
  join(WIDGET, `${language === 'en' ? 'en.default' : language}${kind}.json`);
const FILES: Record<string, (language: string) => string> = {
  'the storefront': (language) => widgetFile(language),
  "the theme editor's settings": (language) => widgetFile(language, '.schema'),
  explanations: (language) => join(APP, language, 'explanation.json'),
  'the starting programmes': (language) => join(APP, language, 'starting.json'),
};

/** The names in a text, each once. In a plural's forms "one" and "two" may be words. */
const placeholders = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{\{?\s*(\w+)\s*[},]/g)].map(([, name]) => name ?? ''))].sort();

it('the widget and the explanations have the same languages', () => {
  const files = readdirSync(WIDGET).map((name) => name.replace('.default', ''));
  const wanted = explanationLanguages.flatMap((language) => [`${language}.json`, `${language}.schema.json`]);
  expect(files.sort()).toEqual(wanted.sort());
});

describe.each(explanationLanguages)('in %s', (language) => {
  it.each(Object.keys(FILES))('%s: no text is missing and none is left over', (kind) => {
    const file = FILES[kind] ?? String;
    const [english, own] = [textsOf(read(file('en'))), textsOf(read(file(language)))];
    expect([...english.keys()].filter((key) => !own.has(key))).toEqual([]);
    expect([...own.keys()].filter((key) => !english.has(key))).toEqual([]);
    for (const [key, text] of own) {
      if (!key.startsWith('meta.')) expect(text.trim(), key).not.toBe('');
      expect([key, placeholders(text)]).toEqual([key, placeholders(english.get(key) ?? '')]);
    }
  });

  it('has every plural form that the language has', () => {
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const { points } = read(widgetFile(language)) as { points: { category: Record<string, string> } };
    const forms = Object.keys(points.category);
    expect(forms).toEqual(expect.arrayContaining(needed));
    expect(forms).toEqual(Object.values(points.category));
    // Shopify's CLDR may be older or newer than Intl's: every text has the same forms.
    for (const [path, own] of pluralsOf(read(widgetFile(language))))
      expect([path, own]).toEqual([path, forms]);
    const { points: phrase } = read(join(APP, language, 'explanation.json'));
    for (const category of needed) expect(phrase).toContain(` ${category} {`);
    const { points: starting } = read(join(APP, language, 'starting.json'));
    for (const label of [starting, startingProgram.pointsLabel[language]])
      expect(Object.keys(label ?? {})).toEqual(expect.arrayContaining(needed));
    expect(Object.keys(startingProgram.name)).toContain(language);
  });

  it('says in which direction and with which signs it is written', () => {
    const { meta } = read(widgetFile(language)) as { meta: Record<string, string> };
    const parts = (value: number) => new Intl.NumberFormat(language).formatToParts(value);
    const sign = (value: number, type: string) => parts(value).find((part) => part.type === type)?.value;
    expect(meta).toEqual({
      language,
      direction: ['ar', 'he'].includes(language) ? 'rtl' : 'ltr',
      group: sign(123_456, 'group'),
      decimal: sign(1.5, 'decimal'),
      group_from: sign(1_000, 'group') ? '1000' : '10000',
      percent: expect.stringMatching(/^\{\{ number \}\}[\u00a0\u202f]?%$/),
    });
    const percent = new Intl.NumberFormat(language, { style: 'percent' }).format(0.15);
    expect(meta['percent']?.replace('{{ number }}', '15')).toBe(
      percent.replaceAll(/[\u200e\u200f\u061c]/g, ''),
    );
  });
});

/** What the typography of a language does not have. */
const FOREIGN: Record<string, [RegExp, string][]> = {
  fr: [
    [/'/, 'a straight apostrophe'],
    [/(?<![\u00a0\u202f]):(?!\d)|(?<![\u00a0\u202f])[;?!]/, 'a sign without its space that does not break'],
    [/[«](?!\u00a0)|(?<!\u00a0)[»]/, 'a quotation mark without its space'],
  ],
  es: [[/^[^¿]*\?|^[^¡]*!/, 'a question or an exclamation without its opening mark']],
  ja: [[/[ぁ-ヿ一-鿿][,:;?!()]|[,:;?!(][ぁ-ヿ一-鿿]/, 'a sign of half width']],
  'zh-CN': [[/[一-鿿][,.:;?!()]|[,:;?!(][一-鿿]/, 'a sign of half width']],
  ar: [[/[ء-ي][,;?]/, 'a sign that runs the other way']],
};
const NOWHERE: [RegExp, string][] = [
  [/[!！]/, 'an exclamation mark'],
  [/\.\.\./, 'three full stops'],
  [/'[{}]/, 'an apostrophe that quotes in ICU messages'],
  [/ {2}|^ | $/, 'a space too many'],
];

it.each(explanationLanguages)('the signs of %s are those of its typography', (language) => {
  const faults = Object.values(FILES).flatMap((file) =>
    [...textsOf(read(file(language)))].flatMap(([key, text]) =>
      [...NOWHERE, ...(FOREIGN[language] ?? [])]
        .filter(([sign]) => !key.startsWith('meta.') && sign.test(text))
        .map(([, fault]) => `${key} has ${fault}: ${text}`),
    ),
  );
  expect(faults).toEqual([]);
});

/** Whitespace that does not break is a space here; marks of direction are not seen. */
const plain = (text: unknown): string =>
  String(text)
    .replaceAll(/[\u200e\u200f\u061c]/g, '')
    .replaceAll(/[\s\u00a0\u202f]+/g, ' ')
    .trim();

it.each<[page: string, widget: string, texts: Record<string, string>]>([
  ['fr-CA', 'en', { en: 'Rewards', fr: 'Récompenses' }],
  ['pt-PT', 'en', { en: 'Rewards', 'pt-BR': 'Recompensas' }],
  ['pt-BR', 'pt-BR', { en: 'Rewards', pt: 'Prémios' }],
  ['zh-TW', 'en', { en: 'Rewards', 'zh-CN': '奖励' }],
  ['zh-CN', 'zh-CN', { en: 'Rewards', 'zh-CN': '奖励' }],
  ['nl', 'en', { de: 'Prämien', en: 'Rewards' }],
  ['nl', 'en', { de: 'Prämien' }],
])(
  "on a page in %s, whose widget is in %s, Liquid finds the merchant's text that the app finds",
  (...each) => {
    const [page, language, texts] = each;
    const request = { locale: { iso_code: page }, path: '/' };
    const engine = extensionLiquid({ language, currency: 'USD', globals: { request } });
    expect(plain(engine.renderFileSync('loyalty-text', { texts }))).toBe(localizedText(texts, page));
  },
);

it("the merchant's word for points is found by the language without a country", () => {
  const engine = extensionLiquid({ language: 'pt-BR', currency: 'USD' });
  const label = { en: { other: 'points' }, pt: { one: 'estrela', other: 'estrelas' } };
  expect(plain(engine.renderFileSync('loyalty-points', { value: 5, label }))).toContain('5 estrelas');
});

it.each(explanationLanguages)('a share in %s has its sign and its decimals', (language) => {
  const reward = { name: { en: '{percent}' }, percent: '12.5' };
  const html: unknown = extensionLiquid({ language, currency: 'USD' }).renderFileSync('loyalty-reward-name', {
    reward,
  });
  const format = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  expect(plain(html)).toBe(plain(format.format(0.125)));
});
