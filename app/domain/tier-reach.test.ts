import { expect, test } from 'vitest';
import { ProgramSchema } from './program.ts';
import { startingProgram } from './starting-program.ts';
import { ladderCounts, suggestedThresholds, type Reach } from './tier-reach.ts';

const reach = (reached: string, members = 1, more: Partial<Reach> = {}): Reach => ({
  ...{ kept: null, given: [], reached, members },
  ...more,
});
const ladder = (...thresholds: string[]) =>
  ProgramSchema.parse({
    ...startingProgram,
    tiers: {
      basis: 'spend',
      period: { kind: 'lifetime' },
      levels: thresholds.map((threshold, index) => ({
        ...{ id: `l${index}`, name: { en: `L${index}` }, threshold, multiplier: '1' },
      })),
    },
  });
const version = (program: typeof startingProgram) => ({
  number: 1,
  publishedAt: '2026-01-01T00:00:00Z',
  program,
});

test('who reached a threshold stands there; a level given by hand counts where it is higher, by its threshold where the draft lacks it', () => {
  const before = ladder('0', '300', '1000');
  const draft = { ...ladder('0', '250'), name: before.name };
  const reaches = [
    reach('249.99', 4, { kept: 'l1' }),
    reach('250', 2),
    reach('10', 3, { kept: 'l2', given: ['l2'] }),
    reach('5000', 1, { kept: 'l1', given: ['l0'] }),
  ];
  expect(ladderCounts([version(before)], before, draft, reaches)).toEqual({
    counts: [
      { level: 'l0', before: 2, after: 4 },
      { level: 'l1', before: 5, after: 6 },
      { level: 'l2', before: 3, after: 0 },
    ],
    up: 2,
    down: 4,
    rounded: false,
  });
});

test('a threshold of more digits than the figures have is said to be about', () => {
  for (const [threshold, rounded] of [
    ['12000', false],
    ['12340', false],
    ['12345', true],
    ['99.95', false],
    ['0.0500', false],
    ['1000.50', true],
  ] as const)
    expect(ladderCounts([], null, ladder('0', threshold), [])).toMatchObject({ rounded });
});

test('a ladder to begin with is round, rises, and stands where a quarter and a twentieth of the buyers are', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => reach(String((index + 1) * 10)));
  // The 25th from the top has 760, the 5th 960.
  expect(suggestedThresholds([...hundred, reach('0', 900)])).toEqual(['500', '1500']);
  expect(suggestedThresholds([reach('7', 100), reach('2400', 6)])).toEqual(['5', '2000']);
  expect(suggestedThresholds([reach('100', 5)])).toEqual(['300', '1000']);
  expect(suggestedThresholds([reach('0.5', 30)])).toEqual(['1', '3']);
});
