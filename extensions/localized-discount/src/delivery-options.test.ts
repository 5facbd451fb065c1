import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { functionInput } from './cart.fixture.ts';
import type { Cart } from './cart.fixture.ts';
import { cartDeliveryOptionsDiscountsGenerateRun } from './index.js';
import { decimalText, minorUnits } from './minor-units.js';

const run = (cart: Cart, configuration: unknown, classes = ['SHIPPING']) =>
  cartDeliveryOptionsDiscountsGenerateRun(functionInput(cart, configuration, classes));

const nothing = { operations: [] };
const free = { percentage: { value: '100' } };
const fixed = (amount: string) => ({ fixedAmount: { amount } });
const off = (...values: [handle: string, value: object][]) => ({
  operations: [
    {
      deliveryDiscountsAdd: {
        selectionStrategy: 'ALL',
        candidates: values.map(([handle, value]) => ({ targets: [{ deliveryOption: { handle } }], value })),
      },
    },
  ],
});
const tokyo: Cart = {
  currency: 'JPY',
  lines: [{ amount: '4200' }],
  groups: [
    {
      country: 'JP',
      options: [
        ['standard', '700'],
        ['express', '1400'],
      ],
    },
  ],
};
const shipping = { v: 1, kind: 'shipping', percent: '100' };

describe('shipping', () => {
  it.each([
    ['is free', {}, off(['standard', free], ['express', free])],
    [
      'is free up to a ceiling',
      { ceilings: { JPY: '1000' } },
      off(['standard', free], ['express', fixed('1000')]),
    ],
    ['is reduced by a share', { percent: '50' }, off(['standard', fixed('350')], ['express', fixed('700')])],
    ['keeps its price where the currency has no ceiling', { ceilings: { EUR: '10.00' } }, nothing],
    ['keeps its price in other countries', { countries: ['DE', 'AT'] }, nothing],
    [
      'is free in the countries named',
      { countries: ['DE', 'JP'] },
      off(['standard', free], ['express', free]),
    ],
    ['keeps its price below a minimum', { minSpend: { JPY: '4201' } }, nothing],
    ['keeps its price for others than the tagged', { customerTags: ['Gold'] }, nothing],
  ])('%s', (_what, more, expected) => {
    expect(run(tokyo, { ...shipping, ...more })).toEqual(expected);
  });

  it('keeps its price where no address is known and countries are named', () => {
    const cart = { ...tokyo, groups: [{ options: [['standard', '700']] as [string, string][] }] };
    expect(run(cart, { ...shipping, countries: ['JP'] })).toEqual(nothing);
    expect(run(cart, shipping)).toEqual(off(['standard', free]));
  });

  it('keeps its price by a discount of another class or kind', () => {
    expect(run(tokyo, shipping, ['ORDER'])).toEqual(nothing);
    expect(run(tokyo, { v: 1, kind: 'amountOff', amounts: { JPY: '700' } })).toEqual(nothing);
  });

  it('has one ceiling for all parcels, by the options chosen', () => {
    const options: [string, string][] = [
      ['a', '700'],
      ['b', '900'],
    ];
    const second: [string, string][] = [['c', '700']];
    const groups = [{ country: 'JP', options, selected: 'a' }, { options: second }];
    expect(run({ ...tokyo, groups }, { ...shipping, ceilings: { JPY: '1000' } })).toEqual(
      off(['a', free], ['b', free], ['c', fixed('300')]),
    );
  });
});

it('never takes off more than the ceiling, whatever is chosen', () => {
  const costs = fc.array(fc.bigInt({ min: 0n, max: 5000n }), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(
      fc.array(costs, { minLength: 1, maxLength: 4 }),
      fc.bigInt({ min: 0n, max: 9000n }),
      fc.nat(),
      (parcels, ceiling, pick) => {
        const groups = parcels.map((parcel, group) => ({
          options: parcel.map((cost, index): [string, string] => [
            `${group}-${index}`,
            decimalText(cost, 'KWD'),
          ]),
        }));
        const { operations } = run(
          { currency: 'KWD', lines: [{ amount: '1.000' }], groups },
          { ...shipping, ceilings: { KWD: decimalText(ceiling, 'KWD') } },
        );
        const candidates = operations.flatMap((each) => each.deliveryDiscountsAdd.candidates);
        const taken = groups.reduce((sum, { options }) => {
          const [handle, cost] = options[pick % options.length] ?? ['', '0'];
          const found = candidates.find((each) => each.targets[0]?.deliveryOption.handle === handle);
          if (!found) return sum;
          const text = 'percentage' in found.value ? cost : found.value.fixedAmount.amount;
          return sum + (minorUnits(text, 'KWD') ?? 0n);
        }, 0n);
        expect(taken <= ceiling).toBe(true);
      },
    ),
  );
});
