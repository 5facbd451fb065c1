import { expect, test } from 'vitest';
import { ProgramSchema } from '../domain/program.ts';
import { startingProgram } from '../domain/starting-program.ts';
import { adminText, englishMessages } from '../locales/admin.ts';
import { adminFormat } from './admin-format.tsx';
import { entryRewardSentences } from './entry-rewards.ts';

const text = adminText('en', englishMessages);
const words = { text, format: adminFormat('en', text, 'UTC'), locale: 'en', currency: 'USD' };
const level = { name: { en: 'Base' }, threshold: '0', multiplier: '1' };
const draftOf = (active: boolean) =>
  ProgramSchema.parse({
    ...startingProgram,
    rewards: [
      {
        id: 'mug',
        name: { en: 'Mug' },
        kind: 'amountOff',
        points: 5,
        active,
        values: [{ currency: 'USD', amount: '5' }],
      },
    ],
    tiers: {
      basis: 'points',
      period: { kind: 'lifetime' },
      levels: [
        { ...level, id: 'base' },
        { ...level, id: 'gold', name: { en: 'Gold' }, threshold: '9', perks: { entryRewardId: 'mug' } },
      ],
    },
  });
const levels = (gold: number) => ({
  counts: [
    { level: 'base', before: 0, after: 90 },
    { level: 'gold', before: 0, after: gold },
  ],
  up: gold,
  down: 0,
});

test('the first levels of a running shop: how many hold one and are not given what it gives at entry', () => {
  const draft = draftOf(true);
  expect(entryRewardSentences(levels(1_200), startingProgram, draft, words)).toEqual([
    '1,200 members are on Gold already and are not given “Mug”: it is for reaching the level later.',
  ]);
  expect(entryRewardSentences(levels(0), startingProgram, draft, words)).toEqual([]);
  // Asleep, it is given to nobody; where there are levels already, nobody enters by publishing alone.
  expect(entryRewardSentences(levels(5), startingProgram, draftOf(false), words)).toEqual([]);
  expect(entryRewardSentences(levels(5), draft, draft, words)).toEqual([]);
});
