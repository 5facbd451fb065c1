import { expect, test } from 'vitest';
import { withSignKept } from './currency-sign.ts';

test.each([
  ['\u200f5.00 US$', '\u200f5.00 US$\u200e'],
  ['5,00 €', '5,00 €'],
  ['$5.00', '$5.00'],
  ['\u200f3.500 د.ك.\u200f', '\u200f3.500 د.ك.\u200f'],
])('%j is written as %j', (amount, expected) => {
  expect(withSignKept(amount)).toBe(expected);
});
