import { expect, it, test } from 'vitest';
import { cartForm, cartSection, cartTemplate } from './cart-form.ts';
import { EVERY, ON } from './form-text.ts';
import { parseProgram } from './parse-program.ts';
import { ProgramSchema } from './program.ts';
import { startingProgram } from './starting-program.ts';

const program = ProgramSchema.parse({
  ...startingProgram,
  cartPoints: {
    step: 100,
    values: [
      { currency: 'USD', amount: '1.00' },
      { currency: 'KWD', amount: '0.300' },
    ],
    maximum: { points: 5000, percent: 50 },
    holdHours: 48,
    for: { markets: ['us', 'gulf'], tiers: ['gold'] },
    name: { en: '{amount} off', ar: 'خصم {amount}' },
    combinesWith: ['order', 'shipping'],
  },
});
const cart = program.cartPoints!;
const form = cartForm(cart, true);
const faultsOf = (changes: object) => {
  const answer = cartSection.read({ ...form, ...changes }, program);
  return answer.ok ? {} : answer.faults;
};

it('leaves the programme as it was', () => {
  const answer = cartSection.read(form, program);
  expect(answer.ok && parseProgram(answer.document)).toEqual({ ok: true, program });
});

it('begins with what points are worth, and saves none of it while it is off', () => {
  const template = cartTemplate(startingProgram, 'USD', { en: '{amount} off' });
  expect(template.values).toEqual([
    { currency: 'USD', amount: '1.00' },
    { currency: 'EUR', amount: '1.00' },
    { currency: 'JPY', amount: '100' },
    { currency: 'KWD', amount: '0.300' },
  ]);
  const off = cartForm(template, false);
  expect(cartSection.read({ ...off, step: 'x', markets: '' }, startingProgram)).toEqual({
    ok: true,
    document: startingProgram,
  });
  const on = cartSection.read({ ...off, offered: ON }, startingProgram);
  expect(on.ok && parseProgram(on.document)).toMatchObject({ ok: true, program: { cartPoints: template } });
});

test.each<[object, object]>([
  [{ step: '' }, { step: [{ code: 'required' }] }],
  [{ step: '0' }, { step: [{ code: 'tooSmall', least: 1 }] }],
  [{ values: { USD: '', KWD: 'x' } }, { 'values.KWD': [{ code: 'notAmount' }] }],
  [{ values: { USD: '', KWD: '' } }, { 'values.USD': [{ code: 'required' }] }],
  [{ mostPoints: '99' }, { mostPoints: [{ code: 'belowStep' }] }],
  [{ mostPercent: '101' }, { mostPercent: [{ code: 'tooLarge', most: 100 }] }],
  [{ mostPercent: '12.5' }, { mostPercent: [{ code: 'notWhole' }] }],
  [{ holdHours: '800' }, { holdHours: [{ code: 'tooLarge', most: 720 }] }],
  [{ name: { en: '', ar: '' } }, { 'name.en': [{ code: 'required' }] }],
  [{ markets: '' }, { markets: [{ code: 'noMarket' }] }],
  [{ tiers: '' }, { tiers: [{ code: 'noLevel' }] }],
  [{ markets: EVERY, tiers: EVERY }, {}],
])('%j', (changes, expected) => expect(faultsOf(changes)).toEqual(expected));

it('reads anything that a browser may send', () => {
  for (const sent of [null, undefined, 'x', []])
    expect(cartSection.read(sent, program)).toMatchObject({ ok: true, document: { cartPoints: null } });
  expect(cartSection.read({ offered: ON, values: ['1'], name: 'x', step: ['1'] }, program).ok).toBe(false);
});
