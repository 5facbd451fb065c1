// How shoppers are addressed: each text that addresses them has its other voice, and Liquid, script and app say the same one.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VOICED_LANGUAGES, VOICES_BYTES, type VoicedLanguage } from '../../app/domain/voice.ts';
import { explanationLanguages } from '../../app/locales/explanation-messages.ts';
import { refusalText } from '../../app/locales/reward-text.ts';
import { localeInVoice, otherVoice, voicedLanguage, widgetVoices } from '../../app/locales/voice.ts';
import { EXTENSION, extensionLiquid } from '../support/extension-liquid.ts';

type Tree = { [key: string]: string | Tree };
type Texts = Record<string, string>;

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Tree;
const APP = join(import.meta.dirname, '../../app/locales');

/** By their path; plural forms are one text, that for "other". */
function flat(tree: Tree, path = ''): Texts {
  const parts = Object.entries(tree).map(([key, value]): Texts => {
    const at = key === 'other' ? path : path ? `${path}.${key}` : key;
    return typeof value === 'string' ? { [at]: value } : flat(value, at);
  });
  return Object.assign({}, ...parts) as Texts;
}

const written = (language: string): { widget: Texts; explanation: Texts } => ({
  widget: flat(read(join(EXTENSION, 'locales', `${language}.json`))),
  explanation: flat(read(join(APP, language, 'explanation.json'))),
});
const inOtherVoice = (language: string) =>
  read(join(APP, language, 'voice.json')) as { widget: Texts; explanation: Texts };

/** What only the voice has that texts are written in, and what says the same without addressing anybody. */
const ADDRESS: Record<VoicedLanguage, RegExp> = {
  de: /\b(?:Sie|Ihre?[nmrs]?|Ihnen)\b/,
  fr: /\b(?:vous|votre|vos)\b|\p{L}{2,}ez\b/iu,
  es: /(?<!\p{L})(?:tú|tus?|te|ti|tuy[oa]s?|gana|inicia|únete|inténtalo|abre|elige|lee|recarga|devuelves|necesitas|podrás|puedes|eres|recuperas|tienes|aceptas|unirte|elegiste|usaste|cambias)(?!\p{L})/iu,
  ko: /니다/,
  'zh-CN': /您/,
};
const NOBODY = ['sentence.writeOffReturned in de', 'cart.not_applied in de', 'reason.tooSmall in fr'];

const placeholders = (text: string) => [...text.matchAll(/\{\{?\s*(\w+)/g)].map(([, name]) => name).sort();

describe.each(VOICED_LANGUAGES)('in %s', (language) => {
  const [own, other] = [written(language), inOtherVoice(language)];

  it.each(['widget', 'explanation'] as const)(
    '%s: every text that addresses somebody has both voices',
    (part) => {
      const lacking = Object.entries(own[part]).filter(
        ([key, text]) =>
          ADDRESS[language].test(text) && !(key in other[part]) && !NOBODY.includes(`${key} in ${language}`),
      );
      expect(lacking).toEqual([]);
      const still = Object.entries(other[part]).filter(
        ([key, text]) => ADDRESS[language].test(text) && !NOBODY.includes(`${key} in ${language}`),
      );
      expect(still).toEqual([]);
    },
  );

  it.each(['widget', 'explanation'] as const)(
    '%s: only what differs is there twice, with the same values',
    (part) => {
      for (const [key, text] of Object.entries(other[part])) {
        expect(Object.keys(own[part]), key).toContain(key);
        expect([key, text]).not.toEqual([key, own[part][key]]);
        expect([key, placeholders(text)]).toEqual([key, placeholders(own[part][key] ?? '')]);
      }
    },
  );

  it('the app says it as the locale asks', () => {
    const voice = otherVoice(language);
    const refused = { reason: 'shop_unavailable' } as const;
    expect(localeInVoice(language, {})).toBe(language);
    const asked = localeInVoice(language, { [language]: voice });
    expect(asked).toBe(`${language}-x-${voice}`);
    expect(refusalText(refused, asked)).toBe(other.explanation['refusal.shop_unavailable']);
    expect(refusalText(refused, language)).toBe(own.explanation['refusal.shop_unavailable']);
  });
});

it('whoever reads the language of a neighbour is addressed as they are', () => {
  expect(voicedLanguage('de-AT')).toBe('de');
  expect(localeInVoice('fr-CA', { fr: 'informal' })).toBe('fr-CA-x-informal');
  expect(voicedLanguage('zh-TW')).toBeUndefined();
  expect(voicedLanguage('ja')).toBeUndefined();
  expect(refusalText({ reason: 'in_debt' }, 'de-AT-u-nu-latn-x-informal')).toMatch(/^Dein /);
});

it("all other voices at once fit into the room that the theme's data keeps for them", () => {
  const all = Object.fromEntries(VOICED_LANGUAGES.map((language) => [language, otherVoice(language)]));
  expect(Buffer.byteLength(JSON.stringify(widgetVoices(all)))).toBeLessThan(VOICES_BYTES);
});

/** Every text of the widget that has another voice in some language. */
const voiced = new Set(VOICED_LANGUAGES.flatMap((language) => Object.keys(inOtherVoice(language).widget)));
const liquid = ['blocks', 'snippets'].flatMap((folder) =>
  readdirSync(join(EXTENSION, folder)).map((name) => ({
    name,
    source: readFileSync(join(EXTENSION, folder, name), 'utf8'),
  })),
);

it('Liquid asks loyalty-say for every text that has two voices, with the data that has them', () => {
  const around = liquid.flatMap(({ name, source }) =>
    [...source.matchAll(/'([a-z_]+\.[a-z_]+)' \| t\b/g)]
      .filter(([, key]) => voiced.has(key ?? ''))
      .map(([, key]) => `${name}: ${key}`),
  );
  expect(around).toEqual([]);
  const said = liquid.flatMap(({ source }) => [...source.matchAll(/render 'loyalty-say', ([^%]*)/g)]);
  expect(said.length).toBeGreaterThan(voiced.size - 1);
  const english = flat(read(join(EXTENSION, 'locales/en.default.json')));
  for (const [, given = ''] of said) {
    const key = /key: '([^']+)'/.exec(given)?.[1] ?? '';
    expect(Object.keys(english)).toContain(key);
    expect(given, key).toMatch(/program: program\b/);
    for (const value of placeholders(english[key] ?? '')) expect(given, key).toContain(`${value}: `);
  }
  expect(new Set(said.map(([, given = '']) => /key: '([^']+)'/.exec(given)?.[1]))).toEqual(voiced);
});

const VALUES = {
  points: '17 P',
  worth: '5 €',
  terms: '<a>T</a>',
  date: '1. Mai',
  reward: '5 € & mehr',
  code: 'A-1',
  amount: '2 €',
  months: '3',
  hours: '24',
  count: 24,
};
const filledIn = (text: string) =>
  text.replace(/\{\{?\s*(\w+)\s*\}?\}/g, (_, name: keyof typeof VALUES) => String(VALUES[name]));

it.each(explanationLanguages)(
  'loyalty-say in %s says what the locale file has, or the other voice',
  (language) => {
    const engine = extensionLiquid({ language, currency: 'EUR' });
    const file = flat(
      read(join(EXTENSION, 'locales', `${language === 'en' ? 'en.default' : language}.json`)),
    );
    const voice = VOICED_LANGUAGES.find((one) => one === language);
    const program = { voices: voice ? widgetVoices({ [voice]: otherVoice(voice) }) : {} };
    const other = voice ? inOtherVoice(voice).widget : {};
    const plain = (html: string) => html.replaceAll('&#38;', '&').replaceAll('&amp;', '&').trim();
    for (const key of voiced) {
      const say = (data: object) =>
        plain(String(engine.renderFileSync('loyalty-say', { ...VALUES, key, program: data })));
      if (key !== 'cart.returns') expect(say({})).toBe(filledIn(file[key] ?? ''));
      expect(say(program)).toBe(filledIn(other[key] ?? file[key] ?? ''));
      const json: unknown = engine.renderFileSync('loyalty-say', { ...VALUES, key, program, json: true });
      expect(plain(String(JSON.parse(String(json))))).toBe(filledIn(other[key] ?? file[key] ?? ''));
    }
  },
);
