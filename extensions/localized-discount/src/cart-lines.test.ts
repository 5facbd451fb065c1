import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountOff, functionInput } from './cart.fixture.ts';
import type { Cart } from './cart.fixture.ts';
import { cartLinesDiscountsGenerateRun } from './index.js';
import { decimalText, minorUnitDigits, minorUnits } from './minor-units.js';

const run = (cart: Cart, configuration: unknown, classes = ['ORDER']) =>
  cartLinesDiscountsGenerateRun(functionInput(cart, configuration, classes));

const offOrder = (value: object, excludedCartLineIds: string[] = []) => ({
  operations: [
    {
      orderDiscountsAdd: {
        selectionStrategy: 'FIRST',
        candidates: [{ targets: [{ orderSubtotal: { excludedCartLineIds } }], value }],
      },
    },
  ],
});
const amount = (text: string) => offOrder({ fixedAmount: { amount: text } });
const nothing = { operations: [] };

describe('an amount off', () => {
  it.each([
    ['¥700 in Tokyo', 'JPY', '4200.0', '700'],
    ['5,00 € in Berlin', 'EUR', '42.0', '5.00'],
    ['1.500 KWD in Kuwait', 'KWD', '12.345', '1.500'],
    ['5.00 USD, written as 5', 'USD', '42.0', '5.00'],
    ['¥700 of a cart of ¥500: Shopify takes what is there', 'JPY', '500', '700'],
  ])('is %s', (_what, currency, subtotal, text) => {
    expect(run({ currency, lines: [{ amount: subtotal }] }, amountOff)).toEqual(amount(text));
  });

  it('is nothing in a currency for which none is set: no rate is applied', () => {
    expect(run({ currency: 'GBP', lines: [{ amount: '42.00' }] }, amountOff)).toEqual(nothing);
  });

  it('leaves gift cards out, and is nothing where there is nothing else', () => {
    const card = { amount: '50.00', giftCard: true };
    expect(run({ currency: 'EUR', lines: [{ amount: '42.00' }, card] }, amountOff)).toEqual(
      offOrder({ fixedAmount: { amount: '5.00' } }, ['gid://shopify/CartLine/1']),
    );
    expect(run({ currency: 'EUR', lines: [card] }, amountOff)).toEqual(nothing);
  });

  it('is for the products and collections named, once across their lines', () => {
    const lines = [
      { amount: '1000', product: '7' },
      { amount: '2000', product: '8' },
      { amount: '3000', product: '9', inCollection: true },
    ];
    const configuration = {
      ...amountOff,
      productIds: ['gid://shopify/Product/7'],
      collectionIds: ['gid://shopify/Collection/1'],
    };
    expect(run({ currency: 'JPY', lines }, configuration, ['PRODUCT'])).toEqual({
      operations: [
        {
          productDiscountsAdd: {
            selectionStrategy: 'FIRST',
            candidates: [
              {
                targets: [
                  { cartLine: { id: 'gid://shopify/CartLine/0' } },
                  { cartLine: { id: 'gid://shopify/CartLine/2' } },
                ],
                value: { fixedAmount: { amount: '700', appliesToEachItem: false } },
              },
            ],
          },
        },
      ],
    });
    expect(run({ currency: 'JPY', lines: [{ amount: '2000', product: '8' }] }, configuration)).toEqual(
      nothing,
    );
  });

  it.each([
    ['not of the class that it needs', amountOff, ['PRODUCT']],
    ['of another version', { ...amountOff, v: 2 }, ['ORDER']],
    ['of an unknown kind', { ...amountOff, kind: 'gift' }, ['ORDER']],
    ['without a configuration', null, ['ORDER']],
    ['finer than the currency', { ...amountOff, amounts: { JPY: '700.5' } }, ['ORDER']],
    ['negative', { ...amountOff, amounts: { JPY: '-700' } }, ['ORDER']],
    ['a number instead of text', { ...amountOff, amounts: { JPY: 700 } }, ['ORDER']],
    ['with a faulty condition', { ...amountOff, productIds: '7' }, ['ORDER']],
  ])('is nothing where the discount is %s', (_what, configuration, classes) => {
    expect(run({ currency: 'JPY', lines: [{ amount: '4200' }] }, configuration, classes)).toEqual(nothing);
  });
});

describe('a minimum', () => {
  const configuration = { ...amountOff, minSpend: { JPY: '3000', EUR: '20.00' } };
  it.each([
    ['reached to the yen', 'JPY', ['1000', '2000'], '700'],
    ['missed by a yen', 'JPY', ['999', '2000'], null],
    ['missed by a cent', 'EUR', ['19.99'], null],
    ['reached to the cent', 'EUR', ['19.99', '0.01'], '5.00'],
    ['not set for the currency of the cart', 'KWD', ['99.000'], null],
  ])('is %s', (_what, currency, amounts, given) => {
    const lines = amounts.map((each) => ({ amount: each }));
    expect(run({ currency, lines }, configuration)).toEqual(given === null ? nothing : amount(given));
  });

  it('counts eligible goods only', () => {
    const lines = [{ amount: '2999' }, { amount: '5000', giftCard: true }];
    expect(run({ currency: 'JPY', lines }, configuration)).toEqual(nothing);
  });
});

describe('a percentage with a ceiling', () => {
  const configuration = {
    v: 1,
    kind: 'percentOff',
    percent: '12.5',
    ceilings: { JPY: '500', KWD: '1.250' },
  };
  it.each([
    ['below it', 'JPY', '3999', { percentage: { value: '12.5' } }],
    ['exactly at it', 'JPY', '4000', { percentage: { value: '12.5' } }],
    ['a yen above it', 'JPY', '4001', { fixedAmount: { amount: '500' } }],
    ['at it in fils', 'KWD', '10.000', { percentage: { value: '12.5' } }],
    ['a fils above it', 'KWD', '10.001', { fixedAmount: { amount: '1.250' } }],
  ])('%s', (_what, currency, subtotal, value) => {
    expect(run({ currency, lines: [{ amount: subtotal }] }, configuration)).toEqual(offOrder(value));
  });

  it('gives nothing in a currency without a ceiling, and all of it where there is none at all', () => {
    const cart = { currency: 'EUR', lines: [{ amount: '1000.00' }] };
    expect(run(cart, configuration)).toEqual(nothing);
    expect(run(cart, { v: 1, kind: 'percentOff', percent: '10' })).toEqual(
      offOrder({ percentage: { value: '10' } }),
    );
  });

  it.each(['0', '100.1', '-5', '1e1', ''])('is not understood as %s percent', (percent) => {
    expect(run({ currency: 'JPY', lines: [{ amount: '1' }] }, { ...configuration, percent })).toEqual(
      nothing,
    );
  });
});

describe('a free product', () => {
  const configuration = {
    v: 1,
    kind: 'freeProduct',
    pieces: 1,
    variantIds: ['gid://shopify/ProductVariant/7'],
  };
  const free = (...targets: [line: number, quantity: number][]) => ({
    operations: [
      {
        productDiscountsAdd: {
          selectionStrategy: 'FIRST',
          candidates: [
            {
              targets: targets.map(([line, quantity]) => ({
                cartLine: { id: `gid://shopify/CartLine/${line}`, quantity },
              })),
              value: { percentage: { value: '100' } },
            },
          ],
        },
      },
    ],
  });
  const lines = [
    { amount: '5000', variant: '8' },
    { amount: '2000', variant: '7', quantity: 2 },
    { amount: '1000', variant: '7' },
  ];
  const cart = { currency: 'JPY', lines };

  it('is one piece, however many are in the cart', () => {
    expect(run(cart, configuration, ['PRODUCT'])).toEqual(free([1, 1]));
  });

  it('is as many pieces as were promised, over several lines', () => {
    expect(run(cart, { ...configuration, pieces: 3 }, ['PRODUCT'])).toEqual(free([1, 2], [2, 1]));
    expect(run(cart, { ...configuration, pieces: 9 }, ['PRODUCT'])).toEqual(free([1, 2], [2, 1]));
  });

  it.each([
    ['nothing that it is for is in the cart', { variantIds: ['gid://shopify/ProductVariant/9'] }],
    ['it names no product', { variantIds: [] }],
    ['it names no whole number of pieces', { pieces: 1.5 }],
    ['it names no piece', { pieces: 0 }],
  ])('is nothing where %s', (_what, more) => {
    expect(run(cart, { ...configuration, ...more }, ['PRODUCT'])).toEqual(nothing);
  });
});

it('is for customers with one of the tags only', () => {
  const configuration = { ...amountOff, customerTags: ['loyalty: Gold'] };
  const cart = { currency: 'JPY', lines: [{ amount: '4200' }] };
  expect(run({ ...cart, tagged: true }, configuration)).toEqual(amount('700'));
  expect(run({ ...cart, tagged: false }, configuration)).toEqual(nothing);
  expect(run({ ...cart, tagged: null }, configuration)).toEqual(nothing);
});

it('gives a percentage or the ceiling, whichever is less, for any cart', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('JPY', 'EUR', 'KWD'),
      fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 10_000 }),
      fc.bigInt({ min: 1n, max: 10n ** 12n }),
      (currency, prices, hundredths, ceiling) => {
        const percent = `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
        const configuration = {
          v: 1,
          kind: 'percentOff',
          percent,
          ceilings: { [currency]: decimalText(ceiling, currency) },
        };
        const lines = prices.map((price) => ({ amount: decimalText(price, currency) }));
        const subtotal = prices.reduce((sum, price) => sum + price, 0n);
        const isAbove = subtotal * BigInt(hundredths) > ceiling * 10_000n;
        expect(run({ currency, lines }, configuration)).toEqual(
          offOrder(
            isAbove
              ? { fixedAmount: { amount: decimalText(ceiling, currency) } }
              : { percentage: { value: percent } },
          ),
        );
      },
    ),
  );
});

it('reads what it writes, in every currency', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 14n }),
      fc.constantFrom('JPY', 'EUR', 'KWD'),
      (units, code) => {
        const text = decimalText(units, code);
        expect(minorUnits(text, code)).toBe(units);
        expect(text.split('.')[1]?.length ?? 0).toBe(minorUnitDigits(code));
      },
    ),
  );
});
