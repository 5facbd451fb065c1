/** What publishing a draft would hurt, as values that each reader words: the studio's dialog and the operator's tool. Pure. */
import { cartReward, stepValue } from './cart-points.ts';
import { contrast, contrastText, SHAPE_CONTRAST, TEXT_CONTRAST } from './contrast.ts';
import { compare, div, fraction, mul, one, sub, type Fraction } from './fraction.ts';
import { decimal } from './money.ts';
import type { Program } from './program.ts';
import { shippingImpossible } from './perks.ts';
import type { Impossibility, ShopFacts } from './reward-kinds/kind.ts';
import type { Reward } from './reward.ts';
import { rewardWarnings, type RewardWarning } from './reward-offer.ts';
import { percent } from './simulation.ts';
import { hundredths } from './storefront-money.ts';
import type { Level } from './tiers.ts';

export type PublishWarning =
  /** Points are given at a better rate than in another market: `share` and `least` of the price, `more` beyond it, in per cent. */
  | { kind: 'marketAhead'; market: string; share: string; behind: string; least: string; more: string }
  /** Orders in the market's currency earn only by what they come to in the shop's. */
  | { kind: 'marketWithoutRate'; market: string; currency: string }
  /** Points will expire, and no channel tells members ahead. */
  | { kind: 'expiryUntold' }
  | { kind: 'reward'; rewardId: string; warning: RewardWarning }
  /** Of points in the cart, which are redeemed as a reward. */
  | { kind: 'cart'; warning: RewardWarning }
  /** In no currency do points in the cart come to an amount that can be paid. */
  | { kind: 'cartUnpayable' }
  /** What a level (its id) gives at its entry or on birthdays is asleep. */
  | { kind: 'perkAsleep'; level: string; perk: 'entryRewardId' | 'birthdayRewardId'; rewardId: string }
  /** What a level gives at its entry is money at once, which an order that is returned does not take back, or not all. */
  | { kind: 'entryMoney'; level: string; rewardId: string; money: 'storeCredit' | 'giftCard' }
  | { kind: 'perkShipping'; level: string; because: Impossibility }
  /** It is for levels, or markets, alone that the programme has no more: for nobody. */
  | ({ kind: 'levelGone' | 'marketGone' } & Addressed)
  /** What an action (its id) gives is asleep. */
  | { kind: 'actionAsleep'; action: string; rewardId: string }
  /** What a step of the cart is worth has a part of a hundredth, which themes cannot hold: the cart does not show it. */
  | { kind: 'cartUnshown'; currency: string; amount: string }
  /** Text on its background has less contrast than WCAG asks for: `ratio` to one. */
  | { kind: 'lookContrast'; market: string; text: string; background: string; ratio: string }
  /** Buttons and progress stand out from the background less than WCAG asks of what has to be told apart. */
  | { kind: 'accentContrast'; market: string; accent: string; background: string; ratio: string };

/** What can be for some levels and markets alone. */
type Addressed = { of: 'reward' | 'campaign'; id: string } | { of: 'cart' };

/** A market may get so much more than another before anybody is told: a tenth. */
const MOST_APART = fraction(11n, 10n);

export type MarketShare = {
  market: string;
  currency: string;
  /** Of a price, without multipliers; null without a rate or a value of points in the currency. */
  share: Fraction | null;
};

/** Of a price in the currency, what a programme gives back without multipliers; null without a rate or a value of points in it. */
export function shareGivenBack(
  { earning, pointValue }: Pick<Program, 'earning' | 'pointValue'>,
  currency: string,
): Fraction | null {
  const rate = earning.rates.find((one) => one.currency === currency);
  const value = pointValue.find((one) => one.currency === currency);
  return rate && value
    ? div(mul(fraction(BigInt(rate.points)), decimal(value.amount)), decimal(rate.spend))
    : null;
}

/** What a programme gives back in each of its markets. */
export function marketShares(program: Program): MarketShare[] {
  return program.markets.map(({ handle, currency }) => ({
    market: handle,
    currency,
    share: shareGivenBack(program, currency),
  }));
}

/** The worst first. */
export function publishWarnings(draft: Program, shop: ShopFacts): PublishWarning[] {
  const rewards = draft.rewards
    .filter((reward) => reward.active)
    .flatMap((reward) =>
      rewardWarnings(draft, reward, shop).map((warning): PublishWarning => {
        return { kind: 'reward', rewardId: reward.id, warning };
      }),
    );
  return [
    ...marketsAhead(draft),
    ...(draft.expiry.kind === 'never' ? [] : [{ kind: 'expiryUntold' as const }]),
    ...rewards,
    ...cartWarnings(draft, shop),
    ...perkWarnings(draft, shop),
    ...goneLevels(draft),
    ...goneMarkets(draft),
    ...actionWarnings(draft),
    ...unshownInCart(draft),
    ...marketsWithoutRate(draft),
    ...hardToRead(draft),
  ];
}

function cartWarnings(draft: Program, shop: ShopFacts): PublishWarning[] {
  if (!draft.cartPoints) return [];
  const step = cartReward(draft.cartPoints, draft.cartPoints.step);
  if (!step) return [{ kind: 'cartUnpayable' }];
  return rewardWarnings(draft, step, shop).map((warning) => ({ kind: 'cart', warning }));
}

/** What levels give, and nobody gets. A reward that this shop cannot carry is told of as a reward. */
function perkWarnings({ tiers, rewards }: Program, shop: ShopFacts): PublishWarning[] {
  return (tiers?.levels ?? []).flatMap((level): PublishWarning[] => {
    const asleep = (['entryRewardId', 'birthdayRewardId'] as const).flatMap((perk): PublishWarning[] => {
      const reward = rewards.find(({ id, active }) => id === level.perks?.[perk] && !active);
      return reward ? [{ kind: 'perkAsleep', level: level.id, perk, rewardId: reward.id }] : [];
    });
    const shipping = level.perks?.shipping;
    const because = shipping ? shippingImpossible(level, shipping, shop) : null;
    const given = [...asleep, ...entryMoney(level, rewards)];
    return because === null ? given : [...given, { kind: 'perkShipping', level: level.id, because }];
  });
}

function entryMoney({ id, perks }: Level, rewards: Program['rewards']): PublishWarning[] {
  const reward = rewards.find((one) => one.id === perks?.entryRewardId && one.active);
  return reward?.kind === 'storeCredit' || reward?.kind === 'giftCard'
    ? [{ kind: 'entryMoney', level: id, rewardId: reward.id, money: reward.kind }]
    : [];
}

/** Levels are deleted, and what was for them alone stays. */
export function goneLevels(program: Program): PublishWarning[] {
  const levels = new Set(program.tiers?.levels.map(({ id }) => id));
  return forNobody(program, 'tiers', levels).map((one) => ({ kind: 'levelGone', ...one }));
}

/** As levels are, so are markets. */
function goneMarkets(program: Program): PublishWarning[] {
  const markets = new Set(program.markets.map(({ handle }) => handle));
  return forNobody(program, 'markets', markets).map((one) => ({ kind: 'marketGone', ...one }));
}

/** What names some, and none of those that there are. */
function forNobody(
  { rewards, campaigns, cartPoints }: Program,
  part: 'tiers' | 'markets',
  known: ReadonlySet<string>,
): Addressed[] {
  const isLost = ({ [part]: named }: Reward['for']) => named !== null && !named.some((one) => known.has(one));
  return [
    ...rewards
      .filter((one) => one.active && isLost(one.for))
      .map(({ id }) => ({ of: 'reward' as const, id })),
    ...campaigns
      .filter((one) => one.active && isLost(one.when))
      .map(({ id }) => ({ of: 'campaign' as const, id })),
    ...(cartPoints && isLost(cartPoints.for) ? [{ of: 'cart' as const }] : []),
  ];
}

function actionWarnings({ actions, rewards }: Program): PublishWarning[] {
  return actions.flatMap(({ id, active, rewardId }): PublishWarning[] => {
    const isAsleep = rewards.some((reward) => reward.id === rewardId && !reward.active);
    return active && rewardId !== null && isAsleep ? [{ kind: 'actionAsleep', action: id, rewardId }] : [];
  });
}

/** Every market that gets over a tenth more than the one that gets least. */
function marketsAhead(draft: Program): PublishWarning[] {
  const known = marketShares(draft).flatMap(({ market, share }) => (share ? [{ market, share }] : []));
  const [least] = known.toSorted((a, b) => compare(a.share, b.share));
  if (!least) return [];
  return known
    .filter(({ share }) => compare(share, mul(least.share, MOST_APART)) > 0)
    .map(({ market, share }) => ({
      kind: 'marketAhead',
      market,
      share: percent(share),
      behind: least.market,
      least: percent(least.share),
      more: percent(sub(div(share, least.share), one)),
    }));
}

function unshownInCart({ cartPoints }: Program): PublishWarning[] {
  if (!cartPoints) return [];
  return cartPoints.values
    .filter((value) => hundredths(value) === null && stepValue(cartPoints, value.currency) !== null)
    .map(({ currency, amount }) => ({ kind: 'cartUnshown', currency, amount }));
}

function marketsWithoutRate({ markets, earning }: Program): PublishWarning[] {
  return markets
    .filter(({ currency }) => !earning.rates.some((rate) => rate.currency === currency))
    .map(({ handle, currency }) => ({ kind: 'marketWithoutRate', market: handle, currency }));
}

function hardToRead({ looks, markets }: Program): PublishWarning[] {
  return Object.entries(looks).flatMap(([market, { text, accent, background }]): PublishWarning[] => {
    // The look of a market that is removed stays, and nobody sees it.
    const isSeen = markets.some(({ handle }) => handle === market);
    // On what the theme brings nothing can be measured.
    if (!isSeen || background === null) return [];
    const below = (colour: string | null, least: number): string | null => {
      const ratio = colour === null ? least : contrast(colour, background);
      return ratio < least ? contrastText(ratio) : null;
    };
    const [ofText, ofAccent] = [below(text, TEXT_CONTRAST), below(accent, SHAPE_CONTRAST)];
    return [
      ...(text !== null && ofText !== null
        ? [{ kind: 'lookContrast' as const, market, text, background, ratio: ofText }]
        : []),
      ...(accent !== null && ofAccent !== null
        ? [{ kind: 'accentContrast' as const, market, accent, background, ratio: ofAccent }]
        : []),
    ];
  });
}
