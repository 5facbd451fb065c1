import { expect, test } from 'vitest';
import { sampleRewards } from '../../tests/support/reward-samples.ts';
import { version } from '../domain/earning.fixture.ts';
import { ProgramSchema } from '../domain/program.ts';
import type { RewardWarning } from '../domain/reward-offer.ts';
import { adminMessages } from '../locales/admin-messages.server.ts';
import { ADMIN_LANGUAGES, adminText, englishMessages } from '../locales/admin.ts';
import { adminFormat } from './admin-format.tsx';
import { publishWarningTexts } from './publish-warning-words.ts';
import { rewardWarningText } from './reward-warnings.ts';

const { program } = version(
  {},
  {
    markets: [
      { handle: 'de', countries: ['DE'], currency: 'EUR', locale: 'de' },
      { handle: 'fr', countries: ['FR'], currency: 'EUR', locale: 'fr' },
    ],
  },
);
const eur = { currency: 'EUR', markets: ['de', 'fr'] };
const impossible = (because: 'kind' | 'functions' | 'storeCredit' | 'giftCards' | 'conditions') =>
  ({ kind: 'impossible', because, instead: null }) as const;

const all: [RewardWarning, string | RegExp][] = [
  [{ kind: 'noAmount', ...eur }, 'No amount in EUR: not offered in Germany and France.'],
  [{ kind: 'noAmount', currency: 'USD', markets: [] }, 'No amount in USD: not offered in this shop.'],
  [{ kind: 'noMinSpend', ...eur }, 'No minimum spend in EUR: not offered in Germany and France.'],
  [
    { kind: 'inexactAmount', amount: '5.001', ...eur },
    '5.001 is not an amount that EUR has: not offered in Germany and France.',
  ],
  [impossible('functions'), /does not run in this shop/],
  [
    { ...impossible('functions'), instead: 'storeCredit' },
    /Store credit can be given in each currency instead/,
  ],
  [impossible('kind'), /cannot be issued yet/],
  [impossible('storeCredit'), /new customer accounts/],
  [impossible('giftCards'), /gift cards/],
  [impossible('conditions'), /Remove them/],
  [{ kind: 'caution', of: 'everyUnit' }, /every piece/],
];

test.each(all)('%j', (warning, expected) => {
  const said = rewardWarningText(warning, program, 'en', adminText('en', englishMessages));
  if (typeof expected === 'string') expect(said).toBe(expected);
  else expect(said).toMatch(expected);
});

test.each(ADMIN_LANGUAGES)('every warning is another sentence in %s', (language) => {
  const text = adminText(language, adminMessages(language));
  const said = all.map(([warning]) => rewardWarningText(warning, program, language, text));
  expect(new Set(said).size).toBe(all.length);
  expect(said.join()).not.toMatch(/[{}]/);
});

test('what two rewards of the same name are warned of is said once', () => {
  const text = adminText('en', englishMessages);
  const words = { text, format: adminFormat('en', text, 'UTC'), locale: 'en', currency: 'EUR' };
  const [shipping] = sampleRewards.filter(({ kind }) => kind === 'freeShipping');
  const copied = ProgramSchema.parse({
    ...program,
    rewards: [shipping, { ...shipping, id: 'copy' }, { ...shipping, id: 'other', name: { en: 'Other' } }],
  });
  const warnings = copied.rewards.map(({ id }) => ({
    kind: 'reward' as const,
    rewardId: id,
    warning: impossible('functions'),
  }));
  expect(publishWarningTexts(warnings, copied, words)).toHaveLength(2);
});
