import { describe, expect, test } from 'vitest';
import { ProgramSchema } from '../domain/program.ts';
import { startingProgram } from '../domain/starting-program.ts';
import { adminMessages } from '../locales/admin-messages.server.ts';
import { adminText, englishMessages } from '../locales/admin.ts';
import { adminFormat } from './admin-format.tsx';
import { campaignSentences } from './campaign-words.ts';
import { programSections } from './program-in-words.tsx';
import { thresholdText, tierSentences } from './tier-words.ts';

const text = adminText('en', englishMessages);
const format = adminFormat('en', text, 'America/New_York');
const levels = [
  { id: 'bronze', name: { en: 'Bronze' }, threshold: '0', multiplier: '1' },
  { id: 'gold', name: { de: 'Gold-Stufe', en: 'Gold' }, threshold: '1000', multiplier: '1.5' },
];

/** Spaces that do not break, as Intl writes them, read as spaces. */
const plain = (sentence: string | undefined) => sentence?.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('a campaign in words', () => {
  test.each([
    [{ effect: { kind: 'multiply', by: '2' } }, 'Double days: points × 2'],
    [{ effect: { kind: 'bonus', points: 1500 } }, 'Double days: 1,500 points more for an order'],
    [
      {
        startsAt: '2026-12-01T05:00:00Z',
        endsAt: '2026-12-03T05:00:00Z',
        effect: { kind: 'multiply', by: '2.5' },
      },
      'Double days: points × 2.5 – from Dec 1, 2026, 12:00 AM and until Dec 3, 2026, 12:00 AM',
    ],
    [
      {
        when: {
          markets: ['jp', 'eu'],
          tiers: ['gold'],
          channels: ['pos'],
          minSpend: [
            { currency: 'JPY', amount: '5000' },
            { currency: 'EUR', amount: '50' },
          ],
          firstOrder: true,
        },
        lines: { vendors: ['Haven'] },
        effect: { kind: 'multiply', by: '3' },
      },
      'Double days: points × 3 – in Japan or European Union, for Gold, in the channel pos, from ¥5,000 or €50.00, for a first order, and only for certain products',
    ],
  ])('%j', (campaign, sentence) => {
    const program = ProgramSchema.parse({
      ...startingProgram,
      tiers: { basis: 'basePoints', period: { kind: 'lifetime' }, levels },
      campaigns: [{ id: 'double', name: { en: 'Double days' }, ...campaign }],
    });
    expect(plain(campaignSentences(program, 'en', text, format)[0])).toBe(sentence);
  });
});

test('a campaign that is switched off is not told of', () => {
  const off = { id: 'off', name: { en: 'Off' }, active: false, effect: { kind: 'multiply', by: '2' } };
  const program = ProgramSchema.parse({ ...startingProgram, campaigns: [off] });
  expect(campaignSentences(program, 'en', text, format)).toEqual([]);
});

test('rewards that are on are told with what they give and what they cost', () => {
  const off = { id: 'five', kind: 'amountOff', points: 500, name: { en: '{amount} off' } };
  const program = ProgramSchema.parse({
    ...startingProgram,
    rewards: [
      { ...off, values: [{ currency: 'USD', amount: '5.00' }] },
      { ...off, id: 'twelve', active: false, values: [{ currency: 'USD', amount: '12.00' }] },
    ],
  });
  const sections = programSections(program, { text, format, locale: 'en', currency: 'USD' });
  const told = sections.find(({ title }) => title === 'Rewards')?.sentences.map(plain);
  expect(told).toEqual([
    'Reward: $5.00 off for 500 points – worth $5.00; valid for ever; unused, the points go back',
  ]);
});

describe('levels in words', () => {
  test.each([
    ['basePoints', '1000', '1,000 points'],
    ['points', '1', '1 point'],
    ['points', '1.5', '1.5 points'],
    ['spend', '1000', '$1,000.00'],
    ['orders', '1', '1 order'],
    ['orders', '12', '12 orders'],
  ] as const)('%s from %s is %s', (basis, amount, words) => {
    expect(plain(thresholdText(amount, basis, 'USD', text, format))).toBe(words);
  });

  test('spending without a known currency is a number', () => {
    expect(thresholdText('1000.5', 'spend', null, text, format)).toBe('1,000.5');
  });

  test('in German a bound has its own case', () => {
    const german = adminText('de', adminMessages('de'));
    const { tiers } = ProgramSchema.parse({
      ...startingProgram,
      tiers: { basis: 'basePoints', period: { kind: 'lifetime' }, levels },
    });
    if (!tiers) throw new Error('there are tiers');
    const own = adminFormat('de', german, 'UTC');
    expect(tierSentences(tiers, 'USD', 'de', german, own).at(-1)).toContain('ab 1.000 Punkten');
  });

  test('what counts, how long, and each level', () => {
    const { tiers } = ProgramSchema.parse({
      ...startingProgram,
      tiers: { basis: 'orders', period: { kind: 'rolling', months: 12 }, levels },
    });
    if (!tiers) throw new Error('there are tiers');
    expect(tierSentences(tiers, 'USD', 'en', text, format)).toEqual([
      'The number of orders counts for levels',
      'Orders of the last 12 months count, and a level stays for 12 months',
      'Bronze: for every member, points × 1',
      'Gold: from 1,000 orders, points × 1.5',
    ]);
  });
});
