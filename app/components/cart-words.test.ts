import { expect, test } from 'vitest';
import { ProgramSchema } from '../domain/program.ts';
import { startingProgram } from '../domain/starting-program.ts';
import { adminMessages } from '../locales/admin-messages.server.ts';
import { adminText } from '../locales/admin.ts';
import { adminFormat } from './admin-format.tsx';
import { cartSentences } from './cart-words.ts';

const cartPoints = {
  step: 100,
  name: { en: '{amount} off' },
  values: [
    { currency: 'USD', amount: '1.00' },
    { currency: 'JPY', amount: '140' },
  ],
};

/** In plain spaces. */
function sentences(locale: 'en' | 'de', changes: object | null): string[] {
  const text = adminText(locale, adminMessages(locale));
  const cart = changes && { ...cartPoints, ...changes };
  const program = ProgramSchema.parse({ ...startingProgram, cartPoints: cart });
  const format = adminFormat(locale, text, 'UTC');
  return cartSentences(program, locale, text, format).map((sentence) =>
    sentence.replaceAll(/[\u00a0\u202f]/g, ' ').replaceAll(/[\u2066-\u2069]/g, ''),
  );
}

test('a programme that takes points in the cart says what they take off, up to what, and how long they are held', () => {
  expect(sentences('en', null)).toEqual([]);
  expect(sentences('en', {})).toEqual([
    '100 points take $1.00 and ¥140 off',
    'Points of a cart that nobody pays return after 24 hours',
  ]);
  const limits = {
    maximum: { points: 5_000, percent: 50 },
    for: { markets: ['us', 'jp'], tiers: ['gold'] },
    holdHours: 1,
  };
  expect(sentences('en', limits)).toEqual([
    '100 points take $1.00 and ¥140 off',
    'At most 5,000 points in one cart',
    'At most 50% of a cart',
    'Only in United States or Japan',
    'Only for gold',
    'Points of a cart that nobody pays return after 1 hour',
  ]);
  expect(sentences('de', {}).at(-1)).toBe(
    'Punkte eines Warenkorbs, den niemand bezahlt, kommen nach 24 Stunden zurück',
  );
});
