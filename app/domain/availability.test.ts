import { describe, expect, it } from 'vitest';
import { availability, isShown, type Reader } from './availability.ts';
import { NATIVE_CODES_ONLY, type Capabilities } from './capabilities.ts';
import { version } from './earning.fixture.ts';
import { RewardSchema } from './reward.ts';

const reward = (rest: object = {}) =>
  RewardSchema.parse({
    id: 'five-off',
    kind: 'amountOff',
    points: 500,
    name: { en: '{amount} off' },
    values: [
      { currency: 'USD', amount: '5.00' },
      { currency: 'JPY', amount: '700' },
    ],
    ...rest,
  });
const levels = ['bronze', 'silver', 'gold'].map((id, index) => ({
  id,
  name: { en: id },
  threshold: String(index * 100),
  multiplier: '1',
}));
const { program } = version({}, { tiers: { basis: 'points', period: { kind: 'lifetime' }, levels } });
const member = { balance: 600n, available: 600n, tier: 'silver', withinLimits: true };
const tokyo: Reader = { currency: 'JPY', market: 'jp', member, stock: null };
const shop = { currency: 'USD', capabilities: { functions: true, storeCredit: false, giftCards: false } };

type Change = {
  reward?: object;
  reader?: Partial<Reader>;
  member?: Partial<typeof member>;
  seen?: number;
  capabilities?: Capabilities;
};
const ask = ({ reward: rest, reader, member: own, seen, capabilities }: Change = {}) =>
  availability({
    program,
    reward: reward(rest),
    reader: { ...tokyo, member: { ...member, ...own }, ...reader },
    shop: { ...shop, ...(capabilities && { capabilities }) },
    seen: seen ?? null,
  });

const yen = { currency: 'JPY', benefit: { kind: 'amount', amount: '700' }, carrier: 'functionCode' };

describe('availability', () => {
  it('is what the member gets, in their currency', () => {
    expect(ask()).toEqual({ available: true, offer: yen });
    expect(ask({ seen: 500, reader: { stock: 1 } }).available).toBe(true);
  });

  it.each<[string, Change, object]>([
    ['an inactive reward', { reward: { active: false } }, { reason: 'inactive_reward' }],
    [
      'what the shop cannot do',
      { capabilities: NATIVE_CODES_ONLY },
      { reason: 'unsupported_reward', because: 'functions' },
    ],
    ['another market', { reward: { for: { markets: ['us'] } } }, { reason: 'not_in_market' }],
    [
      'an unknown market',
      { reward: { for: { markets: ['jp'] } }, reader: { market: null } },
      { reason: 'not_in_market' },
    ],
    ['no amount', { reader: { currency: 'EUR' } }, { reason: 'not_in_currency', currency: 'EUR' }],
  ])('hides %s', (_title, change, why) => {
    const found = ask(change);
    expect(found).toEqual({ available: false, offer: null, why });
    expect(isShown(found)).toBe(false);
  });

  it.each<[string, Change, object]>([
    ['nobody who has joined', { reader: { member: null } }, { reason: 'not_a_member' }],
    [
      'a higher level',
      { reward: { for: { tiers: ['gold'] } } },
      { reason: 'not_in_tier', levels: ['gold'], andAbove: true },
    ],
    [
      'the levels from one on',
      { reward: { for: { tiers: ['gold', 'silver'] } }, member: { tier: 'bronze' } },
      { reason: 'not_in_tier', levels: ['silver', 'gold'], andAbove: true },
    ],
    [
      'a level that was left behind',
      { reward: { for: { tiers: ['bronze'] } } },
      { reason: 'not_in_tier', levels: ['bronze'], andAbove: false },
    ],
    ['another price', { seen: 400 }, { reason: 'price_changed', points: 500 }],
    ['a limit', { member: { withinLimits: false } }, { reason: 'limit_reached' }],
    ['an empty shelf', { reader: { stock: 0 } }, { reason: 'out_of_stock' }],
    ['too few points', { member: { available: 380n } }, { reason: 'insufficient_points', missing: 120 }],
    ['a debt', { member: { balance: -20n, available: -20n } }, { reason: 'in_debt', missing: 520 }],
  ])('shows %s, with what there would be', (_title, change, why) => {
    const found = ask(change);
    expect(found).toEqual({ available: false, offer: yen, why });
    expect(isShown(found)).toBe(true);
  });

  it.each<[string, Change]>([
    ['inactive_reward', { reward: { active: false, for: { markets: ['us'] } } }],
    ['unsupported_reward', { capabilities: NATIVE_CODES_ONLY, reward: { for: { markets: ['us'] } } }],
    ['not_in_market', { reward: { for: { markets: ['us'] } }, reader: { currency: 'EUR' } }],
    ['not_in_currency', { reader: { currency: 'EUR', member: null } }],
    ['not_in_tier', { reward: { for: { tiers: ['gold'] } }, seen: 400 }],
    ['price_changed', { seen: 400, member: { withinLimits: false } }],
    ['limit_reached', { member: { withinLimits: false, available: 0n }, reader: { market: null } }],
    ['out_of_stock', { reader: { stock: 0 }, member: { available: 0n } }],
  ])('names %s before what comes after it', (reason, change) => {
    const found = ask(change);
    expect(found.available ? null : found.why.reason).toBe(reason);
  });
});
