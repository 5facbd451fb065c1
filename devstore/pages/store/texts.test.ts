import { describe, expect, test } from 'vitest';
import ar from '../../theme/locales/ar.json' with { type: 'json' };
import de from '../../theme/locales/de.json' with { type: 'json' };
import en from '../../theme/locales/en.default.json' with { type: 'json' };
import ja from '../../theme/locales/ja.json' with { type: 'json' };
import { plainText, translator } from './texts.ts';

const placeholders = (text: string) => [...text.matchAll(/\{\{ \w+ \}\}/g)].map(String).toSorted();

describe.each([
  ['de', de],
  ['ja', ja],
  ['ar', ar],
])('texts in %s', (_language, table) => {
  test('has every text of the English', () => {
    expect(Object.keys(table).toSorted()).toEqual(Object.keys(en).toSorted());
  });
  test('keeps the placeholders', () => {
    for (const [key, text] of Object.entries(en)) {
      expect([key, placeholders(table[key as keyof typeof table])]).toEqual([key, placeholders(text)]);
    }
  });
});

test('values are escaped and isolated from the direction of the text', () => {
  expect(translator('ar')('signedInAs', { name: '<b>Ada</b>' }).markup).toContain(
    '<bdi>&lt;b&gt;Ada&lt;/b&gt;</bdi>',
  );
  expect(plainText('en', 'orderName', { number: '#1001' })).toBe('Order #1001');
});
