import { globSync, readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { adminMessages } from './admin-messages.server.ts';
import {
  ADMIN_LANGUAGES,
  adminLanguage,
  adminText,
  directionOf,
  englishMessages,
  type AdminMessage,
} from './admin.ts';

type Element = ReturnType<IntlMessageFormat['getAst']>[number];
/** Of intl-messageformat's parser, which exports no names for them. */
const [LITERAL, PLURAL, POUND] = [0, 6, 7];

const parse = (message: string) => new IntlMessageFormat(message, 'en').getAst();

const keys = Object.keys(englishMessages) as AdminMessage[];

/** The names that a message asks values for, and the plural categories that it tells apart. */
function partsOf(elements: Element[]): { names: Set<string>; categories: string[][] } {
  const names = new Set<string>();
  const categories: string[][] = [];
  const walk = (parts: Element[]) => {
    for (const part of parts) {
      if (part.type === LITERAL || part.type === POUND || !('value' in part)) continue;
      names.add(String(part.value));
      if (!('options' in part)) continue;
      if (part.type === PLURAL)
        categories.push(Object.keys(part.options).filter((key) => !key.startsWith('=')));
      for (const option of Object.values(part.options)) walk(option.value);
    }
  };
  walk(elements);
  return { names, categories };
}

describe.each(ADMIN_LANGUAGES)('admin texts in %s', (language) => {
  const messages = adminMessages(language);

  it('are all there, and none that English lacks', () => {
    expect(Object.keys(messages).toSorted()).toEqual(keys.toSorted());
  });

  it('have each key once: of two the first would never be read', () => {
    const file = readFileSync(new URL(`./${language}/admin.json`, import.meta.url), 'utf8');
    const written = [...file.matchAll(/^ {2}"([^"]+)":/gm)].map(([, key]) => key);
    expect(written.filter((key, at) => written.indexOf(key) !== at)).toEqual([]);
    expect(written.length).toBe(keys.length);
  });

  it('ask for no value that the English text does not get', () => {
    for (const key of keys) {
      const english = partsOf(parse(englishMessages[key])).names;
      const own = partsOf(parse(messages[key])).names;
      expect(
        [...own].filter((name) => !english.has(name)),
        key,
      ).toEqual([]);
    }
  });

  it('have every plural category of the language', () => {
    const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const key of keys) {
      for (const categories of partsOf(parse(messages[key])).categories) {
        expect(categories.toSorted(), key).toEqual(expect.arrayContaining(wanted));
      }
    }
  });

  it('format', () => {
    const text = adminText(language, messages);
    for (const key of keys) {
      const values = [...partsOf(parse(messages[key])).names].map((name) => [name, 3]);
      expect(text(key, Object.fromEntries(values)), key).not.toBe('');
    }
  });
});

describe('adminText', () => {
  it('isolates inserted texts where the language runs from right to left', () => {
    const arabic = adminText('ar', adminMessages('ar'))('entry.order', { name: '#1001' });
    expect(arabic).toBe('الطلب \u2068#1001\u2069');
    expect(adminText('en', englishMessages)('entry.order', { name: '#1001' })).toBe('Order #1001');
  });

  it('begins with a right-to-left mark what is nested and has no letter outside of its parts', () => {
    // An isolate goes by its first strong letter, and passes over the isolates in it.
    const joined = adminText('ar', adminMessages('ar'))('publishing.reward.also', { terms: 'A', term: 'B' });
    expect(joined).toBe('\u200f\u2068A\u2069؛ \u2068B\u2069');
  });

  it.each([
    ['de-AT', 'de', 'ltr'],
    ['ar-KW', 'ar', 'rtl'],
    ['ja', 'ja', 'ltr'],
    ['fr', 'en', 'ltr'],
    ['', 'en', 'ltr'],
  ])('serves %j with %s, %s', (tag, language, direction) => {
    expect([adminLanguage(tag), directionOf(tag)]).toEqual([language, direction]);
  });

  it('has no key that no page uses', () => {
    const sources = globSync('app/{routes,components}/**/*.{ts,tsx}')
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    // Keys that are put together have their beginning in the source as a template: `words.taxes.${…}`.
    const used = (key: string) =>
      sources.includes(`'${key}'`) ||
      key
        .split('.')
        .some(
          (_part, index, parts) => sources.includes(`\`${parts.slice(0, index).join('.')}.\${`) && index > 0,
        );
    expect(keys.filter((key) => !used(key))).toEqual([]);
  });
});
