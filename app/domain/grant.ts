/** Rewards that are given instead of bought: why, and in which currency. */
import { z } from 'zod';
import type { Program } from './program.ts';
import type { ShopFacts } from './reward-kinds/kind.ts';
import { offerIn, type Offer } from './reward-offer.ts';
import type { Reward } from './reward.ts';

/** A level with its name per language: it must be readable when the programme has it no more. */
const NamedSchema = z.strictObject({ id: z.string(), name: z.record(z.string(), z.string()) });

export const GRANT_KINDS = ['entry', 'birthday', 'shipping'] as const;
export type GrantKind = (typeof GRANT_KINDS)[number];

/** As it is kept with what was given. */
export const GrantOriginSchema = z.strictObject({ kind: z.enum(GRANT_KINDS), level: NamedSchema });
export type GrantOrigin = z.output<typeof GrantOriginSchema>;

/** `fact`: what it was given for; a member is rewarded once for each. */
export type Grant = {
  fact: string;
  origin: GrantOrigin;
  /** Since when it is on its way back, because its reason is gone; null: it is the member's. */
  withdrawnAt: string | null;
};

export const entryFact = (levelId: string): string => `perk:entry:${levelId}`;
/** `year`: of the shop's calendar. */
export const birthdayFact = (year: number): string => `perk:birthday:${String(year).padStart(4, '0')}`;
/** One personal code at a time, whatever level it is for. */
export const SHIPPING_FACT = 'perk:shipping';

/**
 * What a member gets of a reward that is given while they look at no page: in the currency of their last order's market, where there is something in it, else
 * in the shop's, else in the first of the programme's markets. null: this shop can give it to nobody.
 */
export function grantedOffer(
  program: Program,
  reward: Reward,
  shop: ShopFacts,
  market: string | null,
): Offer | null {
  const own = program.markets.find(({ handle }) => handle === market);
  const currencies = [...(own ? [own] : []), shop, ...program.markets].map(({ currency }) => currency);
  for (const currency of currencies) {
    const offered = offerIn(reward, currency, shop);
    if (offered.ok) return offered.offer;
  }
  return null;
}
