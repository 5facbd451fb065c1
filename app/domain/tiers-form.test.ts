import { expect, test } from 'vitest';
import { parseProgram } from './parse-program.ts';
import { ProgramSchema, type Program } from './program.ts';
import { startingProgram } from './starting-program.ts';
import { ladderForm, ladderSection, levelForm, levelSection } from './tiers-form.ts';
import type { Tiers } from './tiers.ts';

const level = (id: string, threshold: string, multiplier = '1', more: object = {}) => ({
  ...{ id, name: { en: id }, threshold, multiplier },
  ...more,
});
const shipping = {
  ceiling: [{ currency: 'USD', amount: '8.00' }],
  countries: ['US', 'CA'],
  minSpend: [{ currency: 'USD', amount: '20.00' }],
};
const welcome = {
  ...{ id: 'welcome', kind: 'percentOff', points: 100, percent: '10', name: { en: 'Welcome' } },
  redeemable: false,
};
const withTiers = (tiers: object | null): Program =>
  ProgramSchema.parse({ ...startingProgram, rewards: [welcome], tiers });
const program = withTiers({
  basis: 'spend',
  period: { kind: 'rolling', months: 6 },
  levels: [
    level('bronze', '0'),
    level('silver.1', '300', '1.25'),
    level('gold', '1000', '1.5', {
      perks: { entryRewardId: 'welcome', birthdayRewardId: 'welcome', shipping },
    }),
  ],
});
const tiers = program.tiers as Tiers;
const read = (sent: object, of = program) => ladderSection.read(sent, of);
const documentOf = (section: typeof ladderSection, sent: object) => {
  const found = section.read(sent, program);
  const parsed = found.ok ? parseProgram(found.document) : null;
  return parsed?.ok ? parsed.program : found;
};

test('a ladder there and back, whatever it measures', () => {
  expect(documentOf(ladderSection, ladderForm(tiers))).toEqual(program);
  expect(ladderForm(tiers).threshold).toEqual({ 'silver~1': '300', gold: '1000' });
  const year = { ...ladderForm(tiers), basis: 'orders', period: 'calendarYear', months: '' };
  expect(documentOf(ladderSection, year)).toMatchObject({
    tiers: { basis: 'orders', period: { kind: 'calendarYear' }, levels: tiers.levels },
  });
});

test('levels follow what they ask for; the first stays the first', () => {
  const form = ladderForm(tiers);
  const swapped = { ...form, threshold: { ...form.threshold, gold: '200', 'silver~1': '2000.5' } };
  expect(documentOf(ladderSection, swapped)).toMatchObject({
    tiers: {
      levels: [
        { id: 'bronze', threshold: '0', multiplier: '1' },
        { id: 'gold', threshold: '200', multiplier: '1.5' },
        { id: 'silver.1', threshold: '2000.5', multiplier: '1.25' },
      ],
    },
  });
});

test('every fault of a ladder stands at its field, in whatever order levels come out', () => {
  const form = ladderForm(tiers);
  const faulty = (sent: object) => read({ ...form, ...sent });
  expect(faulty({ threshold: { 'silver~1': '1000', gold: '1000' } })).toEqual({
    ok: false,
    faults: { 'threshold.gold': [{ code: 'notAbove' }] },
  });
  expect(faulty({ threshold: { 'silver~1': 'x', gold: '' } })).toMatchObject({
    faults: { 'threshold.silver~1': [{ code: 'notAmount' }], 'threshold.gold': [{ code: 'required' }] },
  });
  // Gold is typed below silver: its fault is told at gold all the same.
  const bad = {
    threshold: { 'silver~1': '500', gold: '100' },
    multiplier: { bronze: '1', 'silver~1': '2', gold: '0.5' },
  };
  expect(faulty(bad)).toEqual({
    ok: false,
    faults: { 'multiplier.gold': [{ code: 'between', least: 1, most: 100 }] },
  });
  expect(faulty({ threshold: { 'silver~1': '0', gold: '1000' } })).toMatchObject({
    faults: { 'threshold.silver~1': [{ code: 'notAbove' }] },
  });
  expect(faulty({ months: '0' })).toMatchObject({ faults: { months: [{ code: 'tooSmall', least: 1 }] } });
  expect(faulty({ months: 'six' })).toMatchObject({ faults: { months: [{ code: 'notWhole' }] } });
});

test('where the levels are gone, nothing of a ladder or a level counts as saved', () => {
  const gone = { ok: false, faults: { '': [{ code: 'required' }] } };
  expect(read(ladderForm(tiers), withTiers(null))).toEqual(gone);
  for (const level of tiers.levels)
    expect(levelSection(level.id).read(levelForm(level), withTiers(null))).toEqual(gone);
});

test('a level there and back, and without its perks', () => {
  for (const { id } of tiers.levels) {
    const section = levelSection(id);
    const one = tiers.levels.find((other) => other.id === id);
    const found = documentOf(section, levelForm(one as Tiers['levels'][number]));
    // A level without perks says so from then on; nothing else moves.
    expect({ ...found, tiers: null }).toEqual({ ...program, tiers: null });
    expect((found as Program).tiers?.levels.find((other) => other.id === id)).toEqual({
      perks: null,
      ...one,
    });
  }
  const off = {
    ...levelForm(tiers.levels[2] as Tiers['levels'][number]),
    shipping: '',
    entryReward: '',
    birthdayReward: '',
  };
  expect(documentOf(levelSection('gold'), off)).toMatchObject({
    tiers: { levels: [{}, {}, { perks: null }] },
  });
});

test('faults of a level stand at its fields', () => {
  const form = levelForm(tiers.levels[2] as Tiers['levels'][number]);
  const faulty = {
    ...form,
    name: { en: ' ' },
    countries: 'us xx',
    ceiling: { USD: '0' },
    minSpend: { USD: '-1' },
  };
  expect(levelSection('gold').read(faulty, program)).toEqual({
    ok: false,
    faults: {
      'name.en': [{ code: 'required' }],
      countries: [{ code: 'notCountry' }],
      'ceiling.USD': [{ code: 'notPositive' }],
      'minSpend.USD': [{ code: 'negative' }],
    },
  });
  expect(levelSection('gold').read({ ...form, entryReward: 'gone' }, program)).toMatchObject({
    faults: { entryReward: [{ code: 'other' }] },
  });
});

test('the ladder and a level are parts of their own: one changed leaves the other as it was seen', () => {
  const renamed = withTiers({
    ...tiers,
    levels: [{ ...tiers.levels[0], name: { en: 'Iron' } }, ...tiers.levels.slice(1)],
  });
  expect(ladderSection.part(renamed)).toEqual(ladderSection.part(program));
  expect(levelSection('bronze').part(renamed)).not.toEqual(levelSection('bronze').part(program));
  expect(levelSection('gold').part(renamed)).toEqual(levelSection('gold').part(program));
});
