import { expect, it, test } from 'vitest';
import { draftOnly, rehearsal } from './campaign-rehearsal.ts';
import { CampaignSchema } from './campaign.ts';
import { ProgramSchema } from './program.ts';
import { startingProgram } from './starting-program.ts';

const ZONE = 'America/New_York';
/** A Wednesday. */
const NOW = '2026-11-25T17:00:00Z';
const campaign = (startsAt: string | null, endsAt: string | null, rest: object = {}) =>
  CampaignSchema.parse({
    id: 'one',
    name: { en: 'One' },
    startsAt,
    endsAt,
    effect: { kind: 'bonus', points: 1 },
    ...rest,
  });

test.each([
  [
    'a weekend to come',
    '2026-11-28T05:00:00Z',
    '2026-11-30T05:00:00Z',
    '2026-11-21T05:00:00Z',
    '2026-11-23T05:00:00Z',
    4,
  ],
  // The clocks went back on 1 November.
  [
    'a weekend of summer time',
    '2027-07-03T04:00:00Z',
    '2027-07-05T04:00:00Z',
    '2026-11-21T05:00:00Z',
    '2026-11-23T05:00:00Z',
    4,
  ],
  [
    'hours of a day',
    '2026-12-01T14:00:00Z',
    '2026-12-01T22:30:00Z',
    '2026-11-24T14:00:00Z',
    '2026-11-24T22:30:00Z',
    1,
  ],
  [
    'one that runs',
    '2026-11-20T05:00:00Z',
    '2026-12-01T05:00:00Z',
    '2026-11-13T05:00:00Z',
    '2026-11-24T05:00:00Z',
    12,
  ],
  [
    'one that is over',
    '2026-10-03T04:00:00Z',
    '2026-10-05T04:00:00Z',
    '2026-10-03T04:00:00Z',
    '2026-10-05T04:00:00Z',
    53,
  ],
  ['one without a first day', null, '2026-11-29T05:00:00Z', null, '2026-11-29T05:00:00Z', null],
  ['one that begins later and has no end', '2026-12-01T05:00:00Z', null, null, null, null],
  ['one that has begun and has no end', '2026-11-01T04:00:00Z', null, '2026-11-01T04:00:00Z', null, 24],
  ['always', null, null, null, null, null],
] as const)('%s', (_name, startsAt, endsAt, from, until, days) => {
  const { campaign: held, ...found } = rehearsal(startingProgram, campaign(startsAt, endsAt), NOW, ZONE);
  expect([held.startsAt, held.endsAt, found.days]).toEqual([from, until, days]);
});

it('is on, takes its own place, and leaves the others', () => {
  const [off, other] = [campaign(null, null, { active: false }), campaign(null, null, { id: 'other' })];
  const program = ProgramSchema.parse({ ...startingProgram, campaigns: [off, other] });
  expect(rehearsal(program, off, NOW, ZONE).program.campaigns).toEqual([other, { ...off, active: true }]);
});

test('what a campaign asks for that only the draft has', () => {
  const base = ProgramSchema.parse(startingProgram);
  const level = { id: 'gold', name: { en: 'Gold' }, threshold: '0', multiplier: '1' };
  const market = { handle: 'th', countries: ['TH'], currency: 'THB', locale: 'th' };
  const rate = { currency: 'THB', spend: '30', points: 1 };
  const edited = ProgramSchema.parse({
    ...startingProgram,
    earning: { ...startingProgram.earning, rates: [...startingProgram.earning.rates, rate] },
    tiers: { basis: 'basePoints', period: { kind: 'lifetime' }, levels: [level] },
    markets: [...startingProgram.markets, market],
  });
  const lacks = (when: object) => draftOnly(base, edited, campaign(null, null, { when }));
  expect(lacks({})).toBeNull();
  // What nobody has, no order will have either.
  expect(lacks({ markets: ['us', 'gone'], tiers: ['gone'] })).toBeNull();
  expect(lacks({ markets: ['us', 'th'] })).toEqual({ levels: [], markets: [market], currencies: [] });
  const minSpend = ['USD', 'THB'].map((currency) => ({ currency, amount: '1' }));
  expect(lacks({ tiers: ['gold'], minSpend })).toMatchObject({
    levels: [{ id: 'gold' }],
    currencies: ['THB'],
  });
  expect(draftOnly(edited, edited, campaign(null, null, { when: { tiers: ['gold'], minSpend } }))).toBeNull();
});
