/** Campaigns as the theme's Liquid reads them: what a page needs to know whether one holds, and what it then adds. */
import type { Campaign } from './campaign.ts';
import { compare, mul, one } from './fraction.ts';
import { epochNanoseconds } from './instant.ts';
import { decimal } from './money.ts';
import type { Program } from './program.ts';
import {
  byCurrency,
  HUNDREDTHS,
  liquidRatio,
  shortMultiplier,
  type LiquidRatio,
} from './storefront-money.ts';
import { withoutCase } from './text.ts';

/** What names products. Tags are trimmed and in lower case; ids are strings. */
export type StorefrontLines = {
  products: string[];
  collections: string[];
  tags: string[];
  vendors: string[];
};

export type StorefrontCampaign = {
  name: Record<string, string>;
  /** Seconds since 1970, `until` not included. */
  from: number;
  until: number;
  /** Handles, and ids of levels; null: everywhere, everybody. */
  markets: string[] | null;
  tiers: string[] | null;
  firstOrder: boolean;
  /** Hundredths that an order must come to; a currency that is not there has no such order. null: any. */
  minSpend: Record<string, LiquidRatio> | null;
  /** null: all that is bought. */
  lines: StorefrontLines | null;
  /** What it multiplies by, or what it adds once; neither where Liquid could not reckon with it exactly. */
  times: LiquidRatio | null;
  /** To be read: "1.5"; null for a bonus. */
  by: string | null;
  bonus: number | null;
};

/** What Shopify calls the channel of an order from the online store. */
export const ONLINE_STORE = 'web';

/** Later than any window ends. */
const FOR_EVER = 10 ** 12;

/** The first whole second that is not before it. */
const secondOf = (instant: string): number =>
  Number(((epochNanoseconds(instant) ?? 0n) + 999_999_999n) / 1_000_000_000n);

export const storefrontLines = (lists: NonNullable<Campaign['lines']>): StorefrontLines => ({
  products: lists.productIds,
  collections: lists.collectionIds,
  tags: lists.productTags.map(withoutCase),
  vendors: lists.vendors,
});

/** Those that an order from the online store can have. What has not begun is among them: the page asks the clock. */
export function storefrontCampaigns({ campaigns, tiers }: Program): StorefrontCampaign[] {
  return campaigns
    .filter(({ active, when, effect }) => {
      const isOnline = when.channels === null || when.channels.includes(ONLINE_STORE);
      const isReachable = when.tiers === null || tiers !== null;
      const addsNothing = effect.kind === 'multiply' && compare(decimal(effect.by), one) === 0;
      return active && isOnline && isReachable && !addsNothing;
    })
    .map(({ name, startsAt, endsAt, when, lines, effect }) => ({
      name,
      from: startsAt === null ? 0 : secondOf(startsAt),
      until: endsAt === null ? FOR_EVER : secondOf(endsAt),
      markets: when.markets,
      tiers: when.tiers,
      firstOrder: when.firstOrder,
      minSpend: when.minSpend && byCurrency(when.minSpend, ({ amount }) => inHundredths(amount)),
      lines: lines && storefrontLines(lines),
      times: effect.kind === 'multiply' ? liquidRatio(decimal(effect.by)) : null,
      by: effect.kind === 'multiply' ? shortMultiplier(effect.by) : null,
      bonus: effect.kind === 'bonus' ? effect.points : null,
    }));
}

const inHundredths = (amount: string): LiquidRatio | null => liquidRatio(mul(decimal(amount), HUNDREDTHS));
