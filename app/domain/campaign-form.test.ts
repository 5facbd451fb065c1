import { describe, expect, it, test } from 'vitest';
import { campaignForm, campaignSection, clockTimes } from './campaign-form.ts';
import { CampaignSchema, type Campaign } from './campaign.ts';
import { ProgramSchema } from './program.ts';
import { startingProgram } from './starting-program.ts';

const ZONE = 'America/New_York';
const campaign = (rest: object = {}): Campaign =>
  CampaignSchema.parse({
    ...{ id: 'one', name: { en: 'Double days', ja: '2倍' }, effect: { kind: 'multiply', by: '2' } },
    ...rest,
  });
const other = campaign({ id: 'other' });
const programWith = (...campaigns: Campaign[]) => ProgramSchema.parse({ ...startingProgram, campaigns });

const everything = campaign({
  active: false,
  startsAt: '2026-12-12T05:00:00Z',
  endsAt: '2026-12-14T05:00:00Z',
  when: {
    markets: ['jp', 'us'],
    tiers: ['gold'],
    channels: ['web', 'Tik Tok, live'],
    minSpend: [
      { currency: 'USD', amount: '50.00' },
      { currency: 'JPY', amount: '0' },
    ],
    firstOrder: true,
  },
  lines: { productIds: ['1', '2'], collectionIds: ['3'], productTags: ['new in'], vendors: ['Smith, Ltd'] },
  effect: { kind: 'bonus', points: 500 },
});

const read = (changes: object, of: Campaign = campaign(), zone = ZONE) => {
  const found = campaignSection(of.id, zone).read(
    { ...campaignForm(of, zone), ...changes },
    programWith(other, of),
  );
  if (!found.ok) return { faults: found.faults };
  const { campaigns } = ProgramSchema.parse(found.document);
  expect(campaigns[0]).toEqual(other);
  return { campaign: campaigns[1] };
};

describe('a form without a change', () => {
  it.each([
    ['with nothing asked for', campaign()],
    ['with everything', everything],
    [
      'to the nanosecond',
      campaign({ startsAt: '2026-12-12T05:00:00.123456789Z', endsAt: '2026-12-14T04:59:59Z' }),
    ],
    ['in the hour that comes twice', campaign({ startsAt: '2026-11-01T06:30:00Z' })],
    ['with an offset', campaign({ endsAt: '2026-12-14T01:00:00+02:00' })],
  ])('leaves a campaign %s as it was', (_name, one) => {
    for (const zone of [ZONE, 'Asia/Tokyo', 'UTC']) expect(read({}, one, zone)).toEqual({ campaign: one });
  });
});

it('shows whole days as days, and times where they are not', () => {
  expect(campaignForm(everything, ZONE)).toMatchObject({
    ...{ startsOn: '2026-12-12', startsTime: '', endsOn: '2026-12-13', endsTime: '' },
  });
  expect(campaignForm(everything, 'UTC')).toMatchObject({
    ...{ startsOn: '2026-12-12', startsTime: '05:00', endsOn: '2026-12-14', endsTime: '05:00' },
  });
});

test.each<[object, object]>([
  [{ startsOn: '2026-12-12' }, { startsAt: '2026-12-12T05:00:00Z' }],
  [{ startsOn: '2026-12-12', startsTime: '09:30' }, { startsAt: '2026-12-12T14:30:00Z' }],
  [{ endsOn: '2026-12-12' }, { endsAt: '2026-12-13T05:00:00Z' }],
  [{ endsOn: '2026-12-12', endsTime: '00:00' }, { endsAt: '2026-12-12T05:00:00Z' }],
  // The day on which clocks go forward has 23 hours.
  [
    { startsOn: '2026-03-08', endsOn: '2026-03-08' },
    { startsAt: '2026-03-08T05:00:00Z', endsAt: '2026-03-09T04:00:00Z' },
  ],
  [{ startsOn: '2026-03-08', startsTime: '02:30' }, { startsAt: '2026-03-08T07:30:00Z' }],
  [{ startsOn: '2026-11-01', startsTime: '01:30' }, { startsAt: '2026-11-01T05:30:00Z' }],
  [{ effect: 'bonus', points: '500' }, { effect: { kind: 'bonus', points: 500 } }],
  [{ scope: 'lines', vendors: 'Smith, Ltd\tHaven' }, { lines: { vendors: ['Smith, Ltd', 'Haven'] } }],
  [{ minSpend: { USD: '50', EUR: '' } }, { when: { minSpend: [{ currency: 'USD', amount: '50' }] } }],
  [{ active: '' }, { active: false }],
])('%j makes %j', (changes, expected) => expect(read(changes).campaign).toMatchObject(expected));

test('what only some products count for is dropped where all do', () => {
  expect(read({ scope: 'order' }, everything).campaign?.lines).toBeNull();
});

test.each<[object, object]>([
  [{ by: '' }, { by: [{ code: 'required' }] }],
  [{ by: 'two' }, { by: [{ code: 'notAmount' }] }],
  [{ by: '0.5' }, { by: [{ code: 'between', least: 1, most: 100 }] }],
  [{ effect: 'bonus', points: '' }, { points: [{ code: 'required' }] }],
  [{ effect: 'bonus', points: '1.5' }, { points: [{ code: 'notWhole' }] }],
  [{ name: { en: '', ja: ' ' } }, { 'name.en': [{ code: 'required' }] }],
  [{ startsOn: '2026-02-30' }, { startsOn: [{ code: 'notDate' }] }],
  // What a browser cannot read is kept as "?": it is not nothing, which would be an end that never comes.
  [{ endsOn: '?' }, { endsOn: [{ code: 'notDate' }] }],
  [{ endsOn: '2026-12-12', endsTime: '?' }, { endsTime: [{ code: 'notTime' }] }],
  [{ startsTime: '?' }, { startsOn: [{ code: 'notDate' }] }],
  [{ startsTime: '09:30' }, { startsOn: [{ code: 'notDate' }] }],
  [{ endsOn: '2026-12-12', endsTime: '25:00' }, { endsTime: [{ code: 'notTime' }] }],
  [{ startsOn: '2026-12-12', endsOn: '2026-12-11' }, { endsOn: [{ code: 'notAfterStart' }] }],
  [{ markets: '' }, { markets: [{ code: 'noMarket' }] }],
  [{ tiers: '' }, { tiers: [{ code: 'noLevel' }] }],
  [{ minSpend: { USD: '', EUR: '-1' } }, { 'minSpend.EUR': [{ code: 'negative' }] }],
  [{ scope: 'lines' }, { scope: [{ code: 'noLines' }] }],
])('%j is told as %j', (changes, faults) => expect(read(changes)).toEqual({ faults }));

it('reads anything that a browser may send', () => {
  const section = campaignSection('one', ZONE);
  for (const sent of [null, undefined, 'x', [], { name: 'x', startsOn: ['1'], minSpend: '1' }])
    expect(section.read(sent, programWith(campaign())).ok).toBe(false);
});

it('puts a new one behind the others', () => {
  const template = campaign({ id: 'new' });
  const found = campaignSection('new', ZONE).read(campaignForm(template, ZONE), programWith(other));
  expect(found.ok && ProgramSchema.parse(found.document).campaigns).toEqual([other, template]);
});

it('says what clocks do at a time', () => {
  const times = (startsOn: string, startsTime: string) =>
    clockTimes({ startsOn, startsTime }, 'starts', ZONE);
  expect([
    times('2026-03-08', '02:30'),
    times('2026-11-01', '01:30'),
    times('2026-12-12', '09:30'),
    times('', ''),
  ]).toEqual([0, 2, 1, 1]);
});
