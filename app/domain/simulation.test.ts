import { expect, test } from 'vitest';
import { parseFraction, zero } from './fraction.ts';
import { ProgramSchema } from './program.ts';
import { LevelCounts } from './simulated-levels.ts';
import { liabilities, SimulationTotals, type OrderSide } from './simulation.ts';
import { startingProgram } from './starting-program.ts';

const level = (id: string, threshold: string) => ({ id, name: { en: id }, threshold, multiplier: '1' });
const programOf = (value: string, levels: object[] | null = null) =>
  ProgramSchema.parse({
    ...startingProgram,
    pointValue: [{ currency: 'USD', amount: value }],
    tiers: levels && { basis: 'basePoints', period: { kind: 'lifetime' }, levels },
  });
const side = (parts: Partial<OrderSide>): OrderSide => ({
  ...{ points: 0n, market: null, tier: null, currency: null, eligible: zero, pending: 0n },
  ...parts,
});

test('amounts are summed in minor units, each order rounded once; the share is what its points are worth of them', () => {
  const totals = new SimulationTotals();
  const eligible = parseFraction('100/3');
  for (let count = 0; count < 3; count++)
    totals.add({
      month: '2026-11',
      before: side({ points: 33n, market: 'us', currency: 'USD', eligible }),
      after: side({ points: 66n, market: 'us', currency: 'USD', eligible, pending: 66n }),
    });
  totals.add({ month: '2026-10', before: side({}), after: side({ points: 5n }) });
  const figures = totals.figures(programOf('0.01'), programOf('0.02'));
  expect(figures.total.after).toEqual({ orders: 4, earning: 4, points: '203' });
  expect(figures.months.map(({ month, before, after }) => [month, before.points, after.points])).toEqual([
    ['2026-10', '0', '5'],
    ['2026-11', '99', '198'],
  ]);
  expect(figures.currencies).toEqual([
    {
      currency: 'USD',
      before: { amount: '99.99', points: '99', worth: '0.99', share: '0.99' },
      after: { amount: '99.99', points: '198', worth: '3.96', share: '3.96' },
    },
  ]);
  expect(figures.pending).toEqual({ before: '0', after: '198' });
});

test('what members hold is told in money as now, as the draft values it, and had it been in force', () => {
  const held = { before: 1000n, after: 1500n };
  expect(liabilities(held, programOf('0.01'), programOf('0.02'))).toEqual([
    { currency: 'USD', before: '10.00', published: '20.00', after: '30.00' },
  ]);
  expect(liabilities(held, null, programOf('0.02'))[0]).toMatchObject({ before: null, published: '20.00' });
});

test('members move between levels of two ladders by where their level stands in the draft', () => {
  const now = programOf('0.01', [level('bronze', '0'), level('silver', '100'), level('gold', '500')]);
  const draft = programOf('0.01', [level('bronze', '0'), level('gold', '300')]);
  const counts = new LevelCounts(now, draft);
  counts.compare('silver', 'gold');
  counts.compare('gold', 'bronze');
  const all = new Map([
    ['silver', 1],
    ['gold', 1],
    [null, 3],
  ]);
  expect(counts.figures(all, false)).toEqual({
    up: 1,
    down: 1,
    counts: [
      { level: 'bronze', before: 3, after: 4 },
      { level: 'gold', before: 1, after: 1 },
      { level: 'silver', before: 1, after: 0 },
    ],
  });
});

test('without tiers in the draft everybody above the first level loses it', () => {
  const now = programOf('0.01', [level('bronze', '0'), level('silver', '100')]);
  const counts = new LevelCounts(now, programOf('0.01'));
  counts.compare('silver', null);
  expect(
    counts.figures(
      new Map([
        ['silver', 1],
        ['bronze', 2],
      ]),
      false,
    ),
  ).toMatchObject({ up: 0, down: 1 });
});
