import { expect, test } from 'vitest';
import { parseProgram } from '../domain/parse-program.ts';
import { startingProgram } from '../domain/starting-program.ts';
import { adminMessages } from '../locales/admin-messages.server.ts';
import { ADMIN_LANGUAGES, adminText, type AdminLanguage } from '../locales/admin.ts';
import { actionSentences } from './action-words.ts';
import { adminFormat } from './admin-format.tsx';

const action = (kind: string, points: number, more: object = {}) => ({
  ...{ id: `${kind}-${points}`, kind, points, name: { en: `${kind} ${points}`, de: `${kind} ${points}` } },
  ...more,
});
const actions = [
  action('signUp', 100),
  action('birthday', 50),
  action('anniversary', 1),
  action('custom', 33, { tierMultiplier: true, limit: { times: 2, per: 'day' } }),
  action('custom', 7, { limit: { times: 1, per: 'ever' } }),
  action('custom', 9, { active: false }),
  {
    id: 'photo',
    kind: 'custom',
    rewardId: 'cake',
    name: { en: 'Photo', de: 'Foto' },
    limit: { times: 1, per: 'year' },
  },
];
const cake = {
  ...{
    id: 'cake',
    kind: 'amountOff',
    points: 1,
    redeemable: false,
    name: { en: '{amount} off', de: '{amount} Rabatt' },
  },
  values: [{ currency: 'USD', amount: '5.00' }],
};

function sentences(language: AdminLanguage, asked: object[] = actions): string[] {
  const parsed = parseProgram({ ...startingProgram, rewards: [cake], actions: asked });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const text = adminText(language, adminMessages(language));
  return actionSentences(parsed.program, 'USD', language, text, adminFormat(language, text, 'UTC'));
}

test('a sentence for each that is open, with its limit', () => {
  expect(sentences('en')).toEqual([
    'signUp 100: 100 points for joining',
    "birthday 50: 50 points on a member's birthday",
    'anniversary 1: 1 point every year on the day of joining',
    "custom 33: 33 points each time that another app reports it – times the level's multiplier and at most 2 times a day",
    'custom 7: 7 points each time that another app reports it – only once',
    'Photo: the reward “$5.00 off” each time that another app reports it – at most once a year',
  ]);
  const german = sentences('de').map((sentence) => sentence.replaceAll('\u00a0', ' '));
  expect(german.slice(-2)).toEqual([
    'custom 7: 7 Punkte, sooft eine andere App es meldet – nur einmal',
    'Foto: die Prämie „5,00 $ Rabatt“, sooft eine andere App es meldet – höchstens einmal im Jahr',
  ]);
});

test.each(ADMIN_LANGUAGES)('every limit has its words in %s', (language) => {
  const limited = (['day', 'week', 'month', 'year', 'ever'] as const).flatMap((per, index) =>
    [1, 2, 11].map((times) => action('custom', 100 * (index + 1) + times, { limit: { times, per } })),
  );
  const told = sentences(language, limited);
  const limits = told.map((sentence) => sentence.slice(sentence.search(/[–（]/)));
  expect(new Set(limits).size).toBe(limited.length);
});
