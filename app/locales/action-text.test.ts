import { describe, expect, it, test } from 'vitest';
import type { ActionRefusal, ActionRefusalReason } from '../domain/award.ts';
import type { EntryExplanation } from '../domain/explanation.ts';
import { actionRefusalText } from './action-text.ts';
import { explanationLanguages } from './explanation-messages.ts';
import { explanationSentence } from './explanation.ts';

type ActionExplanation = Extract<EntryExplanation, { kind: 'action' }>;

const given: ActionExplanation = {
  kind: 'action',
  action: 'birthday',
  actionId: 'cake',
  name: { en: 'A review', de: 'Eine Bewertung' },
  points: '50',
  programNumber: 1,
  base: '50',
  level: null,
  multiplier: '1',
  rounding: 'down',
};
const multiplied: ActionExplanation = {
  ...given,
  points: '75',
  level: { id: 'gold', name: { en: 'Gold' } },
  multiplier: '1.5',
};

describe('the sentence of an award', () => {
  test.each<[string, EntryExplanation, string]>([
    ['en', { ...given, action: 'signUp', points: '1' }, '1 point for joining.'],
    ['en', given, '50 points for your birthday.'],
    ['en', { ...given, action: 'anniversary' }, '50 points for another year with us.'],
    ['en', { ...given, action: 'custom' }, '50 points for A review.'],
    ['de', { ...given, action: 'custom' }, '50 Punkte für Eine Bewertung.'],
    ['en', multiplied, '75 points for your birthday. That is 50 points, with Gold ×1.5.'],
    ['de', multiplied, '75 Punkte zum Geburtstag. Das sind 50 Punkte, mit Gold ×1,5.'],
    ['ja', multiplied, 'お誕生日で75ポイント。50ポイントに「Gold」1.5倍を適用しました。'],
    [
      'en',
      { kind: 'actionTwice', actionId: 'cake', points: '-50' },
      '50 points taken back: two of your accounts became one, and both had been given them.',
    ],
  ])('in %s', (locale, explanation, sentence) => {
    expect(explanationSentence(explanation, locale)).toBe(sentence);
  });

  it.each(explanationLanguages)('is whole in %s for every kind', (language) => {
    const sentences = (['signUp', 'birthday', 'anniversary', 'custom'] as const).flatMap((action) => [
      explanationSentence({ ...given, action }, language),
      explanationSentence({ ...multiplied, action }, language),
    ]);
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const sentence of sentences) expect(sentence).toMatch(/^[^{}]+[.。]$/);
  });
});

describe('a refusal', () => {
  test.each([
    ['en', 'Your birthday can be changed from November 22, 2027.'],
    ['de', 'Ihr Geburtstag kann ab dem 22. November 2027 geändert werden.'],
    ['ja', 'お誕生日は2027年11月22日から変更できます。'],
    // A language without texts reads English.
    ['fr', 'Votre date d’anniversaire pourra être modifiée à partir du 22 novembre 2027.'],
    ['nl', 'Your birthday can be changed from November 22, 2027.'],
  ])('in %s names the day', (locale, text) => {
    const refusal: ActionRefusal = { reason: 'birthday_locked', changeableFrom: '2027-11-22' };
    expect(actionRefusalText(refusal, locale)).toBe(text);
  });

  it.each(explanationLanguages)('has a sentence of its own for each reason in %s', (language) => {
    const reasons: ActionRefusalReason[] = [
      'unknown_action',
      'inactive_action',
      'limit_reached',
      'not_a_member',
      'in_future',
      'idempotency_conflict',
    ];
    const texts = reasons.map((reason) => actionRefusalText({ reason }, language));
    expect(new Set(texts).size).toBe(reasons.length);
  });
});
