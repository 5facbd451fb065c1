import { describe, expect, it } from 'vitest';
import { explanationLanguages, writerFor } from './explanation-messages.ts';
import { closestTag } from './language.ts';
import { localizedText } from './reward-text.ts';

describe('the language of ours that a reader gets', () => {
  it.each([
    ['fr-CA', 'fr'],
    ['es-MX', 'es'],
    ['de-AT', 'de'],
    ['DE', 'de'],
    ['ar-u-nu-arab', 'ar'],
    ['pt', 'pt-BR'],
    ['pt-PT', 'pt-BR'],
    ['pt-br', 'pt-BR'],
    ['zh', 'zh-CN'],
    ['zh-SG', 'zh-CN'],
    ['zh-Hans-HK', 'zh-CN'],
    ['iw', 'he'],
    ['he-IL', 'he'],
    // Who reads the one way of writing Chinese may not read the other.
    ['zh-TW', undefined],
    ['zh-HK', undefined],
    ['zh-Hant', undefined],
    ['nl', undefined],
    ['no language', undefined],
    ['', undefined],
  ])('%s: %s', (locale, language) => {
    expect(closestTag(locale, explanationLanguages)).toBe(language);
    const expected = language ? writerFor(language) : writerFor('en');
    expect(writerFor(locale).message('label.points')).toBe(expected.message('label.points'));
  });
});

describe("the merchant's text that a reader gets", () => {
  const texts = { ja: '特典', en: 'Rewards', 'pt-PT': 'Prémios', 'zh-TW': '獎勵', fr: 'Récompenses' };
  it.each([
    ['fr-CA', 'Récompenses'],
    ['pt-BR', 'Prémios'],
    ['zh-TW', '獎勵'],
    ['zh-HK', '獎勵'],
    ['zh-CN', 'Rewards'],
    ['nl', 'Rewards'],
    ['constructor', 'Rewards'],
  ])('%s: %s', (locale, text) => {
    expect(localizedText(texts, locale)).toBe(text);
  });

  it('is any, where there is none in English, and none where there is none', () => {
    expect(localizedText({ ja: '特典' }, 'de')).toBe('特典');
    expect(localizedText({}, 'de')).toBe('');
  });
});
