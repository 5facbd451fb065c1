import type { Choices } from './choices.ts';
import type { Calendar } from './moments.ts';

export const CURRENCIES = ['USD', 'EUR', 'JPY', 'KWD'] as const;
export type Currency = (typeof CURRENCIES)[number];
export const PRODUCTS = ['1', '2', '3', '4'] as const;
export const LEVELS = ['bronze', 'silver', 'gold', 'platinum'] as const;

export type Asking = {
  /** Whether a programme may name tags and collections; not, where no dev store can be asked for them. */
  lookups: boolean;
  /** The one mode of all versions; left out where each has its own. */
  mode?: 'automatic' | 'optIn';
};

const SPENDS: Record<Currency, readonly [string, ...string[]]> = {
  USD: ['1.00', '0.30', '7', '100.00'],
  EUR: ['1.00', '0.70', '9.99', '50'],
  JPY: ['100', '1', '333', '1000'],
  KWD: ['1.000', '0.250', '3', '0.333'],
};
const MARKETS = [
  { handle: 'us', countries: ['US'], currency: 'USD', locale: 'en' },
  { handle: 'eu', countries: ['DE', 'FR'], currency: 'EUR', locale: 'de' },
  { handle: 'jp', countries: ['JP'], currency: 'JPY', locale: 'ja' },
  { handle: 'gulf', countries: ['KW'], currency: 'KWD', locale: 'ar' },
  { handle: 'ch', countries: ['CH'], currency: 'EUR', locale: 'de' },
];

/** Lists that name lines; no list, an empty one and null mean the same. */
function lineLists(from: Choices, { lookups }: Asking, chance: number): object {
  const asked = lookups
    ? {
        collectionIds: from.of<string[] | null>([], ...from.some([['900'], ['901', '900'], null], chance)),
        productTags: from.of<string[]>([], ...from.some([['sale'], ['Gift ', 'SALE']], chance)),
      }
    : {};
  return {
    productIds: from.some(PRODUCTS, chance),
    vendors: from.some(['Guest'], chance),
    ...asked,
  };
}

function exclusions(from: Choices, asking: Asking): object {
  return {
    ...lineLists(from, asking, 8),
    orderTags: from.of<string[] | null>([], ...from.some([['No Points '], ['x', 'no points'], null], 4)),
    channels: from.some(['pos'], 6),
  };
}

function earning(from: Choices, asking: Asking): object {
  const rate = (currency: Currency) => ({
    currency,
    spend: from.of(...SPENDS[currency]),
    points: from.of(1, 3, 10, 7),
  });
  const others = from.some<Currency>(['EUR', 'JPY', 'KWD'], 2);
  return {
    rates: [...(from.oneIn(12) ? [] : [rate('USD')]), ...others.map(rate)],
    basis: {
      taxes: from.of('asDisplayed', 'included', 'excluded'),
      ...from.of<object>(
        {},
        { shipping: true },
        { shipping: true, giftCardProducts: true },
        { shipping: false },
      ),
    },
    ...(from.oneIn(3) ? {} : { exclusions: exclusions(from, asking) }),
    granularity: from.of('proportional', 'proportional', 'wholeSteps'),
    rounding: from.of('down', 'halfUp', 'up'),
    stacking: from.of('add', 'multiply', 'highest'),
    awardOn: from.oneIn(6) ? 'fulfilled' : 'paid',
    pending: {
      days: from.of(0, 14),
      from: from.of('processed', 'fulfilled'),
      ...from.of<object>({}, { byMarket: { us: 30 } }, { byMarket: null }),
    },
  };
}

function when(from: Choices): object | null {
  if (from.oneIn(3)) return null;
  const handles = MARKETS.map(({ handle }) => handle);
  return {
    ...from.of<object>({}, {}, { markets: from.some(handles, 2) }, { markets: null }),
    ...from.of<object>({}, {}, { tiers: from.some(LEVELS, 2) }, { tiers: [] }),
    ...from.of<object>({}, {}, { channels: ['web'] }, { channels: ['pos', 'web'] }),
    ...from.of<object>(
      {},
      {},
      { minSpend: [{ currency: 'USD', amount: from.of('50', '19.99', '0.00') }] },
      {
        minSpend: [
          { currency: 'EUR', amount: '30' },
          { currency: 'JPY', amount: '5000' },
        ],
      },
    ),
    ...from.of<object>({}, {}, {}, { firstOrder: true }, { firstOrder: false }),
  };
}

function campaign(from: Choices, asking: Asking, { moment }: Calendar, index: number): object {
  const [some, other] = [moment(), moment()].sort((a, b) => Date.parse(a) - Date.parse(b));
  const window = some === other ? { startsAt: some } : { startsAt: some, endsAt: other };
  return {
    id: `campaign-${index}`,
    name: { en: 'Double days' },
    ...from.of<object>({}, {}, {}, { active: true }, { active: false }),
    ...from.of<object>({}, { endsAt: null }, window, { startsAt: other, endsAt: null }, { endsAt: some }),
    when: when(from),
    lines: from.oneIn(3) ? lineLists(from, asking, 2) : null,
    effect: from.of<object>(
      { kind: 'multiply', by: from.of('2', '1.5', '1.01', '3.333', '1') },
      { kind: 'bonus', points: from.between(1, 500) },
    ),
  };
}

const STEPS = {
  basePoints: ['40', '120', '300.5'],
  points: ['40', '150', '400'],
  spend: ['30.00', '99.99', '250'],
  orders: ['1', '2', '3'],
} as const;

/** What perks give; nobody buys it. */
const GIVEN = {
  ...{ id: 'given', kind: 'percentOff', percent: '10', points: 100, name: { en: 'Given' } },
  ...{ validDays: 30, redeemable: false },
};

/** What a level gives besides: nothing of it is points. Nobody enters the first. */
function perks(from: Choices, isFirst: boolean): object {
  const shipping = from.of<object | null>(
    null,
    {},
    { countries: ['JP', 'US'], minSpend: [{ currency: 'JPY', amount: '3000' }] },
    { ceiling: [{ currency: 'USD', amount: '5.00' }], countries: null },
  );
  const all = {
    ...from.of<object>({}, { birthdayRewardId: GIVEN.id }, { birthdayRewardId: null }),
    ...(isFirst ? {} : from.of<object>({}, { entryRewardId: GIVEN.id })),
    ...(shipping && { shipping }),
  };
  return from.of<object>({}, {}, { perks: null }, { perks: all });
}

/** Levels of the one order that all versions keep, each with a chance to be missing. */
function tiers(from: Choices, { months }: Calendar): object | null {
  if (from.oneIn(8)) return null;
  const basis = from.of('basePoints', 'points', 'spend', 'orders');
  const ids = LEVELS.filter(() => !from.oneIn(4));
  const [lowest, ...higher] = ids.length > 0 ? ids : [LEVELS[1]];
  const skipped = from.upTo(1);
  return {
    basis,
    period: from.of<object>(
      { kind: 'rolling', months: from.oneIn(6) ? 1 : months },
      { kind: 'calendarYear' },
      { kind: 'lifetime' },
    ),
    levels: [
      {
        id: lowest,
        name: { en: 'First' },
        threshold: '0',
        multiplier: from.of('1', '1.1'),
        ...perks(from, true),
      },
      ...higher.slice(0, STEPS[basis].length - skipped).map((id, index) => ({
        id,
        name: { en: id },
        threshold: STEPS[basis][index + skipped],
        multiplier: from.of('1.25', '2', '1.5', '3'),
        ...perks(from, false),
      })),
    ],
  };
}

/** Other ways to earn that neither an order nor the calendar alone brings about: the models of orders know nothing of them. */
function actions(from: Choices): object[] | null {
  const kinds = from.some(['birthday', 'custom'], 2);
  return from.of<object[] | null>(
    [],
    null,
    kinds.map((kind) => ({
      id: `action-${kind}`,
      kind,
      name: { en: 'Thank you' },
      // A level multiplies points, and nothing else.
      ...from.of<object>(
        { points: from.between(1, 500) },
        { points: from.between(1, 500), tierMultiplier: true },
        { rewardId: GIVEN.id },
      ),
      limit: from.of<object | null>(null, {
        times: from.between(1, 3),
        per: from.of('day', 'week', 'month', 'year', 'ever'),
      }),
      ...from.of<object>({}, { active: false }),
    })),
  );
}

const LOOK = { accent: '#1F5C56', text: '#000000', background: '#FFFFFF', radius: 0 };

/** A programme as a merchant may hand it in, with everything that points.md 2 and 5 read. */
export function programDocument(from: Choices, at: Calendar, asking: Asking): object {
  const opt = asking.mode ? asking.mode === 'optIn' : from.oneIn(6);
  return {
    name: { en: 'Haven Rewards', ja: 'ヘイブンリワード' },
    pointsLabel: { en: { one: 'point', other: 'points' }, ja: { other: 'ポイント' } },
    enrolment: {
      mode: opt ? 'optIn' : 'automatic',
      excludedCustomerTags: asking.lookups ? from.some(['Staff', ' wholesale'], 8) : [],
      businessOrders: from.oneIn(2),
      ...(opt ? { backdateDays: from.of(0, 30, 365) } : {}),
    },
    earning: earning(from, asking),
    campaigns: from.of<object[] | null>(
      [],
      from.list(from.upTo(3), (index) => campaign(from, asking, at, index)),
      null,
    ),
    expiry: { kind: 'never' },
    refunds: { debt: from.of('allow', 'writeOff'), spentPoints: 'proportional' },
    tiers: tiers(from, at),
    rewards: [from.of<object>(GIVEN, { ...GIVEN, redeemable: true }, { ...GIVEN, active: false })],
    actions: actions(from),
    markets: from.of<object[]>(MARKETS, MARKETS.slice(0, from.upTo(4))),
    ...from.of<object>(
      {},
      {},
      { looks: null },
      { looks: { us: {}, jp: { ...LOOK, launcher: { icon: 'gift' } } } },
    ),
  };
}

/** One to four versions, the first mostly long before everything, the others at moments of the case. */
export function publishedVersions(from: Choices, at: Calendar, asking: Asking) {
  const first = from.oneIn(5) ? at.moment() : '2005-01-01T00:00:00Z';
  const later = from.list(from.of(0, 0, 1, 2, 3), () => at.moment());
  const dates = [first, ...later].sort((a, b) => Date.parse(a) - Date.parse(b));
  return dates.map((publishedAt, index) => ({
    number: index + 1,
    publishedAt,
    program: programDocument(from, at, asking),
  }));
}
