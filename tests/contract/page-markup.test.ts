// What the loyalty page says, by Liquid alone: rates in whole units of money, levels and their gifts in this market, and answers that are the programme's.
import { expect, it } from 'vitest';
import { ProgramSchema } from '../../app/domain/program.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { storefrontProgram } from '../../app/domain/storefront-rates.ts';
import { extensionLiquid } from '../support/extension-liquid.ts';

const settings = {
  show_earning: true,
  show_levels: true,
  show_rewards: true,
  show_questions: true,
  spacing: 0,
};
const programWith = (changes: object) =>
  storefrontProgram(
    {
      number: 1,
      publishedAt: '2026-10-01T00:00:00Z',
      program: ProgramSchema.parse({ ...startingProgram, ...changes }),
    },
    { currency: 'USD', capabilities: { functions: true, storeCredit: false, giftCards: false } },
  );

/** What is to be read of a block. */
function told(
  program: object,
  { market = 'us', currency = 'USD', block = 'page', member = {}, shown = settings },
): string {
  const value = { v: 1, balance: 0, available: 0, pending: 0, entries: [], codes: [], ...member };
  const engine = extensionLiquid({
    language: 'en',
    currency,
    globals: {
      app: { metafields: { meridian: { program: { value: program } } } },
      customer: { metafields: { $app: { loyalty: { value } } } },
      localization: { market: { handle: market } },
      block: { settings: shown, shopify_attributes: '' },
    },
  });
  const html = String(engine.renderFileSync(`loyalty-${block}`));
  expect(html).not.toMatch(block === 'page' ? /undefined|NaN|\[object|<script/ : /NaN|\[object/);
  return html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
}

it.each([
  [{ currency: 'USD', spend: '1.00', points: 10 }, 'proportional', '10 points for every $1'],
  [{ currency: 'USD', spend: '0.40', points: 1 }, 'proportional', '5 points for every $2'],
  [{ currency: 'USD', spend: '1.00', points: 1 }, 'proportional', '1 point for every $1'],
  [{ currency: 'USD', spend: '1.50', points: 7 }, 'proportional', '7 points for every $1.50'],
  [{ currency: 'USD', spend: '5.00', points: 50 }, 'wholeSteps', '50 points for every $5'],
  [{ currency: 'JPY', spend: '100', points: 3 }, 'proportional', '3 points for every ¥100'],
  [{ currency: 'JPY', spend: '2', points: 1 }, 'proportional', '1 point for every ¥2'],
  [{ currency: 'KWD', spend: '1.000', points: 3 }, 'proportional', '3 points for every KWD 1'],
])('%o, %s: %s', (rate, granularity, said) => {
  const program = programWith({ earning: { ...startingProgram.earning, granularity, rates: [rate] } });
  expect(
    told(program, { currency: rate.currency }).replaceAll('\u00a0', ' ').replaceAll(/ +/g, ' '),
  ).toContain(said);
});

const gift = { id: 'gift', kind: 'amountOff', points: 500, redeemable: false, name: { en: '{amount} off' } };
const tiers = {
  basis: 'spend',
  period: { kind: 'calendarYear' },
  levels: [
    { id: 'first', name: { en: 'First' }, threshold: '0', multiplier: '1' },
    {
      ...{ id: 'gold', name: { en: 'Gold' }, threshold: '500', multiplier: '1.5' },
      perks: { birthdayRewardId: 'gift', shipping: { countries: ['JP'] } },
    },
  ],
};
const levelled = programWith({
  tiers,
  rewards: [{ ...gift, values: [{ currency: 'USD', amount: '5.00' }] }],
});

it('promises of a level what it gives in this market and currency', () => {
  const here = told(levelled, { member: { tier: { id: 'gold' } } });
  for (const said of [
    'Counted in each calendar year',
    'Spend',
    '500 USD',
    'Points × 1.5',
    '$5.00 off on your birthday',
  ])
    expect(here.replaceAll(/ +/g, ' ')).toContain(said);
  expect(here).toContain('Your level');
  expect(here).not.toContain('Free shipping');
  const inJapan = told(levelled, { market: 'jp', currency: 'JPY' });
  expect(inJapan).toContain('Free shipping');
  expect(inJapan).not.toContain('birthday');
});

it('says of a way to earn its points or its reward, and nothing of one that nobody is given here', () => {
  const way = (id: string, what: object) => ({ id, kind: 'custom', name: { en: id }, ...what });
  const program = programWith({
    rewards: [
      { ...gift, values: [{ currency: 'USD', amount: '5.00' }] },
      { ...gift, id: 'asleep', active: false, values: [{ currency: 'USD', amount: '5.00' }] },
    ],
    actions: [
      way('Review', { points: 50 }),
      way('Photo', { rewardId: 'gift' }),
      way('Survey', { rewardId: 'asleep' }),
    ],
  });
  const here = told(program, {});
  expect(here).toContain('Review 50 points');
  expect(here).toContain('Photo Reward: $5.00 off');
  expect(here).not.toContain('Survey');
  expect(told(program, { market: 'jp', currency: 'JPY' })).not.toContain('Photo');
});

it('answers as the programme has it', () => {
  const pending = { days: 14, from: 'processed', byMarket: { jp: 0 } };
  const earning = { ...startingProgram.earning, pending };
  const program = programWith({ earning, expiry: { kind: 'afterEarning', months: 12 } });
  expect(told(program, {})).toContain('Once the return period is over');
  expect(told(program, {})).toContain('valid for: 12 months');
  expect(told(program, { market: 'jp', currency: 'JPY' })).not.toContain('return period');
  expect(told(programWith({}), {})).toContain('Your points stay yours');
});

it('has a badge for who holds a level, and for nobody else', () => {
  expect(told(levelled, { block: 'badge', member: { tier: { id: 'gold' } } }).trim()).toBe('Gold level');
  expect(told(levelled, { block: 'badge', member: { tier: { id: 'ruby' } } }).trim()).toBe('');
  expect(told(levelled, { block: 'badge' }).trim()).toBe('');
});

it.each(['page', 'panel'])(
  'tells on the %s of campaigns that run here now, for whom it is known that they do',
  (block) => {
    const campaign = (id: string, changes: object) => ({
      ...{ id, name: { en: `Days of ${id}` }, effect: { kind: 'multiply', by: '2.50' } },
      ...changes,
    });
    const campaigns = [
      campaign('wool', { when: { markets: ['us'] }, lines: { productTags: ['wool'] } }),
      campaign('yen', { when: { minSpend: [{ currency: 'JPY', amount: '5000' }] } }),
      campaign('Japan', { when: { markets: ['jp'] } }),
      campaign('old', { endsAt: '2020-01-01T00:00:00Z' }),
      campaign('welcome', { when: { firstOrder: true } }),
      campaign('gold', { when: { tiers: ['gold'] } }),
      campaign('gifts', { effect: { kind: 'bonus', points: 1_234 } }),
    ];
    const markets = [{ handle: 'us', countries: ['US'], currency: 'USD', locale: 'en' }];
    const rewards = [{ ...gift, values: [{ currency: 'USD', amount: '5.00' }] }];
    const program = programWith({ campaigns, markets, tiers, rewards });
    const text = told(program, { block, member: { tier: { id: 'gold' }, first: false } }).replaceAll(
      / +/g,
      ' ',
    );
    expect(text).toMatch(
      /Days of wool Points × 2\.5 .*Days of gold Points × 2\.5 .*Days of gifts 1,234 points/,
    );
    expect(text.match(/Days of/g)).toHaveLength(3);
    const shown = { ...settings, show_earning: false };
    expect(told(program, { block, shown })).not.toContain('Days of');
    expect(told(program, { block, member: { tier: { id: 'first' } } })).not.toMatch(/Days of (gold|welcome)/);
  },
);
