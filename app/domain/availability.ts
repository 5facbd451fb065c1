/**
 * Whether a reader can have a reward now, and if not, why: the one answer for the widget, the API, the admin's preview and redeeming. Pure:
 * storage and Shopify tell the facts.
 */
import type { Program } from './program.ts';
import type { ShopFacts } from './reward-kinds/kind.ts';
import { offerIn, type NoOffer, type Offer } from './reward-offer.ts';
import type { Reward } from './reward.ts';
import { levelNow } from './tier-levels.ts';
import type { Tiers } from './tiers.ts';

/** Who asks, as one moment sees them. */
export type Reader = {
  /** Of what they would pay with: what they get is in it. */
  currency: string;
  /** The market's handle; null where it is not known. */
  market: string | null;
  /** null: they have not joined. */
  member: {
    balance: bigint;
    available: bigint;
    /** The id of the level held; null: none is kept, which is the first. */
    tier: string | null;
    /** Whether the reward's limit for each member leaves room for one more. */
    withinLimits: boolean;
  } | null;
  /** How many there are to give away; null: as many as are asked for, or not known. */
  stock: number | null;
};

export type Unavailable =
  | NoOffer
  | { reason: 'inactive_reward' | 'not_in_market' | 'not_a_member' | 'limit_reached' | 'out_of_stock' }
  /** The ids of the levels that it is for, lowest first. `andAbove`: and they are all those from the first of them on. */
  | { reason: 'not_in_tier'; levels: string[]; andAbove: boolean }
  | { reason: 'price_changed'; points: number }
  /** `missing`: to the reward; in debt too, what is owed with it. */
  | { reason: 'in_debt' | 'insufficient_points'; missing: number };

export type Availability =
  | { available: true; offer: Offer }
  /** `offer`: what they would get, where they would get anything. */
  | { available: false; offer: Offer | null; why: Unavailable };

type Asked = {
  program: Program;
  reward: Reward;
  reader: Reader;
  shop: ShopFacts;
  /** The price that they saw; null where they were told none. */
  seen?: number | null;
};

/** The first thing that stands in the way, from what no member can change down to what only points do. */
export function availability({ program, reward, reader, shop, seen = null }: Asked): Availability {
  const no = (why: Unavailable, offer: Offer | null = null) => ({ available: false as const, offer, why });
  if (!reward.active || !reward.redeemable) return no({ reason: 'inactive_reward' });
  const offered = offerIn(reward, reader.currency, shop);
  if (!offered.ok && offered.reason === 'unsupported_reward')
    return no({ reason: offered.reason, because: offered.because });
  const { markets } = reward.for;
  if (markets && (reader.market === null || !markets.includes(reader.market)))
    return no({ reason: 'not_in_market' });
  if (!offered.ok) return no({ reason: 'not_in_currency', currency: reader.currency });
  const why = personalReason(program.tiers, reward, reader, seen);
  return why ? no(why, offered.offer) : { available: true, offer: offered.offer };
}

/** What stands between this member and a reward that there is in their market. */
function personalReason(
  tiers: Tiers | null,
  reward: Reward,
  { member, stock }: Reader,
  seen: number | null,
): Unavailable | null {
  if (!member) return { reason: 'not_a_member' };
  const tier = levelNow(tiers, member.tier);
  if (reward.for.tiers && (tier === null || !reward.for.tiers.includes(tier.id)))
    return { reason: 'not_in_tier', ...levelsFor(tiers, reward.for.tiers) };
  if (seen !== null && seen !== reward.points) return { reason: 'price_changed', points: reward.points };
  if (!member.withinLimits) return { reason: 'limit_reached' };
  if (stock !== null && stock <= 0) return { reason: 'out_of_stock' };
  const missing = BigInt(reward.points) - member.available;
  if (member.balance < 0n) return { reason: 'in_debt', missing: Number(missing) };
  return missing > 0n ? { reason: 'insufficient_points', missing: Number(missing) } : null;
}

function levelsFor(tiers: Tiers | null, wanted: readonly string[]): { levels: string[]; andAbove: boolean } {
  const all = tiers?.levels.map(({ id }) => id) ?? [];
  const levels = all.filter((id) => wanted.includes(id));
  const [lowest] = levels;
  return { levels, andAbove: lowest !== undefined && all.length - all.indexOf(lowest) === levels.length };
}

/** What no member of this market can have is not shown in it; what they merely cannot have yet is. */
const HIDDEN: ReadonlySet<Unavailable['reason']> = new Set([
  'inactive_reward',
  'unsupported_reward',
  'not_in_market',
  'not_in_currency',
]);

/** Whether the reward exists for this reader at all. */
export function isShown(found: Availability): boolean {
  return found.available || !HIDDEN.has(found.why.reason);
}
