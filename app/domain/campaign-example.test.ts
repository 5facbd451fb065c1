import { describe, expect, it } from 'vitest';
import { campaignExamples, campaignMeetings } from './campaign-example.ts';
import { CAMPAIGN_TEMPLATES, campaignTemplate, templateLacks } from './campaign-template.ts';
import { CampaignSchema, type Campaign } from './campaign.ts';
import { ProgramSchema } from './program.ts';
import { startingProgram } from './starting-program.ts';

const NOW = '2026-12-01T12:00:00Z';
const asked = { now: NOW, shopCurrency: 'EUR' };
const campaign = (id: string, rest: object = {}): Campaign =>
  CampaignSchema.parse({ id, name: { en: id }, effect: { kind: 'multiply', by: '2' }, ...rest });
const rates = [
  { currency: 'EUR', spend: '1.00', points: 1 },
  { currency: 'JPY', spend: '100', points: 1 },
];
const levels = [
  { id: 'bronze', name: { en: 'Bronze' }, threshold: '0', multiplier: '1' },
  { id: 'gold', name: { en: 'Gold' }, threshold: '1000', multiplier: '1.5' },
];
const program = (campaigns: Campaign[], rest: object = {}) =>
  ProgramSchema.parse({
    ...startingProgram,
    earning: { ...startingProgram.earning, rates, stacking: 'add' },
    tiers: { basis: 'basePoints', period: { kind: 'lifetime' }, levels },
    markets: [
      { handle: 'eu', countries: ['DE'], currency: 'EUR', locale: 'de' },
      { handle: 'jp', countries: ['JP'], currency: 'JPY', locale: 'ja' },
    ],
    campaigns,
    ...rest,
  });
const told = (one: Campaign, others: Campaign[] = [], rest: object = {}) =>
  campaignExamples(program([...others, one], rest), one, asked).map(
    ({ goods, currency, points, before }) => `${goods} ${currency}: ${points} instead of ${before}`,
  );

describe('an order in each market of a campaign', () => {
  it.each<[string, object, string[]]>([
    ['everywhere', {}, ['84.00 EUR: 168 instead of 84', '8400 JPY: 168 instead of 84']],
    ['in one market', { when: { markets: ['jp'] } }, ['8400 JPY: 168 instead of 84']],
    [
      'by a member of its level',
      { when: { markets: ['eu'], tiers: ['gold'] } },
      ['84.00 EUR: 210 instead of 126'],
    ],
    ['a first one', { when: { markets: ['eu'], firstOrder: true } }, ['84.00 EUR: 168 instead of 84']],
    ['of its channel', { when: { markets: ['eu'], channels: ['pos'] } }, ['84.00 EUR: 168 instead of 84']],
    [
      'of its products',
      { when: { markets: ['eu'] }, lines: { collectionIds: ['9'] } },
      ['84.00 EUR: 168 instead of 84'],
    ],
    [
      'from its least spend on, where it has one',
      { when: { minSpend: [{ currency: 'EUR', amount: '150.00' }] } },
      ['150.00 EUR: 300 instead of 150'],
    ],
    [
      'with a bonus',
      { when: { markets: ['eu'] }, effect: { kind: 'bonus', points: 500 } },
      ['84.00 EUR: 584 instead of 84'],
    ],
    [
      'later',
      { when: { markets: ['eu'] }, startsAt: '2027-01-01T00:00:00Z' },
      ['84.00 EUR: 168 instead of 84'],
    ],
    [
      'when it was not over',
      { when: { markets: ['eu'] }, endsAt: '2026-11-01T00:00:00Z' },
      ['84.00 EUR: 168 instead of 84'],
    ],
    ['not while it is off', { when: { markets: ['eu'] }, active: false }, ['84.00 EUR: 84 instead of 84']],
  ])('%s', (_name, rest, orders) => expect(told(campaign('one', rest))).toEqual(orders));

  it('is told with what else holds then', () => {
    const other = campaign('other', { when: { markets: ['eu'] } });
    expect(told(campaign('one'), [other])[0]).toBe('84.00 EUR: 252 instead of 168');
  });

  it('is counted in shop money where the currency of its market has no rate', () => {
    const markets = [{ handle: 'us', countries: ['US'], currency: 'USD', locale: 'en' }];
    const one = campaign('one', { when: { minSpend: [{ currency: 'EUR', amount: '100.00' }] } });
    expect(told(campaign('one'), [], { markets })).toEqual(['84.00 EUR: 168 instead of 84']);
    expect(told(one, [], { markets })).toEqual(['100.00 EUR: 200 instead of 100']);
  });

  it('is told by the first rate where there are no markets', () => {
    expect(told(campaign('one'), [], { markets: [] })).toEqual(['84.00 EUR: 168 instead of 84']);
  });
});

describe('campaigns that meet', () => {
  const meetings = (one: object, other: object) => {
    const [a, b] = [campaign('a', one), campaign('b', other)];
    return campaignMeetings(program([a, b]), a, asked).map(({ example }) => String(example.points));
  };
  const december = { startsAt: '2026-12-05T00:00:00Z', endsAt: '2026-12-10T00:00:00Z' };
  it.each<[string, object, object, string[]]>([
    ['both always', {}, {}, ['252']],
    ['one within the other', december, {}, ['252']],
    ['one after the other', december, { startsAt: december.endsAt }, []],
    ['in other markets', { when: { markets: ['eu'] } }, { when: { markets: ['jp'] } }, []],
    ['at other levels', { when: { tiers: ['gold'] } }, { when: { tiers: ['bronze'] } }, []],
    ['in other channels', { when: { channels: ['web'] } }, { when: { channels: ['pos'] } }, []],
    [
      'in no currency',
      { when: { minSpend: [{ currency: 'EUR', amount: '1' }] } },
      { when: { markets: ['jp'] } },
      [],
    ],
    ['for other products', { lines: { productIds: ['5'] } }, { lines: { productIds: ['6'] } }, []],
    [
      'for one that both name',
      { lines: { productIds: ['1', '2'] } },
      { lines: { productIds: ['2', '3'] } },
      ['252'],
    ],
    [
      'for a vendor that both name',
      { lines: { vendors: ['X', 'Y'] } },
      { lines: { vendors: ['Y'] } },
      ['252'],
    ],
    ['for a product by its vendor', { lines: { productIds: ['5'] } }, { lines: { vendors: ['Y'] } }, ['252']],
    [
      'for a product that one names, and of a vendor that the other names besides others',
      { lines: { productIds: ['5'], vendors: ['X'] } },
      { lines: { productIds: ['6'], vendors: ['Y', 'X'] } },
      ['252'],
    ],
    [
      'for a product that both name, whatever vendors they name',
      { lines: { productIds: ['4', '5'], vendors: ['X'] } },
      { lines: { productIds: ['5'], vendors: ['Y'] } },
      ['252'],
    ],
    ['for other vendors', { lines: { vendors: ['X'] } }, { lines: { vendors: ['Y'] } }, []],
    ['for products of both', { lines: { productIds: ['5'] } }, { lines: { productTags: ['tea'] } }, ['252']],
    ['with one that is off', {}, { active: false }, []],
    ['with one that is over', {}, { endsAt: '2026-11-01T00:00:00Z' }, []],
  ])('%s', (_name, one, other, points) => expect(meetings(one, other)).toEqual(points));
});

describe('templates', () => {
  const of = {
    id: 'new',
    program: program([]),
    shopCurrency: 'USD',
    name: { en: 'New' },
    zone: 'Europe/Berlin',
  };
  it.each(CAMPAIGN_TEMPLATES)('%s is a whole campaign', (template) => {
    const made = campaignTemplate(template, { ...of, now: new Date(NOW) });
    expect(CampaignSchema.parse(made)).toEqual(template === 'products' ? { ...made, lines: null } : made);
    expect(templateLacks(template, of.program)).toBeNull();
  });

  it.each([
    ['2026-12-01', '2026-12-04T23:00:00Z'],
    ['2026-12-04', '2026-12-04T23:00:00Z'],
    ['2026-12-05', '2026-12-11T23:00:00Z'],
    ['2026-12-06', '2026-12-11T23:00:00Z'],
  ])('the weekend after %s begins at %s', (today, startsAt) => {
    const made = campaignTemplate('weekend', { ...of, now: new Date(`${today}T12:00:00Z`) });
    expect(made.startsAt).toBe(startsAt);
    expect(Date.parse(made.endsAt ?? '') - Date.parse(startsAt)).toBe(48 * 3600 * 1000);
  });

  it('asks for levels and markets where it is about them', () => {
    const bare = program([], { tiers: null, markets: [] });
    expect(CAMPAIGN_TEMPLATES.map((one) => templateLacks(one, bare))).toEqual([
      ...[null, null, 'levels', null, 'markets', null],
    ]);
  });
});
