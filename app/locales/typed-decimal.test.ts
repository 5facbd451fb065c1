import { expect, test } from 'vitest';
import { shownDecimal, typedDecimal } from './typed-decimal.ts';

test.each([
  ['en', '5.00', '5.00'],
  ['en', '5,00', '5.00'],
  ['en', '1,500', '1500'],
  ['en', '1,234,567.89', '1234567.89'],
  ['en', '1.500', '1.500'],
  ['de', '5,00', '5.00'],
  ['de', '5.00', '5.00'],
  ['de', '1.500', '1500'],
  ['de', '1.234,5', '1234.5'],
  ['de', '1,500', '1.500'],
  ['ja', '７００', '700'],
  ['ar', '١٫٥٠٠', '1.500'],
  ['ar', '١٬٥٠٠', '1500'],
  ['en', ' 007.50 ', '7.50'],
  ['en', '12.', '12'],
  ['fr', '1 500,5', '1500.5'],
])('in %s %j is %s', (locale, typed, expected) => expect(typedDecimal(typed, locale)).toBe(expected));

test.each(['', 'five', '1.2.3', '1,2,3', '5 €', '--5', '.', '1e5'])('%j is left to be refused', (typed) =>
  expect(typedDecimal(typed, 'en')).toBe(typed),
);

test('what a field shows is typed back as it was', () => {
  for (const locale of ['en', 'de', 'ja', 'ar'])
    for (const value of ['5.00', '700', '1.500', '1500.5', '0.003', '1234567.891'])
      expect(typedDecimal(shownDecimal(value, locale), locale), `${locale} ${value}`).toBe(value);
  expect(shownDecimal('5.00', 'de')).toBe('5,00');
  expect(shownDecimal('five.6', 'de')).toBe('five.6');
});
