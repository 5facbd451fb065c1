import { expect, it } from 'vitest';
import { boostedTarget, exampleTarget, type ExampleOrder } from './example-order.ts';
import { ProgramSchema } from './program.ts';
import { startingProgram } from './starting-program.ts';

const order: ExampleOrder = {
  ...{ goods: '84.00', currency: 'EUR', market: { countries: ['DE'] }, at: '2026-12-12T10:00:00Z' },
};
const program = (changes: object) =>
  ProgramSchema.parse({
    ...startingProgram,
    earning: { ...startingProgram.earning, rates: [{ currency: 'EUR', spend: '1.00', points: 1 }] },
    ...changes,
  });
const twice = (rest: object) => ({
  campaigns: [{ id: 'c', name: { en: 'C' }, effect: { kind: 'multiply', by: '2' }, ...rest }],
});

it.each<[object, Partial<ExampleOrder>, bigint]>([
  [{}, {}, 84n],
  [{}, { currency: 'USD' }, 0n],
  [twice({}), {}, 168n],
  [twice({ when: { markets: ['eu'] } }), {}, 168n],
  [twice({ when: { markets: ['jp'] } }), {}, 84n],
  [twice({ when: { firstOrder: true } }), { firstOrder: true }, 168n],
  [twice({ when: { channels: ['pos'] } }), { channel: 'pos' }, 168n],
  [twice({ lines: { vendors: ['Haven'] } }), { product: { vendor: 'Haven' } }, 168n],
  [twice({ lines: { collectionIds: ['9'] } }), { product: { collectionIds: ['9'] } }, 168n],
  [twice({ lines: { productTags: ['tea'] } }), { product: { tags: ['Tea'] } }, 168n],
  [twice({ lines: { productIds: ['77'] } }), { product: { id: '77' } }, 168n],
  [twice({ lines: { productIds: ['77'] } }), {}, 84n],
  [{ earning: { ...program({}).earning, awardOn: 'fulfilled' } }, {}, 84n],
])('under %j, %j earns %i', (changes, rest, points) => {
  expect(boostedTarget(program(changes), { ...order, ...rest }).points).toBe(points);
});

it('by the rates alone earns what it did before', () => {
  expect(exampleTarget(program(twice({})), order).points).toBe(84n);
});
