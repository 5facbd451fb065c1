import { describe, expect, it, test } from 'vitest';
import { EVERY } from './form-text.ts';
import {
  formCurrencies,
  formLanguages,
  rewardAmounts,
  formParts,
  readRewardForm,
  rewardForm,
} from './reward-form.ts';
import { REWARD_KINDS } from './reward-kinds/registry.ts';
import { RewardSchema, type Reward } from './reward.ts';
import { startingProgram } from './starting-program.ts';

const values = [
  { currency: 'USD', amount: '5.00' },
  { currency: 'JPY', amount: '700' },
];
const reward = (rest: object): Reward =>
  RewardSchema.parse({ id: 'one', points: 500, name: { en: '{amount} off', ja: '{amount}オフ' }, ...rest });
const amountOff = reward({ kind: 'amountOff', values });

const filled = {
  description: { en: 'Next order.' },
  for: { markets: ['jp', 'us'], tiers: ['gold'] },
  limits: { perMember: { times: 2, per: 'month' }, total: 100 },
  validDays: 90,
  active: false,
};
const conditions = {
  minSpend: values,
  productIds: ['1', '2'],
  collectionIds: ['3'],
  combinesWith: ['order'],
};
const rewards: Record<string, Reward> = {
  amountOff: reward({ kind: 'amountOff', values, conditions, ...filled }),
  percentOff: reward({ kind: 'percentOff', percent: '12.5', ceiling: values, conditions, unused: 'forfeit' }),
  freeShipping: reward({ kind: 'freeShipping', ceiling: values, countries: ['JP', 'US'], ...filled }),
  freeProduct: reward({ kind: 'freeProduct', variantId: '44', conditions: { minSpend: values } }),
  freeWholeProduct: reward({ kind: 'freeProduct', productId: '7' }),
  storeCredit: reward({ kind: 'storeCredit', values, ...filled }),
  giftCard: reward({ kind: 'giftCard', values, unused: 'forfeit' }),
};

describe('a form without a change', () => {
  it.each(Object.entries(rewards))('leaves %s as it was', (_name, one) =>
    expect(readRewardForm(rewardForm(one), one)).toEqual({ ok: true, reward: one }),
  );

  it('is there for every kind that is issued', () => {
    const kinds = Object.values(rewards).map(({ kind }) => kind as string);
    const withForm = Object.entries(REWARD_KINDS).filter(([, { form }]) => form !== null);
    expect(withForm.map(([kind]) => kind).toSorted()).toEqual([...new Set(kinds)].toSorted());
    expect(formParts({ kind: 'voucher' })).toBeNull();
  });
});

const faultsOf = (changes: object, of: Reward = amountOff) => {
  const read = readRewardForm({ ...rewardForm(of), ...changes }, of);
  return read.ok ? {} : read.faults;
};

test.each<[object, Reward, object]>([
  [{ points: '' }, amountOff, { points: [{ code: 'required' }] }],
  [{ points: '1.5' }, amountOff, { points: [{ code: 'notWhole' }] }],
  [{ points: '0' }, amountOff, { points: [{ code: 'tooSmall', least: 1 }] }],
  [{ points: '2000000000' }, amountOff, { points: [{ code: 'tooLarge', most: 1_000_000_000 }] }],
  [{ name: { en: ' ', ja: '' } }, amountOff, { 'name.en': [{ code: 'required' }] }],
  [{ name: { en: 'x'.repeat(5001) } }, amountOff, { 'name.en': [{ code: 'tooLong', most: 5000 }] }],
  [{ values: { USD: '5 dollars', JPY: '700' } }, amountOff, { 'values.USD': [{ code: 'notAmount' }] }],
  // The place in the document's list is not that in the form, where an empty field stands before it.
  [{ values: { USD: '', JPY: '-1' } }, amountOff, { 'values.JPY': [{ code: 'notPositive' }] }],
  [{ values: { USD: '', JPY: '' } }, amountOff, { 'values.USD': [{ code: 'required' }] }],
  [{ minSpend: { USD: '-1' } }, amountOff, { 'minSpend.USD': [{ code: 'negative' }] }],
  [{ times: '0' }, amountOff, { times: [{ code: 'tooSmall', least: 1 }] }],
  [{ total: 'many' }, amountOff, { total: [{ code: 'notWhole' }] }],
  [{ validDays: '4000' }, amountOff, { validDays: [{ code: 'tooLarge', most: 3650 }] }],
  [{ markets: '' }, amountOff, { markets: [{ code: 'noMarket' }] }],
  [{ tiers: '' }, amountOff, { tiers: [{ code: 'noLevel' }] }],
  [{ percent: '' }, rewards['percentOff']!, { percent: [{ code: 'required' }] }],
  [{ percent: '120' }, rewards['percentOff']!, { percent: [{ code: 'tooLarge', most: 100 }] }],
  [{ countries: 'JP XX' }, rewards['freeShipping']!, { countries: [{ code: 'notCountry' }] }],
  [{ product: '' }, rewards['freeProduct']!, { product: [{ code: 'required' }] }],
])('%j', (changes, of, expected) => expect(faultsOf(changes, of)).toEqual(expected));

it('tells every fault at once', () =>
  expect(Object.keys(faultsOf({ points: '', validDays: 'x', markets: '', values: {} })).toSorted()).toEqual([
    'markets',
    'points',
    'validDays',
    'values.',
  ]));

it('reads anything that a browser may send', () => {
  for (const sent of [null, undefined, 'x', [], { name: 'x', values: ['1'], points: ['1', '2'] }])
    expect(readRewardForm(sent, amountOff).ok).toBe(false);
});

it('keeps what it does not ask for, and drops conditions that the kind cannot hold', () => {
  const credit = reward({ kind: 'storeCredit', values, conditions, unused: 'forfeit' });
  const read = readRewardForm(rewardForm(credit), credit);
  expect(read).toMatchObject({
    reward: {
      id: 'one',
      unused: 'forfeit',
      conditions: { minSpend: null, productIds: [], collectionIds: [], combinesWith: ['order'] },
    },
  });
});

it('asks for the languages and the currencies of the markets, and for those that something is set in', () => {
  expect(formLanguages(startingProgram, { fr: 'x', en: 'y' })).toEqual(['en', 'de', 'ja', 'ar', 'fr']);
  const at = (...locales: string[]) => ({
    markets: locales.map((locale) => ({ handle: 'x', countries: [], currency: 'USD', locale })),
  });
  expect(formLanguages(at('pt-BR', 'pt-PT'), { 'pt-BR': 'x' })).toEqual(['pt-BR']);
  expect(formLanguages(at('zh-CN', 'zh-TW', 'fr-CA'), { 'zh-CN': 'x' })).toEqual(['zh-CN', 'zh-TW', 'fr']);
  expect(formLanguages(at('ar-KW-u-nu-latn'), {})).toEqual(['ar']);
  const swiss = [{ currency: 'CHF', amount: '5' }];
  expect(formCurrencies(startingProgram, 'USD', swiss)).toEqual(['USD', 'EUR', 'JPY', 'KWD', 'CHF']);
  expect(formCurrencies({ markets: [] }, 'GBP')).toEqual(['GBP']);
  // A market that went leaves its amounts in the form: a save would drop them unseen.
  const pounds = { ...amountOff, values: [{ currency: 'GBP', amount: '4.00' }] };
  expect(formCurrencies(startingProgram, 'USD', ...rewardAmounts(pounds))).toContain('GBP');
  expect(rewardForm(amountOff)).toMatchObject({ markets: EVERY, tiers: EVERY, values: { JPY: '700' } });
});
