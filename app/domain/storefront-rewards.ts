/** Rewards as the theme's Liquid reads them. */
import type { Program } from './program.ts';
import type { ShopFacts } from './reward-kinds/kind.ts';
import { offerIn, offerTerms } from './reward-offer.ts';
import type { Reward } from './reward.ts';
import { byCurrency, hundredths } from './storefront-money.ts';

export type StorefrontReward = {
  id: string;
  points: number;
  name: Record<string, string>;
  description: Record<string, string>;
  /** Those that it is offered in, as far as Liquid can write its amounts there. */
  currencies: string[];
  /** Hundredths by currency, of the amount or else of the ceiling. Empty for a reward that has neither. */
  amount: Record<string, number>;
  /** null: it is no percentage. */
  percent: string | null;
  /** Hundredths by currency that the goods must come to. Empty without a minimum. */
  minSpend: Record<string, number>;
  /** Handles; null: everywhere. */
  markets: string[] | null;
};

/** A reward that is given, not bought. */
export type NamedReward = Pick<StorefrontReward, 'name' | 'currencies' | 'amount' | 'percent'>;

/** In which the shop's markets pay. */
const soldIn = ({ markets }: Program, shop: ShopFacts): string[] => [
  ...new Set([shop.currency, ...markets.map(({ currency }) => currency)]),
];

/** What the shop can give out, in the currencies of its markets. */
export function storefrontRewards(program: Program, shop: ShopFacts): StorefrontReward[] {
  const sold = soldIn(program, shop);
  return program.rewards
    .filter(({ active, redeemable }) => active && redeemable)
    .map((reward) => storefrontReward(reward, sold, shop))
    .filter(({ currencies }) => currencies.length > 0)
    .sort((a, b) => a.points - b.points);
}

/** What is given by the reward's id; null where the programme has none that is active. */
export function storefrontGift(
  program: Program,
  id: string | null | undefined,
  shop: ShopFacts,
): NamedReward | null {
  const reward = program.rewards.find((one) => one.id === id && one.active);
  if (!reward) return null;
  const { name, currencies, amount, percent } = storefrontReward(reward, soldIn(program, shop), shop);
  return { name, currencies, amount, percent };
}

/** A reward as it is offered in these currencies. */
function storefrontReward(reward: Reward, sold: readonly string[], shop: ShopFacts): StorefrontReward {
  const terms = sold.flatMap((currency) => {
    const offered = offerIn(reward, currency, shop);
    return offered.ok ? offerTerms(offered.offer) : [];
  });
  const sums = terms.flatMap(({ currency, amount, ceiling }) => {
    const sum = amount ?? ceiling;
    return sum === undefined ? [] : [{ currency, amount: sum }];
  });
  const amount = byCurrency(sums, hundredths);
  const unwritten = new Set(sums.flatMap(({ currency }) => (currency in amount ? [] : currency)));
  return {
    id: reward.id,
    points: reward.points,
    name: reward.name,
    description: reward.description,
    minSpend: byCurrency(reward.conditions.minSpend ?? [], (least) => hundredths(least) || null),
    currencies: terms.flatMap(({ currency }) => (unwritten.has(currency) ? [] : currency)),
    amount,
    percent: terms[0]?.percent ?? null,
    markets: reward.for.markets,
  };
}
