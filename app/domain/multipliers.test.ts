import { describe, expect, it } from 'vitest';
import {
  amounts,
  both,
  byHand,
  line,
  member,
  order,
  refund,
  shippingLine,
  state,
  version,
} from './earning.fixture.ts';
import { target, type Target } from './earning.ts';
import type { OrderState } from './order-facts.ts';
import { type Program, ProgramSchema } from './program.ts';
import type { MemberHistory } from './qualification.ts';

type Effect = { kind: 'multiply'; by: string } | { kind: 'bonus'; points: number };
type CampaignGiven = {
  id?: string;
  active?: boolean;
  effect?: Effect;
  when?: object;
  lines?: object;
  startsAt?: string;
  endsAt?: string;
};
type Changes = Parameters<typeof version>[0];

const twice: Effect = { kind: 'multiply', by: '2' };
const bonus: Effect = { kind: 'bonus', points: 500 };

const campaign = (given: CampaignGiven = {}) => ({
  id: 'days',
  name: { en: 'Double days' },
  effect: twice,
  ...given,
});

const tiers: Program['tiers'] = {
  basis: 'basePoints',
  period: { kind: 'rolling', months: 12 },
  levels: [
    { id: 'bronze', name: { en: 'Bronze' }, threshold: '0', multiplier: '1' },
    { id: 'silver', name: { en: 'Silver' }, threshold: '300', multiplier: '1.25' },
    { id: 'gold', name: { en: 'Gold' }, threshold: '1000', multiplier: '1.5' },
  ],
};

const published = (campaigns: CampaignGiven[], earning: Changes = {}) => {
  const plain = version(earning, { tiers });
  return { ...plain, program: ProgramSchema.parse({ ...plain.program, campaigns: campaigns.map(campaign) }) };
};

const gold: MemberHistory = { ...member, level: 'gold' };
const bronze: MemberHistory = { ...member, level: 'bronze' };
const hundred = state(order());

const pointsOf = (
  campaigns: CampaignGiven[],
  {
    of = hundred,
    by = bronze,
    earning = {},
  }: { of?: OrderState; by?: MemberHistory; earning?: Changes } = {},
): bigint => target(of, by, published(campaigns, earning)).points;

describe('the level (step 7)', () => {
  it.each([
    ['bronze', 100n],
    ['silver', 125n],
    ['gold', 150n],
    [null, 100n],
    ['unknown', 100n],
  ])('%s', (level, points) => {
    const result: Target = target(hundred, { ...member, level }, published([]));
    expect([result.points, result.basePoints]).toEqual([points, 100n]);
  });

  it('does not matter in a programme without tiers', () => {
    expect(target(hundred, gold, version()).points).toBe(100n);
  });
});

describe('how multipliers stack (step 7)', () => {
  const thrice: CampaignGiven = { id: 'more', effect: { kind: 'multiply', by: '3' } };
  it.each([
    ['add', [{}], 250n],
    ['multiply', [{}], 300n],
    ['highest', [{}], 200n],
    ['add', [{}, thrice], 450n],
    ['multiply', [{}, thrice], 900n],
    ['highest', [{}, thrice], 300n],
    ['add', [], 150n],
    ['highest', [], 150n],
    ['add', [{ effect: { kind: 'multiply', by: '1' } as const }], 150n],
  ] as const)('%s, campaigns %j', (stacking, campaigns, points) => {
    expect(pointsOf([...campaigns], { by: gold, earning: { stacking } })).toBe(points);
  });

  it('rounds the whole once: 0.4 x 1.25 over three lines', () => {
    const lines = ['11', '12', '13'].map((id) => line({ id, unitPrice: both('0.80') }));
    expect(pointsOf([], { of: state(order({ lines })), by: { ...member, level: 'silver' } })).toBe(3n);
  });

  it('counts complete spends after multiplying', () => {
    const earning: Changes = {
      granularity: 'wholeSteps',
      rates: [{ currency: 'USD', spend: '40.00', points: 7 }],
    };
    expect(pointsOf([], { earning })).toBe(14n);
    expect(pointsOf([], { earning, by: gold })).toBe(21n);
  });
});

describe('when a campaign holds (step 7)', () => {
  const AT = '2026-11-01T10:00:00Z';
  const euro = state(
    order({ presentmentCurrency: 'JPY', lines: [line({ unitPrice: amounts('15000', '100.00') })] }),
  );
  const returned = state(order({ financialStatus: 'partially_refunded' }), [
    refund({ adjustments: [byHand('0.01')] }),
  ]);
  it.each<[string, CampaignGiven, bigint, OrderState?, MemberHistory?]>([
    ['always', {}, 200n],
    ['not while it is switched off', { active: false }, 100n],
    ['from its first instant on', { startsAt: AT }, 200n],
    ['not before', { startsAt: '2026-11-01T10:00:00.001Z' }, 100n],
    ['until its end, which is out', { endsAt: AT }, 100n],
    ['just before its end', { endsAt: '2026-11-01T11:00:00.001+01:00' }, 200n],
    ['in its market', { when: { markets: ['jp', 'us'] } }, 200n],
    ['not in others', { when: { markets: ['jp'] } }, 100n],
    [
      'not where no market fits',
      { when: { markets: ['us'] } },
      100n,
      state(order({ shippingCountry: 'BR' })),
    ],
    ['at its level', { when: { tiers: ['bronze'] } }, 200n],
    ['not at others', { when: { tiers: ['gold'] } }, 100n],
    ['in its channel', { when: { channels: ['web'] } }, 200n],
    ['not in others', { when: { channels: ['pos'] } }, 100n],
    [
      'not where the channel is not known',
      { when: { channels: ['web'] } },
      100n,
      state(order({ channel: null })),
    ],
    ['from its least spend on', { when: { minSpend: [{ currency: 'USD', amount: '100.00' }] } }, 200n],
    ['not below', { when: { minSpend: [{ currency: 'USD', amount: '100.01' }] } }, 100n],
    [
      'not below after a return',
      { when: { minSpend: [{ currency: 'USD', amount: '100.00' }] } },
      99n,
      returned,
    ],
    ['in the earning currency', { when: { minSpend: [{ currency: 'JPY', amount: '15000' }] } }, 300n, euro],
    ['not without an entry for it', { when: { minSpend: [{ currency: 'USD', amount: '1' }] } }, 150n, euro],
    ['for a first order', { when: { firstOrder: true } }, 200n, hundred, { ...bronze, firstOrder: true }],
    ['not for a later one', { when: { firstOrder: true } }, 100n],
    ['where all conditions hold', { when: { markets: ['us'], channels: ['web'], tiers: ['bronze'] } }, 200n],
    ['not where one fails', { when: { markets: ['us'], channels: ['pos'], tiers: ['bronze'] } }, 100n],
    ['with empty conditions', { when: { markets: [], channels: null, minSpend: [] } }, 200n],
  ])('%s', (_name, given, points, of = hundred, by = bronze) => {
    expect(pointsOf([given], { of, by })).toBe(points);
  });
});

describe('campaigns for some lines (step 7)', () => {
  const cup = line({ id: '12', productId: '102', vendor: 'Kiln', unitPrice: both('50.00') });
  const lookups = {
    customerTags: {},
    lines: { '102': { tags: ['Clay '], collectionIds: ['900'] } },
  };
  const two = state(order({ lines: [line(), cup] }), [], { lookups });
  it.each<[string, object, bigint]>([
    ['none named: the whole order', {}, 300n],
    ['by product', { productIds: ['102'] }, 200n],
    ['by vendor', { vendors: ['Kiln'] }, 200n],
    ['by tag, without case', { productTags: ['clay'] }, 200n],
    ['by collection', { collectionIds: ['900'] }, 200n],
    ['by any of its lists', { vendors: ['Other'], collectionIds: ['900'], productIds: ['101'] }, 300n],
    ['of none', { vendors: ['Other'] }, 150n],
  ])('%s', (_name, lines, points) => {
    expect(pointsOf([{ lines }], { of: two })).toBe(points);
  });

  const shipped = state(order({ lines: [line()], shippingLines: [shippingLine('10.00')] }));
  const withShipping: Changes = { basis: { shipping: true } };
  it('leave shipping alone; others and the level multiply it', () => {
    const lines = { productIds: ['101'] };
    expect(pointsOf([{}], { of: shipped, earning: withShipping })).toBe(220n);
    expect(pointsOf([{ lines }], { of: shipped, earning: withShipping })).toBe(210n);
    expect(pointsOf([{ lines }], { of: shipped, by: gold, earning: withShipping })).toBe(265n);
  });

  it('do not count what an exclusion takes out', () => {
    const exclusions = { productIds: ['102'] };
    expect(pointsOf([{ lines: exclusions }], { of: two, earning: { exclusions } })).toBe(100n);
  });
});

describe('bonuses (step 8)', () => {
  const cup = line({ id: '12', productId: '102', unitPrice: both('50.00') });
  const given = (changes: CampaignGiven = {}): CampaignGiven => ({ effect: bonus, ...changes });
  const cups = { productIds: ['102'] };
  const withoutCup = state(order({ lines: [line(), cup], financialStatus: 'partially_refunded' }), [
    refund({ lines: [{ lineItemId: '12', quantity: 1 }] }),
  ]);
  const allByHand = state(order({ financialStatus: 'partially_refunded' }), [
    refund({ adjustments: [byHand('100.00')] }),
  ]);
  it.each<[string, CampaignGiven[], OrderState, bigint]>([
    ['come on top', [given()], hundred, 600n],
    ['each of them', [given(), given({ id: 'more' })], hundred, 1100n],
    ['are not multiplied', [given(), { id: 'more' }], hundred, 700n],
    ['not where nothing counts', [given()], state(order({ lines: [line({ giftCard: true })] })), 0n],
    ['not where all was refunded by hand', [given()], allByHand, 0n],
    [
      'also where the rate gives nothing',
      [given()],
      state(order({ lines: [line({ unitPrice: both('0.50') })] })),
      500n,
    ],
    ['for a line that is there', [given({ lines: cups })], state(order({ lines: [line(), cup] })), 650n],
    ['not for a line that is not', [given({ lines: cups })], hundred, 100n],
    ['not for a line that went back', [given({ lines: cups })], withoutCup, 100n],
    ['not without a rate', [given()], state(order({ shopCurrency: 'GBP', presentmentCurrency: 'GBP' })), 0n],
    ['not where the condition fails', [given({ when: { channels: ['pos'] } })], hundred, 100n],
  ])('%s', (_name, campaigns, of, points) => {
    const result = target(of, bronze, published(campaigns));
    expect(result.points).toBe(points);
    expect(result.basePoints < 500n).toBe(true);
  });
});

describe('the explanation of what was added', () => {
  it('names levels and campaigns, and keeps their names', () => {
    const { explanation } = target(
      state(order({ lines: [line(), line({ id: '12', giftCard: true })] })),
      gold,
      published([{}, { id: 'gift', effect: bonus }, { id: 'none', when: { channels: ['pos'] } }]),
    );
    expect(explanation).toMatchObject({
      level: { id: 'gold', name: { en: 'Gold' } },
      stacking: 'add',
      lines: [
        {
          multipliers: [
            { source: { kind: 'tier', id: 'gold' }, by: '1.5' },
            { source: { kind: 'campaign', id: 'days' }, by: '2' },
          ],
          multiplier: '2.5',
        },
        { multipliers: [], multiplier: '1' },
      ],
      counted: '100',
      multiplied: '250',
      campaigns: [
        { id: 'days', name: { en: 'Double days' } },
        { id: 'gift', name: { en: 'Double days' } },
      ],
      bonuses: [{ campaign: 'gift', points: '500' }],
      basePoints: '100',
      points: '750',
    });
  });

  it('tells of no multiplier where no rate fits', () => {
    const { explanation } = target(
      state(order({ shopCurrency: 'GBP', presentmentCurrency: 'GBP' })),
      gold,
      published([{}]),
    );
    expect(explanation).toMatchObject({
      reason: 'noRate',
      counted: '100',
      multiplied: '100',
      campaigns: [],
      bonuses: [],
    });
  });
});
