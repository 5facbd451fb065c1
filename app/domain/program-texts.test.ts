// Every text of a programme, there and back: as a list, as a form, and with faults at their field.
import { expect, it } from 'vitest';
import { sampleRewards } from '../../tests/support/reward-samples.ts';
import {
  askedTexts,
  missingTexts,
  pluralCategories,
  programTexts,
  textLanguages,
  withTexts,
} from './program-texts.ts';
import { ProgramSchema, type Program } from './program.ts';
import { startingProgram } from './starting-program.ts';
import { listedAgain, textsForm, textsSection } from './texts-form.ts';

const name = (text: string) => ({ en: text });
const rich: Program = ProgramSchema.parse({
  ...startingProgram,
  enrolment: { ...startingProgram.enrolment, terms: { version: '1', url: { en: '/policies/terms' } } },
  tiers: {
    basis: 'points',
    period: { kind: 'lifetime' },
    levels: [{ id: 'a.b', name: name('Bronze'), threshold: '0', multiplier: '1' }],
  },
  rewards: sampleRewards,
  cartPoints: { step: 100, values: [{ currency: 'USD', amount: '1.00' }], name: name('{amount} off') },
  actions: [{ id: 'welcome', kind: 'signUp', name: name('Welcome'), points: 10 }],
  campaigns: [{ id: 'x2', name: name('Double days'), effect: { kind: 'multiply', by: '2' } }],
  voice: { de: 'informal' },
});

/** Whatever the texts are, taken out of the list and put back, the programme is the same. */
it('lists every text of the document, and puts it back', () => {
  const all = programTexts(rich);
  const blank = new Map(
    all.map(({ key, texts }) => [key, Object.fromEntries(Object.keys(texts).map((tag) => [tag, '']))]),
  );
  const emptied = withTexts(rich, blank);
  // Nothing that shoppers read is left: what the list forgets would be here.
  expect(JSON.stringify(emptied)).not.toMatch(/"(?:name|description|url|pointsLabel)":\{"/);
  expect(withTexts(rich, new Map(all.map(({ key, texts }) => [key, texts])))).toEqual(rich);
  expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
});

it('asks each language for the plural forms that it has', () => {
  expect(pluralCategories('ja')).toEqual(['other']);
  expect(pluralCategories('ar')).toEqual(['zero', 'one', 'two', 'few', 'many', 'other']);
  expect(pluralCategories('xx-not-a-language-at-all')).toEqual(['other']);
  const asked = (language: string) =>
    missingTexts(programTexts(rich), language)
      .map(({ key }) => key)
      .filter((key) => key.startsWith('points/'));
  expect(asked('pl')).toEqual(['points/one', 'points/few', 'points/many', 'points/other']);
  expect(asked('ko')).toEqual([]);
});

it('tells what a language lacks of what it is asked for', () => {
  const all = programTexts(rich);
  expect(missingTexts(all, 'ja').map(({ key }) => key)).toContain('actions/welcome/name');
  expect(missingTexts(all, 'en')).toEqual([]);
  expect(askedTexts(all, 'ja')).toBeLessThan(askedTexts(all, 'ar'));
  // A description that no language has is nothing that is missing.
  expect(missingTexts(all, 'ja').every(({ texts }) => Object.keys(texts).length > 0)).toBe(true);
});

it('names the languages of the markets first', () => {
  expect(textLanguages(rich).slice(0, 4)).toEqual(['en', 'de', 'ja', 'ar']);
});

it('as a form there and back', () => {
  const form = textsForm(rich);
  expect(form.texts['levels/a~b/name']).toEqual({ en: 'Bronze' });
  const read = textsSection.read(form, rich);
  expect(read.ok && ProgramSchema.parse(read.document)).toEqual(rich);
});

it('types a text, takes a language out, and leaves what was not sent', () => {
  const form = textsForm(rich);
  const sent = {
    ...form,
    languages: form.languages.replace(' ja', ''),
    texts: { ...form.texts, 'campaigns/x2/name': { en: ' Two for one\r\nday ', de: 'Doppelt' } },
    voice: { fr: 'informal', de: '' },
  };
  const read = textsSection.read(sent, rich);
  const after = ProgramSchema.parse(read.ok && read.document);
  expect(after.campaigns[0]?.name).toEqual({ en: 'Two for one\nday', de: 'Doppelt' });
  expect(JSON.stringify(programTexts(after))).not.toContain('"ja":');
  expect(after.voice).toEqual({ fr: 'informal' });
  // A text that came meanwhile is nobody's in this form.
  const more = { ...rich, rewards: [...rich.rewards, { ...rich.rewards[0]!, id: 'new' }] };
  const again = textsSection.read(sent, more);
  const kept = ProgramSchema.parse(again.ok && again.document).rewards.at(-1);
  expect(kept?.name['en']).toBe(rich.rewards[0]?.name['en']);
});

it.each<[string, string, string, string, object]>([
  ['a name in no language', 'levels/a~b/name', 'en', '', { code: 'required' }],
  ['a text that is too long', 'name', 'en', 'x'.repeat(5001), { code: 'tooLong', most: 5000 }],
  ['the form for all other numbers', 'points/other', 'en', '', { code: 'required' }],
])('%s is told at its field', (_, key, language, text, fault) => {
  const form = textsForm(rich);
  const sent = { ...form, texts: { ...form.texts, [key]: { ...form.texts[key], [language]: text } } };
  expect(textsSection.read(sent, rich)).toEqual({
    ok: false,
    faults: { [`texts.${key}.${language}`]: [expect.objectContaining(fault)] },
  });
});

it('a link that is none, and a voice that nobody has, are told at their field', () => {
  const form = textsForm(rich);
  const sent = {
    ...form,
    texts: { ...form.texts, 'terms/url': { en: 'javascript:alert(1)' } },
    voice: { de: 'shouting' },
  };
  const read = textsSection.read(sent, rich);
  expect(Object.keys(read.ok ? {} : read.faults).sort()).toEqual(['texts.terms/url.en', 'voice.de']);
});

it('gives a language back into the list as it is by then', () => {
  expect(listedAgain(['en', 'de', 'it'], 'fr', 1)).toEqual(['en', 'fr', 'de', 'it']);
  expect(listedAgain(['en'], 'fr', 3)).toEqual(['en', 'fr']);
  expect(listedAgain(['fr', 'en'], 'fr', 1)).toEqual(['fr', 'en']);
});
