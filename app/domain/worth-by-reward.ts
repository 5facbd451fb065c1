/** What a point could be said to be worth, by what points buy. Pure. */
import { minorUnitDigits } from './currency.ts';
import { compare, div, fraction, round, scaledText, type Fraction } from './fraction.ts';
import { decimal, type Decimal } from './money.ts';
import type { Program } from './program.ts';
import type { Amounts } from './reward-kinds/kind.ts';
import type { Reward } from './reward.ts';

export type RewardWorth = {
  /** So many points buy `amount`. */
  points: number;
  amount: Decimal;
  /** Of one point, in major units: exact where it ends within four places behind the currency's own, else rounded there. */
  worth: Decimal;
};

/** Places behind the currency's own. */
const MORE_PLACES = 4;

/**
 * By the reward that members reach first in the currency, be it points in the cart; of two at one price, by the one that is worth more, as what is owed is
 * to be told. What is kept for higher levels says nothing of the points of those who hold the first, as most do. null where nothing that is an amount of
 * money is to be had for points. `market`: of what is for its members.
 */
export function worthByReward(
  { rewards, cartPoints, tiers }: Pick<Program, 'rewards' | 'cartPoints' | 'tiers'>,
  currency: string,
  market?: string,
): RewardWorth | null {
  const firstLevel = tiers?.levels[0]?.id ?? '';
  const isFor = (audience: Reward['for']) =>
    (market === undefined || (audience.markets?.includes(market) ?? true)) &&
    (audience.tiers?.includes(firstLevel) ?? true);
  const offers = [
    ...rewards.flatMap((reward) =>
      reward.active && reward.redeemable && isFor(reward.for) && 'values' in reward
        ? amountIn(reward.values, currency).map((amount) => ({ points: reward.points, amount }))
        : [],
    ),
    ...(cartPoints && isFor(cartPoints.for)
      ? amountIn(cartPoints.values, currency).map((amount) => ({ points: cartPoints.step, amount }))
      : []),
  ];
  const [first] = offers.toSorted(
    (a, b) => a.points - b.points || compare(decimal(b.amount), decimal(a.amount)),
  );
  if (!first) return null;
  const each = div(decimal(first.amount), fraction(BigInt(first.points)));
  const worth = shortened(each, minorUnitDigits(currency) ?? 2);
  return decimal(worth).n > 0n ? { ...first, worth } : null;
}

const amountIn = (values: Amounts, currency: string): Decimal[] =>
  values.filter((value) => value.currency === currency).map(({ amount }) => amount);

/** With the currency's digits at least, and no zeros behind them. */
function shortened(value: Fraction, digits: number): Decimal {
  const places = digits + MORE_PLACES;
  const text = scaledText(round(fraction(value.n * 10n ** BigInt(places), value.d), 'halfUp'), places);
  const [whole = '', part = ''] = text.split('.');
  const kept = part.replace(/0+$/, '').padEnd(digits, '0');
  return kept === '' ? whole : `${whole}.${kept}`;
}
