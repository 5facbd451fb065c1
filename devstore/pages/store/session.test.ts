import { expect, test } from 'vitest';
import { parseCart, withLine } from './session.ts';

test('a cart cookie is read line by line, and what is not a line is passed over', () => {
  expect(parseCart('1001x2.1002x1')).toEqual([
    { variantId: 1001, quantity: 2 },
    { variantId: 1002, quantity: 1 },
  ]);
  expect(parseCart('')).toEqual([]);
  expect(parseCart('x2.1001x0.1001x-1.1e3x1.1001x1000.<script>')).toEqual([]);
});

test('the same variant is put together', () => {
  const cart = withLine(withLine([], { variantId: 7, quantity: 1 }), { variantId: 8, quantity: 1 });
  expect(withLine(cart, { variantId: 7, quantity: 2 })).toEqual([
    { variantId: 7, quantity: 3 },
    { variantId: 8, quantity: 1 },
  ]);
});
