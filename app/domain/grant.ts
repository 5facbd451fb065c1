/** Rewards that are given instead of bought: why, and in which currency. */
import { z } from 'zod';
import type { Program } from './program.ts';
import type { ShopFacts } from './reward-kinds/kind.ts';
import { offerIn, type Offer } from './reward-offer.ts';
import type { Reward } from './reward.ts';

/** A level or an action with its name per language: it must be readable when the programme has it no more. */
const NamedSchema = z.strictObject({ id: z.string(), name: z.record(z.string(), z.string()) });

const LEVEL_GRANTS = ['entry', 'birthday', 'shipping'] as const;
export const GRANT_KINDS = [...LEVEL_GRANTS, 'action'] as const;
export type GrantKind = (typeof GRANT_KINDS)[number];

/** As it is kept with what was given. */
export const GrantOriginSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(LEVEL_GRANTS), level: NamedSchema }),
  z.strictObject({ kind: z.literal('action'), action: NamedSchema }),
]);
export type GrantOrigin = z.output<typeof GrantOriginSchema>;

/** `fact`: what it was given for; a member is rewarded once for each. */
export type Grant = {
  fact: string;
  origin: GrantOrigin;
  /** Since when it is on its way back, because its reason is gone; null: it is the member's. */
  withdrawnAt: string | null;
};

/** A reward of the programme that is to be given now, and what for. */
export type Giving = { reward: Reward; fact: string; origin: GrantOrigin };

/** null where the programme has no such reward, or it is not active: then nobody is given it. */
export function givingOf(
  program: Program,
  rewardId: string | null | undefined,
  rest: Omit<Giving, 'reward'>,
): Giving | null {
  const reward = program.rewards.find((one) => one.id === rewardId && one.active);
  return reward ? { reward, ...rest } : null;
}

/**
 * The reward that a version of the past names, or where the programme has it no more, `today`: what the same level or action gives in its place. One that is
 * there and paused is in its place itself.
 */
export function rewardInPlace(
  { rewards }: Program,
  rewardId: string | null | undefined,
  today: string | null | undefined,
): string | null {
  return (rewards.some(({ id }) => id === rewardId) ? rewardId : today) ?? null;
}

/** `fact`: as factKey of award.ts has it. */
const ACTION = 'action:';
export const actionFact = (fact: string): string => `${ACTION}${fact}`;
/** The other way round; null where it is no action's. */
export const factOfAction = (granted: string): string | null =>
  granted.startsWith(ACTION) ? granted.slice(ACTION.length) : null;
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
