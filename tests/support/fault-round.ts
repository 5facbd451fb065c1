// What one round of redemptions under faults does, all of it chosen by its seed: who wishes for what, what Shopify does meanwhile, where the
// processes die, what happens to the shop, and what becomes of the rewards.
import type fc from 'fast-check';
import { built, type Choices } from './choices.ts';
import { STEPS, type Death, type Step } from './mortal-process.ts';
import { SAMPLES, sampleRewards } from './reward-samples.ts';
import { rewardingProgram } from './store-shop.ts';

export const MEMBERS = 5;
export const WISHES = 24;
const MARKETS = ['us', 'eu', 'jp', 'gulf'] as const;

/** What the merchant publishes in turn: the price of everything changes with it. */
export const PRICES = [100, 130] as const;
export type Price = (typeof PRICES)[number];

/** Every kind and every carrier; one that is forfeited unused, and one that there are few of. */
const ids = Object.values(SAMPLES).flatMap((samples) => samples.map(({ id }) => id));
export const programAt = (points: Price) => ({
  ...rewardingProgram,
  refunds: { debt: 'allow', spentPoints: 'proportional' },
  rewards: [
    ...sampleRewards.map((reward) => ({ ...reward, points })),
    ...sampleRewards
      .filter(({ id }) => id === 'percent')
      .flatMap((reward) => [
        { ...reward, id: 'forfeit', unused: 'forfeit', points },
        { ...reward, id: 'scarce', limits: { perMember: { times: 3, per: 'ever' }, total: 40 }, points },
      ]),
  ],
});

export type Wish = {
  member: number;
  rewardId: string;
  market: (typeof MARKETS)[number];
  /** Of a client's request; one that is sent twice goes out twice at once. */
  key: number;
  twice: boolean;
  /** The price that the member saw; null where the client told none. */
  seen: Price | null;
};

/** What becomes of a reward that was issued. */
const ENDS = [
  'kept',
  'ordered',
  'orderCancelled',
  'orderRefunded',
  'cancelled',
  'cancelledByMerchant',
  'expired',
  'deleted',
  'orderedWhileCancelled',
] as const;
export type End = (typeof ENDS)[number];

/** Milliseconds of the rows' clock until Shopify answers again; the shares are of requests. */
export type Weather = {
  outage: number;
  seed: number;
  shares: { throttle: number; error5xx: number; timeout: number; timeoutAfter: number; refuse: number };
};

export type Round = {
  budgets: number[];
  wishes: Wish[];
  /** In the middle of the wishes. */
  event: 'none' | 'published' | 'uninstalled';
  /** Whether the app hears of its uninstall before it is installed again. */
  isToldLate: boolean;
  weather: { issuing: Weather; ending: Weather };
  /** Of one process after the other. */
  deaths: { app: Death[]; worker: Death[] };
  /** By turns, of what was issued. */
  ends: End[];
};

const HOUR = 3_600_000;

function weatherOf(from: Choices): Weather {
  const outage = from.oneIn(5) ? HOUR : 0;
  const share = (most: number) => from.of(0, 0, most);
  const shares = {
    ...{ throttle: share(0.3), error5xx: share(0.3), timeout: share(0.2) },
    ...{ timeoutAfter: share(0.4), refuse: share(0.2) },
  };
  return { outage, seed: from.upTo(1_000_000), shares: outage > 0 ? { ...shares, error5xx: 1 } : shares };
}

/** As many as nearly every process takes in a round. */
const MOST: Record<'app' | 'worker', Record<Step, number>> = {
  app: { statement: 40, commit: 3, call: 8 },
  worker: { statement: 20, commit: 3, call: 4 },
};

function deathsOf(from: Choices, of: 'app' | 'worker'): Death[] {
  return from.list(from.between(1, 3), () => {
    const step = from.of(...STEPS);
    return { step, count: from.between(1, MOST[of][step]), point: from.of('unsent', 'answered') };
  });
}

const [first = '', ...others] = [...ids, 'forfeit', 'scarce'];

function wishOf(from: Choices, key: number): Wish {
  return {
    member: from.upTo(MEMBERS - 1),
    rewardId: from.of(first, ...others),
    market: from.of(...MARKETS),
    // Now and then a key that was used before, for another reward.
    key: from.oneIn(12) ? from.upTo(key) : key,
    twice: from.oneIn(4),
    seen: from.of(null, ...PRICES),
  };
}

export const faultRound: fc.Arbitrary<Round> = built(1_000, (from) => ({
  // Some are just enough for what two wishes want at once.
  budgets: from.list(MEMBERS, () => from.of(100, 260, 400, 1_300, 1_300)),
  wishes: from.list(WISHES, (key) => wishOf(from, key)),
  event: from.of('none', 'published', 'published', 'uninstalled'),
  isToldLate: from.oneIn(2),
  weather: { issuing: weatherOf(from), ending: weatherOf(from) },
  deaths: { app: deathsOf(from, 'app'), worker: deathsOf(from, 'worker') },
  ends: from.list(WISHES, () => from.of(...ENDS)),
}));
