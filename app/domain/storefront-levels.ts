/** Levels as the theme's Liquid reads them: what they ask for, and what they give. */
import { decimal } from './money.ts';
import { shipsTo } from './perks.ts';
import type { Program } from './program.ts';
import type { ShopFacts } from './reward-kinds/kind.ts';
import {
  byCurrency,
  hundredths,
  liquidRatio,
  shortMultiplier,
  type LiquidRatio,
} from './storefront-money.ts';
import { storefrontGift, type NamedReward } from './storefront-rewards.ts';
import type { Level, Tiers } from './tiers.ts';

export type StorefrontLevel = {
  id: string;
  name: Record<string, string>;
  /** To be read: "1.5". */
  multiplier: string;
  /** null where Liquid could not reckon with it exactly. */
  times: LiquidRatio | null;
  /** To be read, a decimal of what `levelsBy` says: points, orders, or the shop's currency. */
  threshold: string;
  /** `upTo`: hundredths by currency, null: whatever it costs. `markets`: handles, null: everywhere. */
  shipping: { upTo: Record<string, number> | null; markets: string[] | null } | null;
  entry: NamedReward | null;
  birthday: NamedReward | null;
};

function shippingOf(level: Level, program: Program, shop: ShopFacts): StorefrontLevel['shipping'] {
  const { shipping } = level.perks ?? {};
  if (!shipping) return null;
  const upTo = shipping.ceiling.length > 0 ? byCurrency(shipping.ceiling, hundredths) : null;
  const reached = program.markets.filter(({ handle }) => shipsTo(level, program, handle, shop));
  const isEverywhere = shipping.countries.length === 0 && shipsTo(level, program, null, shop);
  return { upTo, markets: isEverywhere ? null : reached.map(({ handle }) => handle) };
}

/** Over how many months a level is counted; null: for ever, 'year': the calendar's. */
export function monthsOf(period: Tiers['period']): number | 'year' | null {
  if (period.kind === 'rolling') return period.months;
  return period.kind === 'calendarYear' ? 'year' : null;
}

/** As loyalty-next-level.liquid puts it together of the programme's data: how a level is counted, and from how much on it is held. */
export const progressBy = ({ basis, period }: Tiers, { threshold }: Level): string =>
  [basis, monthsOf(period) ?? '', shortMultiplier(threshold)].join(' ');

/** From the first up. */
export function storefrontLevels(program: Program, shop: ShopFacts): StorefrontLevel[] {
  return (program.tiers?.levels ?? []).map((level) => ({
    id: level.id,
    name: level.name,
    multiplier: shortMultiplier(level.multiplier),
    times: liquidRatio(decimal(level.multiplier)),
    threshold: shortMultiplier(level.threshold),
    shipping: shippingOf(level, program, shop),
    entry: storefrontGift(program, level.perks?.entryRewardId, shop),
    birthday: storefrontGift(program, level.perks?.birthdayRewardId, shop),
  }));
}
