import { expect, test } from 'vitest';
import { startingTexts } from '../locales/starting-texts.ts';
import { minorUnitDigits } from './currency.ts';
import type { ShopMarket } from './market-differences.ts';
import { STARTING_KINDS, startingProgramFor } from './starting-programs.ts';
import { suggestedSpend, suggestedWorth } from './suggested-rates.ts';

const market = (handle: string, countries: string[], currency: string, ...locales: string[]): ShopMarket => ({
  ...{ handle, countries, currency, locales },
});
const markets = [
  market('us', ['US'], 'USD', 'en'),
  market('eu', ['DE', 'FR'], 'EUR', 'de', 'fr'),
  market('jp', ['JP'], 'JPY', 'ja'),
  market('gulf', ['KW'], 'KWD', 'ar', 'en'),
  // A wider one beside: what it shares is taken already.
  market('world', ['JP', 'AQ', 'BT'], 'BTN', 'dz'),
];
const locales = markets.flatMap((one) => one.locales);
const programs = STARTING_KINDS.map((kind) =>
  startingProgramFor(kind, { currency: 'USD', markets }, startingTexts(locales, 'Haven')),
);

test.each(STARTING_KINDS.map((kind, index) => [kind, index] as const))(
  '%s is a whole document',
  (_, index) => {
    const program = programs[index]!;
    expect(program.earning.rates.map(({ currency }) => currency)).toEqual(['USD', 'EUR', 'JPY', 'KWD']);
    expect(program.markets.map(({ countries }) => countries)).toEqual([
      ['US'],
      ['DE', 'FR'],
      ['JP'],
      ['KW'],
      ['AQ', 'BT'],
    ]);
    for (const text of [program.name, ...program.rewards.map((reward) => reward.name)])
      expect(Object.keys(text)).toEqual(['en', 'de', 'fr', 'ja', 'ar']);
  },
);

test('a reward is worth the same share in every market, to the minor unit', () => {
  const [fashion, grocery] = programs;
  expect(fashion?.rewards[0]).toMatchObject({
    points: 100,
    values: [
      { currency: 'USD', amount: '5.00' },
      { currency: 'EUR', amount: '5.00' },
      { currency: 'JPY', amount: '500' },
      { currency: 'KWD', amount: '1.500' },
    ],
  });
  expect(grocery?.cartPoints?.values[2]).toEqual({ currency: 'JPY', amount: '100' });
  expect(grocery?.pointValue[3]).toEqual({ currency: 'KWD', amount: '0.003' });
});

test('the name of the shop is taken as it is', () => {
  expect(startingTexts(['de'], '$& {shop}').text('name')).toEqual({
    en: '$& {shop} Rewards',
    de: '$& {shop} Bonusprogramm',
  });
});

test('every suggestion is a sum of its currency, and one point of it is worth whole minor units', () => {
  const all = Intl.supportedValuesOf('currency').filter((code) => suggestedSpend(code) !== null);
  expect(all.length).toBeGreaterThan(60);
  for (const currency of all)
    for (const percent of [1, 5]) {
      const [one, thousand] = [1, 1000].map((points) => suggestedWorth(currency, points, percent) ?? '');
      const units = (amount: string | undefined) => BigInt((amount ?? '').replace('.', ''));
      expect([currency, units(thousand)]).toEqual([currency, units(one) * 1000n]);
      expect([currency, (one ?? '').split('.')[1]?.length ?? 0]).toEqual([
        currency,
        minorUnitDigits(currency),
      ]);
      expect(units(one)).toBeGreaterThan(0n);
    }
});
