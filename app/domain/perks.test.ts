import { expect, it } from 'vitest';
import { isCountry } from './countries.ts';
import { entryFact, SHIPPING_FACT } from './grant.ts';
import { memberId, ShopIdSchema } from './ids.ts';
import { parseProgram } from './parse-program.ts';
import {
  changedShipping,
  levelReached,
  levelShippings,
  perkWork,
  shippingImpossible,
  shippingReward,
} from './perks.ts';
import type { Redemption } from './redemption.ts';
import { startingProgram } from './starting-program.ts';
import type { Capabilities } from './capabilities.ts';

const level = (id: string, threshold: string, perks?: unknown) => ({
  ...{ id, threshold, multiplier: '1', name: { en: id } },
  ...(perks !== undefined && { perks }),
});
const document = (first?: unknown, gold?: unknown) => ({
  ...startingProgram,
  rewards: [{ id: 'cake', kind: 'percentOff', percent: '10', points: 1, name: { en: 'Cake' } }],
  tiers: {
    basis: 'orders',
    period: { kind: 'lifetime' },
    levels: [level('bronze', '0', first), level('gold', '1', gold)],
  },
});
function programOf(first?: unknown, gold?: unknown) {
  const parsed = parseProgram(document(first, gold));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.program;
}
const shop = (functions: boolean) => {
  const capabilities: Capabilities = { functions, storeCredit: false, giftCards: false };
  return { currency: 'USD', capabilities };
};

it('leaves a document without perks as it is', () => {
  const parsed = parseProgram(document());
  expect(parsed.ok && parsed.program.tiers?.levels.map((one) => Object.keys(one))).toEqual([
    ['id', 'name', 'threshold', 'multiplier'],
    ['id', 'name', 'threshold', 'multiplier'],
  ]);
});

it.each([
  [{ entryRewardId: 'cake' }, undefined, 'tiers.levels[0].perks.entryRewardId', /signUp/],
  [undefined, { entryRewardId: 'none' }, 'tiers.levels[1].perks.entryRewardId', /no reward/],
  [undefined, { birthdayRewardId: 'none' }, 'tiers.levels[1].perks.birthdayRewardId', /no reward/],
  [undefined, { shipping: { countries: ['XX'] } }, 'tiers.levels[1].perks.shipping.countries[0]', /country/],
  [undefined, { cake: 1 }, 'tiers.levels[1].perks.cake', /not a field/],
])('refuses %j and %j', (first, gold, path, reason) => {
  const parsed = parseProgram(document(first, gold));
  expect(parsed).toMatchObject({
    ok: false,
    faults: [{ path, reason: expect.stringMatching(reason) as string }],
  });
});

it('ships by the level’s tag, where the Function runs', () => {
  const program = programOf(undefined, {
    shipping: { ceiling: [{ currency: 'JPY', amount: '800' }], countries: ['JP'] },
  });
  expect(levelShippings(program, shop(true))).toMatchObject([
    {
      level: { id: 'gold' },
      configuration: {
        ...{ v: 1, kind: 'shipping', percent: '100', ceilings: { JPY: '800' }, countries: ['JP'] },
        customerTags: ['meridian-tier-gold'],
      },
    },
  ]);
  expect(levelShippings(program, shop(false))).toEqual([]);
});

it('is promised to nobody where the Function cannot read it; a native code can hold it', () => {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  const all = codes.filter(isCountry).slice(0, 101);
  for (const countries of [all.slice(0, 100), all]) {
    const program = programOf(undefined, { shipping: { countries } });
    const gold = program.tiers?.levels[1];
    if (!gold?.perks?.shipping) throw new Error('no shipping');
    const fits = countries.length <= 100;
    expect(levelShippings(program, shop(true))).toHaveLength(fits ? 1 : 0);
    expect(shippingImpossible(gold, gold.perks.shipping, shop(true))).toBe(fits ? null : 'conditions');
    expect(shippingImpossible(gold, gold.perks.shipping, shop(false))).toBeNull();
  }
});

it('tells whose shipping is another', () => {
  const [none, free] = [programOf(), programOf(undefined, { shipping: {} })];
  expect(changedShipping(none.tiers, free.tiers)).toEqual(['gold']);
  expect(
    changedShipping(free.tiers, programOf(undefined, { shipping: {}, entryRewardId: 'cake' }).tiers),
  ).toEqual([]);
  expect(changedShipping(free.tiers, null)).toEqual(['gold']);
});

it('is a reward that nobody can buy', () => {
  const gold = programOf(undefined, { shipping: {} }).tiers?.levels[1];
  if (!gold?.perks?.shipping) throw new Error('no shipping');
  expect(shippingReward(gold, gold.perks.shipping)).toMatchObject({ redeemable: false, validDays: null });
});

const program = programOf(undefined, { entryRewardId: 'cake' });
const gift = (id: string, day: string, rest: Partial<Redemption> = {}, withdrawnAt: string | null = null) => {
  const [reward] = program.rewards;
  if (!reward) throw new Error('no reward');
  const origin = { kind: 'entry' as const, level: { id: 'gold', name: { en: 'gold' } } };
  return {
    ...{ shop: ShopIdSchema.parse('a.myshopify.com'), id, memberId: memberId('1'), customerId: '1' },
    ...{ rewardId: 'cake', reward, points: 0n, currency: 'USD', carrier: 'nativeCode', code: id },
    ...{ home: { currency: 'USD', timeZone: 'UTC' }, status: 'issued' },
    ...{ grant: { fact: entryFact('gold'), origin, withdrawnAt }, entrySeq: null },
    ...{ createdAt: `2026-01-0${day}T00:00:00Z`, expiresAt: null, usedAt: null, usedOrderId: null },
    ...{ ending: null, discountId: null, sentAt: null, refusal: null },
    ...{ dueAt: null, leaseUntil: null, attempts: 0 },
    ...rest,
  } satisfies Redemption as Redemption;
};
const back = '2026-01-09T00:00:00Z';

it.each<[string, unknown, string | null, string | null, string | null]>([
  ['climbed to', { entryRewardId: 'cake' }, null, 'gold', 'gold'],
  ['without a reward', { shipping: {} }, null, 'gold', null],
  ['held before', { entryRewardId: 'cake' }, 'gold', 'gold', null],
  ['left', { entryRewardId: 'cake' }, 'gold', null, null],
])('the level reached, where it is one %s', (_, perks, from, held, reached) => {
  const program = programOf(undefined, perks);
  const versions = [{ number: 1, publishedAt: '2026-01-01T00:00:00Z', program }];
  expect(levelReached({ versions, program, held, moved: { from, returned: [] } })).toBe(reached);
  expect(levelReached({ versions, program, held, moved: null })).toBeNull();
});

it.each<[string, Redemption[], string[], boolean]>([
  ['one is kept', [gift('a', '1')], [], false],
  ['the later goes', [gift('b', '2'), gift('a', '1')], ['b'], false],
  ['the unused goes', [gift('a', '1'), gift('b', '2', { status: 'used' })], ['a'], false],
  [
    'what nobody has begun to make goes',
    [gift('a', '1'), gift('b', '2', { status: 'reserved' })],
    ['b'],
    false,
  ],
  [
    'what is being made is waited for',
    [gift('a', '1'), gift('b', '2', { status: 'reserved', attempts: 1 })],
    [],
    true,
  ],
  ['gone is gone', [gift('a', '1', { status: 'cancelled' }, back), gift('b', '2')], [], false],
  [
    'what is on its way back does not take the other along',
    [gift('a', '1', { ending: 'cancelled' }, back), gift('b', '2')],
    [],
    true,
  ],
])('of two for one level, after a merge, %s', (_, given, withdraw, waits) => {
  const versions = [{ number: 1, publishedAt: '2026-01-01T00:00:00Z', program }];
  const scene = { versions, program, shop: shop(true), held: 'gold', moved: null, reached: [] };
  expect(perkWork({ ...scene, given, paid: new Set() })).toEqual({ give: [], withdraw, waits });
});

it('what an action gave goes, while it is unused, where a merge brought points for the same', () => {
  const versions = [{ number: 1, publishedAt: '2026-01-01T00:00:00Z', program }];
  const scene = { versions, program, shop: shop(true), held: 'gold', moved: null, reached: [] };
  const origin = { kind: 'action' as const, action: { id: 'welcome', name: { en: 'Welcome' } } };
  const grant = { fact: 'action:signUp', origin, withdrawnAt: null };
  const given = [gift('a', '1', { grant })];
  expect(perkWork({ ...scene, given, paid: new Set([grant.fact]) }).withdraw).toEqual(['a']);
  expect(perkWork({ ...scene, given, paid: new Set() }).withdraw).toEqual([]);
  const used = [gift('b', '2', { status: 'used', grant })];
  expect(perkWork({ ...scene, given: used, paid: new Set([grant.fact]) }).withdraw).toEqual([]);
});

it.each<[string, Partial<Redemption>, { withdraw: string[]; given: number; waits: boolean }]>([
  ['one that is out goes first', {}, { withdraw: ['a'], given: 0, waits: true }],
  [
    'one that is being made is waited for',
    { status: 'reserved', attempts: 1 },
    { withdraw: [], given: 0, waits: true },
  ],
  [
    'one that nobody has begun to make is followed at once',
    { status: 'reserved' },
    { withdraw: ['a'], given: 1, waits: false },
  ],
  ['one that was used is followed at once', { status: 'used' }, { withdraw: [], given: 1, waits: false }],
])('of personal codes there is one at a time: %s', (_, state, expected) => {
  const shipping = programOf(undefined, { shipping: {} });
  const level = { id: 'gold', name: { en: 'gold' } };
  const before = shippingReward(level, { ceiling: [], countries: ['JP'], minSpend: null });
  const grant = { fact: SHIPPING_FACT, origin: { kind: 'shipping' as const, level }, withdrawnAt: null };
  const versions = [{ number: 1, publishedAt: '2026-01-01T00:00:00Z', program: shipping }];
  const scene = { versions, program: shipping, shop: shop(false), held: 'gold', moved: null, reached: [] };
  const given = [gift('a', '1', { reward: before, grant, ...state })];
  const { give, withdraw, waits } = perkWork({ ...scene, given, paid: new Set() });
  expect({ withdraw, given: give.length, waits }).toEqual(expected);
});
