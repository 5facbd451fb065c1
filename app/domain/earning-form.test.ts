import { expect, it, test } from 'vitest';
import { earningCurrencies, earningForm, earningSection } from './earning-form.ts';
import { parseProgram } from './parse-program.ts';
import { ProgramSchema, type Program } from './program.ts';
import { startingProgram } from './starting-program.ts';

const program: Program = ProgramSchema.parse({
  ...startingProgram,
  earning: {
    ...startingProgram.earning,
    rates: [...startingProgram.earning.rates, { currency: 'CHF', spend: '0.90', points: 2 }],
    exclusions: { productTags: ['alcohol'] },
    pending: { days: 7, from: 'fulfilled', byMarket: { jp: 0, 'shops.eu': 30 } },
  },
});
const form = earningForm(program, 'USD');
const read = (changes: object) => earningSection.read({ ...form, ...changes }, program);
const faultsOf = (changes: object) => {
  const answer = read(changes);
  return answer.ok ? {} : answer.faults;
};

it('leaves the programme as it was', () => {
  const answer = read({});
  expect(answer.ok && parseProgram(answer.document)).toEqual({ ok: true, program });
});

it('asks for the currencies of markets, the shop, rates and worths', () => {
  expect(earningCurrencies(program, 'GBP')).toEqual(['USD', 'EUR', 'JPY', 'KWD', 'GBP', 'CHF']);
  expect(earningCurrencies(program, '')).toEqual(['USD', 'EUR', 'JPY', 'KWD', 'CHF']);
});

it('drops the rate of a currency whose row is gone, or empty', () => {
  const answer = read({
    currencies: 'USD EUR JPY KWD',
    spend: { ...form.spend, EUR: '' },
    points: { ...form.points, EUR: ' ' },
  });
  expect(answer).toMatchObject({
    ok: true,
    document: { earning: { rates: [{ currency: 'USD' }, { currency: 'JPY' }, { currency: 'KWD' }] } },
  });
});

test.each<[object, object]>([
  [{ points: { ...form.points, EUR: '' } }, { 'points.EUR': [{ code: 'required' }] }],
  [{ spend: { ...form.spend, EUR: '' } }, { 'spend.EUR': [{ code: 'required' }] }],
  [{ spend: { ...form.spend, JPY: '0' } }, { 'spend.JPY': [{ code: 'notPositive' }] }],
  // An empty row before it has no place in the document's list.
  [
    { spend: { JPY: '100', KWD: 'x' }, points: { JPY: '1', KWD: '3' } },
    { 'spend.KWD': [{ code: 'notAmount' }] },
  ],
  [{ points: { ...form.points, KWD: '1.5' } }, { 'points.KWD': [{ code: 'notWhole' }] }],
  [{ worth: { JPY: 'one' } }, { 'worth.JPY': [{ code: 'notAmount' }] }],
  [{ pendingDays: '' }, { pendingDays: [{ code: 'required' }] }],
  [{ pendingDays: '4000' }, { pendingDays: [{ code: 'tooLarge', most: 3650 }] }],
  [{ marketDays: { 'shops~eu': '-1' } }, { 'marketDays.shops~eu': [{ code: 'negative' }] }],
])('%j', (changes, expected) => expect(faultsOf(changes)).toEqual(expected));

it('names the field of a choice that nobody offers', () =>
  expect(
    Object.keys(
      faultsOf({
        ...{ taxes: '', granularity: 'x', rounding: '', stacking: '', awardOn: '', pendingFrom: '' },
      }),
    ).toSorted(),
  ).toEqual(['awardOn', 'granularity', 'pendingFrom', 'rounding', 'stacking', 'taxes']));

it('reads anything that a browser may send', () => {
  for (const sent of [null, undefined, 'x', [], { currencies: ['USD'], spend: 'x', marketDays: [1] }])
    expect(earningSection.read(sent, program).ok).toBe(false);
});

it('minds nothing that another form is about', () => {
  const { earning, ...rest } = program;
  const other = {
    ...rest,
    earning: { ...earning, exclusions: { ...earning.exclusions, vendors: ['Acme'] } },
  };
  expect(earningSection.part(other)).toEqual(earningSection.part(program));
});
