import { expect, test } from 'vitest';
import { ProgramSchema, type Program } from '../domain/program.ts';
import { startingProgram } from '../domain/starting-program.ts';
import { adminText, englishMessages } from '../locales/admin.ts';
import { sampleRewards } from '../../tests/support/reward-samples.ts';
import { adminFormat } from './admin-format.tsx';
import { changeWords } from './change-words.ts';

const text = adminText('en', englishMessages);
const words = { text, format: adminFormat('en', text, 'UTC'), locale: 'en', currency: 'USD' };
const program = (part: object): Program => ProgramSchema.parse({ ...startingProgram, ...part });
const plain = (sentence: string) =>
  sentence.replaceAll(/[\u00a0\u202f]/g, ' ').replaceAll(/[\u2068\u2069]/g, '');

/** Section by section: "- " no more, "+ " from then on, "…" what no sentence tells of. */
function told(before: Program | null, after: Program): Record<string, string[]> {
  return Object.fromEntries(
    changeWords(before, after, words).map(({ section, ended, begun, others }) => [
      section,
      [
        ...ended.map(({ sentence }) => `- ${plain(sentence)}`),
        ...begun.map(({ sentence }) => `+ ${plain(sentence)}`),
        ...(others ? ['…'] : []),
      ],
    ]),
  );
}

const off = (part: object) => ({
  id: 'off',
  kind: 'amountOff',
  name: { en: '{amount} off' },
  points: 500,
  values: [
    { currency: 'USD', amount: '5' },
    { currency: 'JPY', amount: '700' },
  ],
  ...part,
});
/** Of `off`, where nothing else is said of it. */
const TERMS = 'worth $5.00 and ¥700; valid for ever; unused, the points go back';
const rewards = (...parts: object[]) => program({ rewards: parts.map(off) });

test('nothing differs from itself, and everything is new where there was nothing', () => {
  const full = program({ rewards: sampleRewards });
  expect(told(full, full)).toEqual({});
  expect(
    Object.values(told(null, full))
      .flat()
      .every((one) => one.startsWith('+ ')),
  ).toBe(true);
});

test.each<[string, Program, Program, Record<string, string[]>]>([
  [
    'a rate, and beside it countries that move: both are told',
    program({}),
    program({
      earning: { ...startingProgram.earning, rates: [{ currency: 'USD', spend: '1', points: 3 }] },
      markets: startingProgram.markets.map((one) =>
        one.handle === 'us' ? { ...one, countries: ['US', 'CA'] } : one,
      ),
    }),
    {
      earning: expect.arrayContaining(['+ 3 points for every $1.00']) as string[],
      markets: [
        '- United States: United States; USD, English',
        '+ Us: United States and Canada; USD, English',
      ],
    },
  ],
  [
    'an amount that costs ten times as much is told with both amounts',
    rewards({}),
    rewards({
      values: [
        { currency: 'USD', amount: '5' },
        { currency: 'JPY', amount: '7000' },
      ],
    }),
    { rewards: ['- $5.00 off: worth $5.00 and ¥700', '+ $5.00 off: worth $5.00 and ¥7,000'] },
  ],
  [
    'a price, a market and a limit of one reward',
    rewards({}),
    rewards({ points: 400, for: { markets: ['jp'] }, limits: { perMember: { times: 1, per: 'day' } } }),
    {
      rewards: [
        '- $5.00 off: 500 points',
        '+ $5.00 off: 400 points',
        '+ $5.00 off: only in Japan',
        '+ $5.00 off: at most once a day',
      ],
    },
  ],
  [
    'of two rewards that read the same one goes',
    rewards({}, { id: 'off-2' }),
    rewards({}),
    { rewards: [`- Reward: $5.00 off for 500 points – ${TERMS}`] },
  ],
  [
    'a reward that is switched off goes as a whole',
    rewards({}),
    rewards({ active: false, points: 900 }),
    { rewards: [`- Reward: $5.00 off for 500 points – ${TERMS}`] },
  ],
  [
    'a reward is no longer for points: only given',
    rewards({}),
    rewards({ redeemable: false }),
    { rewards: ['+ $5.00 off: only given, not for points'] },
  ],
  [
    'a reward that is only given is told as such',
    rewards(),
    rewards({ redeemable: false }),
    { rewards: [`+ Reward: $5.00 off, only given, not for points – ${TERMS}`] },
  ],
  [
    'a reward that comes is told with where, for whom, on what and how often',
    rewards(),
    rewards({
      ...{ for: { markets: ['jp'] }, validDays: 30, unused: 'forfeit' },
      conditions: {
        ...{ minSpend: [{ currency: 'JPY', amount: '3000' }], productIds: ['1', '2'], collectionIds: ['7'] },
        combinesWith: ['product', 'shipping'],
      },
      limits: { perMember: { times: 2, per: 'month' }, total: 100 },
    }),
    {
      rewards: [
        '+ Reward: ¥700 off for 500 points – worth $5.00 and ¥700; from ¥3,000; only for 2 products; ' +
          'only for the products of 1 collection; can be combined with: Product discounts and Shipping discounts; ' +
          'only in Japan; at most 2 times a month; 100 in all; valid for 30 days; unused, the points are lost',
      ],
    },
  ],
  [
    'what a reward combines with, and that buying a gift card earns',
    rewards({ conditions: { combinesWith: ['order'] } }),
    program({
      rewards: [off({ conditions: { combinesWith: ['order', 'shipping'] } })],
      earning: {
        ...startingProgram.earning,
        basis: { ...startingProgram.earning.basis, giftCardProducts: true },
      },
    }),
    {
      earning: ['- Buying a gift card does not earn', '+ Buying a gift card earns'],
      rewards: [
        '- $5.00 off: can be combined with: Order discounts',
        '+ $5.00 off: can be combined with: Order discounts and Shipping discounts',
      ],
    },
  ],
  [
    'a reward that nobody is offered changes',
    rewards({ active: false }),
    rewards({ active: false, points: 900 }),
    { rewards: ['…'] },
  ],
  [
    'a price, and a text in another language',
    rewards({ name: { en: 'Off', de: 'Ab' } }),
    rewards({ name: { en: 'Off', de: 'Weg' }, points: 400 }),
    { rewards: ['- Off: 500 points', '+ Off: 400 points', '…'] },
  ],
  [
    'the order of rewards',
    rewards({}, { id: 'b' }),
    program({ rewards: [off({ id: 'b' }), off({})] }),
    { rewards: ['…'] },
  ],
  [
    'how shoppers are addressed',
    program({ voice: { fr: 'informal', de: 'formal' } }),
    program({ voice: { de: 'informal' } }),
    {
      names: [
        '- Shoppers are addressed with “tu” in French.',
        '+ Shoppers are addressed with “du” in German.',
      ],
    },
  ],
  [
    'how long points are kept, and the name',
    program({}),
    program({ expiry: { kind: 'afterEarning', months: 12 }, name: { en: 'Circle' } }),
    {
      names: ['- The programme is called Haven Rewards', '+ The programme is called Circle', '…'],
      keeping: ['- Points never expire', '+ Points expire 12 months after they are earned'],
    },
  ],
])('%s', (_name, before, after, changes) => {
  expect(told(before, after)).toMatchObject(changes);
  expect(Object.keys(told(before, after)).toSorted()).toEqual(Object.keys(changes).toSorted());
});

// A part that a programme gains has to be named here: else a change to it would be told as "Nothing differs".
const OTHERWISE: { [Part in keyof Program]: object } = {
  name: { en: 'Another' },
  pointsLabel: { en: { one: 'Star', other: 'Stars' } },
  enrolment: { ...startingProgram.enrolment, businessOrders: true },
  earning: { ...startingProgram.earning, awardOn: 'fulfilled' },
  campaigns: [
    {
      id: 'double',
      name: { en: 'Double' },
      startsAt: null,
      endsAt: null,
      effect: { kind: 'multiply', by: '2' },
    },
  ],
  expiry: { kind: 'afterInactivity', months: 6 },
  refunds: { debt: 'writeOff' },
  tiers: {
    basis: 'points',
    period: { kind: 'lifetime' },
    levels: [{ id: 'silver', name: { en: 'Silver' }, threshold: '0', multiplier: '1' }],
  },
  rewards: [off({})],
  cartPoints: { name: { en: 'Points' }, step: 100, values: [{ currency: 'USD', amount: '1' }] },
  actions: [{ id: 'joined', kind: 'signUp', name: { en: 'Joined' }, points: 50 }],
  markets: startingProgram.markets.slice(1),
  looks: { us: { accent: '#1f5c56' } },
  voice: { de: 'informal' },
  pointValue: [{ currency: 'USD', amount: '0.02' }],
};

test.each(Object.entries(OTHERWISE))('a change of %s alone is told', (part, otherwise) => {
  const [before, after] = [program({}), program({ [part]: otherwise })];
  expect(changeWords(before, after, words)).not.toEqual([]);
  expect(changeWords(after, before, words)).not.toEqual([]);
});

test('what a point is worth, and what is spent for one, is told to the last digit', () => {
  const worth = (amount: string, spend: string) =>
    program({
      earning: { ...startingProgram.earning, rates: [{ currency: 'JPY', points: 1, spend }] },
      pointValue: [
        { currency: 'JPY', amount },
        { currency: 'USD', amount: '0.016667' },
      ],
    });
  expect(Object.values(told(worth('1', '100'), worth('1.4', '0.25'))).flat()).toEqual([
    ...['- 1 point for every ¥100', '+ 1 point for every ¥0.25'],
    ...['- A point is worth ¥1 and $0.016667', '+ A point is worth ¥1.4 and $0.016667'],
  ]);
});

test('how campaigns and levels multiply is told where there are campaigns, and else not kept quiet where it changes', () => {
  const stacking = (by: 'add' | 'multiply', part: object = {}) =>
    program({ ...part, earning: { ...startingProgram.earning, stacking: by } });
  expect(told(null, stacking('add'))).not.toHaveProperty('campaigns');
  expect(told(stacking('add'), stacking('multiply'))).toEqual({ campaigns: ['…'] });
  const { campaigns } = OTHERWISE;
  const begun = told(stacking('add'), stacking('add', { campaigns }))['campaigns'];
  expect(begun).toEqual(['+ Double: points × 2']);
});

test('another level or reward under the same name', () => {
  const level = (id: string, threshold: string, perks: object | null = null) => ({
    ...{ id, name: { en: id === 'first' ? 'Silver' : 'Gold' }, threshold, multiplier: '1' },
    ...(perks && { perks }),
  });
  const full = (gold: string, reward: string) =>
    program({
      rewards: [off({ name: { en: 'Mug' } }), off({ id: 'off-2', name: { en: 'Mug' } })],
      actions: [{ id: 'joined', kind: 'signUp', name: { en: 'Joined' }, rewardId: reward }],
      tiers: {
        basis: 'points',
        period: { kind: 'lifetime' },
        levels: [level('first', '0'), level(gold, '100', { entryRewardId: reward })],
      },
    });
  const entry = 'Gold: Mug, once, on reaching it';
  const gold = 'Gold: from 100 points, points × 1';
  expect(told(full('gold', 'off'), full('gold-2', 'off'))).toEqual({
    tiers: [`- ${gold}`, `- ${entry}`, `+ ${gold}`, `+ ${entry}`],
  });
  expect(told(full('gold', 'off'), full('gold', 'off-2'))).toEqual({
    tiers: [`- ${entry}`, `+ ${entry}`],
    actions: ['- Joined: the reward “Mug” for joining', '+ Joined: the reward “Mug” for joining'],
  });
});

test('the look of a market', () => {
  const [green, red] = [
    program({ looks: { us: { accent: '#1f5c56', radius: 2 } } }),
    program({ looks: { us: { accent: '#aa0000', radius: 2 } } }),
  ];
  expect(told(green, red)).toEqual({
    looks: ['- United States: accent colour #1f5c56', '+ United States: accent colour #aa0000'],
  });
});
