/** What members of a market get, in few figures. */
import { availability } from './availability.ts';
import type { Market, Program, Rate } from './program.ts';
import type { ShopFacts } from './reward-kinds/kind.ts';

export type MarketOffer = {
  /** null: no rate fits, and orders earn nothing. Of another currency than the market's it is the shop's own. */
  rate: Rate | null;
  /** What a point is worth in the market's currency; null where the programme does not say. */
  worth: string | null;
  /** How many rewards members are offered, at whatever level. */
  rewards: number;
};

export function marketOffer(program: Program, shop: ShopFacts, market: Market): MarketOffer {
  const { rates } = program.earning;
  const rate =
    rates.find(({ currency }) => currency === market.currency) ??
    rates.find(({ currency }) => currency === shop.currency) ??
    null;
  const worth = program.pointValue.find(({ currency }) => currency === market.currency)?.amount ?? null;
  return { rate, worth, rewards: program.rewards.filter((reward) => isOffered(reward)).length };

  function isOffered(reward: Program['rewards'][number]): boolean {
    const points = BigInt(reward.points);
    const levels = reward.for.tiers ?? [program.tiers?.levels[0]?.id ?? null];
    return levels.some((tier) => {
      const reader = {
        currency: market.currency,
        market: market.handle,
        member: { balance: points, available: points, tier, withinLimits: true },
        stock: null,
      };
      return availability({ program, reward, reader, shop }).available;
    });
  }
}
