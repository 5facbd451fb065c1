/** Three programmes to begin with, made for a shop's own markets, currencies and languages: documents like any other. */
import { programMarkets, type ShopMarket } from './market-differences.ts';
import { ProgramSchema, type Program } from './program.ts';
import { suggestedSpend, suggestedWorth } from './suggested-rates.ts';

export const STARTING_KINDS = ['fashion', 'grocery', 'electronics'] as const;
export type StartingKind = (typeof STARTING_KINDS)[number];

export type StartingTextKey =
  | 'name'
  | 'amountOff'
  | 'freeShipping'
  | 'onNextOrder'
  | 'shippingOfNextOrder'
  | 'bronze'
  | 'silver'
  | 'gold'
  | 'welcome'
  | 'birthday'
  | 'anniversary'
  | 'thanks';
export type StartingTexts = {
  /** By language. */
  text: (key: StartingTextKey) => Record<string, string>;
  pointsLabel: Record<string, Record<string, string>>;
};

type Character = {
  /** Of what is spent, given back. */
  percent: number;
  pendingDays: number;
  expiry: Program['expiry'];
  /** Points of the rewards that are worth an amount. */
  amounts: readonly number[];
  shippingAt: number | null;
  /** Thresholds of its levels. */
  levels: readonly string[] | null;
  /** Points of one step, where points are money in the cart. */
  step: number | null;
  welcome: number;
  birthday: number | null;
  /** Of products that earn nothing: what law or margin forbids. */
  excludedTags: readonly string[];
};

const LEVELS = ['0', '300', '1000'];

/** What three levels to begin with are measured by. */
export const STARTING_MEASURE = { basis: 'basePoints', period: { kind: 'rolling', months: 12 } } as const;

/** Three levels to begin with, one for each threshold. */
export function startingLevels(text: StartingTexts['text'], thresholds: readonly string[]): object[] {
  const multipliers = { bronze: '1', silver: '1.25', gold: '1.5' };
  return (['bronze', 'silver', 'gold'] as const).map((key, place) => ({
    ...{ id: key, name: text(key), threshold: thresholds[place], multiplier: multipliers[key] },
  }));
}

/**
 * Fashion lives on returning customers and on returns: points wait until most of them are over, levels reward whoever comes back. Groceries have thin margins
 * and full baskets: little is given back, at once, as money in the cart. Electronics are dear and rare: small shares, long memory.
 */
const CHARACTERS: Record<StartingKind, Character> = {
  fashion: {
    percent: 5,
    pendingDays: 30,
    expiry: { kind: 'afterInactivity', months: 12 },
    ...{ amounts: [100, 200, 500], shippingAt: 150, levels: LEVELS, step: null },
    ...{ welcome: 20, birthday: 50, excludedTags: [] },
  },
  grocery: {
    percent: 1,
    pendingDays: 0,
    expiry: { kind: 'afterInactivity', months: 12 },
    ...{ amounts: [500], shippingAt: null, levels: null, step: 100 },
    ...{ welcome: 100, birthday: null, excludedTags: ['alcohol', 'tobacco'] },
  },
  electronics: {
    percent: 1,
    pendingDays: 30,
    expiry: { kind: 'afterEarning', months: 24 },
    ...{ amounts: [1000, 2500, 5000], shippingAt: 500, levels: LEVELS, step: null },
    ...{ welcome: 100, birthday: 200, excludedTags: [] },
  },
};

const VALID_DAYS = 90;

/** The document of a kind. Markets whose currency has no suggested rate are there, and earn as soon as the merchant says how. */
export function startingProgramFor(
  kind: StartingKind,
  shop: { currency: string; markets: readonly ShopMarket[] },
  texts: StartingTexts,
): Program {
  const character = CHARACTERS[kind];
  const currencies = [...new Set([...shop.markets.map(({ currency }) => currency), shop.currency])].filter(
    (currency) => suggestedSpend(currency) !== null,
  );
  const worth = (points: number) =>
    currencies.map((currency) => ({
      currency,
      amount: suggestedWorth(currency, points, character.percent) ?? '',
    }));
  return ProgramSchema.parse({
    name: texts.text('name'),
    pointsLabel: texts.pointsLabel,
    enrolment: { mode: 'automatic', excludedCustomerTags: [] },
    earning: {
      rates: currencies.map((currency) => ({ currency, spend: suggestedSpend(currency), points: 1 })),
      basis: { taxes: 'asDisplayed' },
      exclusions: { productTags: character.excludedTags },
      ...{ granularity: 'proportional', rounding: 'down', stacking: 'add', awardOn: 'paid' },
      pending: { days: character.pendingDays, from: 'processed' },
    },
    expiry: character.expiry,
    tiers: character.levels && {
      ...STARTING_MEASURE,
      levels: startingLevels(texts.text, character.levels),
    },
    rewards: rewardsOf(character, texts, worth),
    cartPoints: character.step && {
      ...{ step: character.step, name: texts.text('amountOff'), values: worth(character.step) },
      combinesWith: ['order', 'product', 'shipping'],
    },
    actions: actionsOf(character, texts),
    markets: programMarkets(shop.markets),
    pointValue: worth(1),
  });
}

function rewardsOf(
  { amounts, shippingAt }: Character,
  texts: StartingTexts,
  worth: (points: number) => { currency: string; amount: string }[],
): object[] {
  const parts = { validDays: VALID_DAYS, unused: 'return' };
  const off = amounts.map((points) => ({
    ...{ id: `off-${points}`, kind: 'amountOff', points, values: worth(points), ...parts },
    ...{ name: texts.text('amountOff'), description: texts.text('onNextOrder') },
    conditions: { combinesWith: ['shipping'] },
  }));
  if (shippingAt === null) return off;
  const shipping = {
    ...{ id: 'free-shipping', kind: 'freeShipping', points: shippingAt, ...parts },
    ...{ name: texts.text('freeShipping'), description: texts.text('shippingOfNextOrder') },
    conditions: { combinesWith: ['order', 'product'] },
  };
  return [...off, shipping].toSorted((a, b) => a.points - b.points);
}

function actionsOf({ welcome, birthday }: Character, texts: StartingTexts): object[] {
  const signUp = { id: 'welcome', kind: 'signUp', points: welcome, name: texts.text('welcome') };
  const onBirthday = { id: 'birthday', kind: 'birthday', points: birthday, name: texts.text('birthday') };
  return birthday === null ? [signUp] : [signUp, onBirthday];
}
