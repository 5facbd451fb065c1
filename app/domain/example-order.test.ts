import { expect, it } from 'vitest';
import { exampleAmount, exampleTarget } from './example-order.ts';
import { ProgramSchema } from './program.ts';
import { startingProgram } from './starting-program.ts';

const program = ProgramSchema.parse({
  ...startingProgram,
  campaigns: [{ id: 'x2', name: { en: 'Double' }, effect: { kind: 'multiply', by: '2' } }],
});
const [us, eu] = program.markets;
const at = '2026-11-22T10:00:00Z';

it('is of the currency, in a size that people there think in', () => {
  expect(['USD', 'JPY', 'KWD'].map((currency) => exampleAmount(program, currency, 84n))).toEqual([
    '84.00',
    '8400',
    '25.200',
  ]);
  expect(exampleAmount(program, 'EUR', 846n, 10n)).toBe('84.60');
});

it('earns by the rate alone, and waits as its market says', () => {
  const order = { currency: 'EUR', market: eu ?? null, goods: '84.60', at };
  expect(exampleTarget(program, order)).toMatchObject({
    points: 84n,
    availableAt: '2026-12-06T10:00:00.000Z',
  });
  expect(
    exampleTarget(program, { ...order, market: us ?? null, giftCard: '50.00', shipping: '6.00' }),
  ).toMatchObject({ points: 84n, availableAt: '2026-12-22T10:00:00.000Z' });
});

it('counts tax as the programme does', () => {
  const tax = { amount: '14.00', included: true };
  const points = (taxes: 'asDisplayed' | 'included' | 'excluded', included: boolean) =>
    exampleTarget(
      { ...program, earning: { ...program.earning, basis: { ...program.earning.basis, taxes } } },
      { currency: 'USD', market: us ?? null, goods: '84.00', tax: { ...tax, included }, at },
    ).points;
  expect([points('asDisplayed', true), points('included', false), points('excluded', true)]).toEqual([
    84n,
    98n,
    70n,
  ]);
});
