/** points.md 2, steps 7 and 8: which campaigns hold for an order, and what they and the member's level multiply. */
import type { Campaign } from './campaign.ts';
import { add, compare, type Fraction, isPositive, max, mul, one, sub } from './fraction.ts';
import { compareInstants } from './instant.ts';
import type { OrderLine } from './line-amounts.ts';
import { namedBy } from './line-match.ts';
import { decimal } from './money.ts';
import type { OrderFacts, OrderLookups } from './order-facts.ts';
import type { Program } from './program.ts';
import type { MemberHistory } from './qualification.ts';
import type { Level } from './tiers.ts';

/** What the conditions of campaigns are asked of. */
export type Occasion = {
  facts: OrderFacts;
  lookups: OrderLookups | null;
  /** The handle of the programme's market. */
  market: string | null;
  history: Pick<MemberHistory, 'level' | 'firstOrder'>;
  /** E, in `currency`: the earning currency. */
  eligible: Fraction;
  currency: string;
};

/** A multiplier above 1 and where it comes from. */
export type Multiplier = { source: { kind: 'tier' | 'campaign'; id: string }; by: Fraction };

/** The multipliers that act on something, and what they come to. */
export type Multiplied = { multipliers: Multiplier[]; multiplier: Fraction };

type MultiplyingCampaign = Campaign & { effect: { kind: 'multiply' } };
type BonusCampaign = Campaign & { effect: { kind: 'bonus' } };

/** The level, and the campaigns that hold for an order. */
export type Boosts = {
  level: Level | null;
  multiplying: MultiplyingCampaign[];
  bonuses: BonusCampaign[];
};

const isWithin = ({ startsAt, endsAt }: Campaign, at: string): boolean =>
  (startsAt === null || compareInstants(startsAt, at) <= 0) &&
  (endsAt === null || compareInstants(at, endsAt) < 0);

const allows = (condition: readonly string[] | null, value: string | null): boolean =>
  condition === null || (value !== null && condition.includes(value));

/** All conditions hold. A minSpend without an entry for the currency does not: there is no conversion. */
function holds({ when }: Campaign, occasion: Occasion): boolean {
  const { facts, market, history, eligible, currency } = occasion;
  const least = when.minSpend?.find((entry) => entry.currency === currency);
  return (
    allows(when.markets, market) &&
    allows(when.tiers, history.level) &&
    allows(when.channels, facts.channel) &&
    (when.minSpend === null || (least !== undefined && compare(eligible, decimal(least.amount)) >= 0)) &&
    (!when.firstOrder || history.firstOrder)
  );
}

/** The lines that a campaign is about; null: it is about the whole order. */
function isAbout(campaign: Campaign, line: OrderLine, lookups: OrderLookups | null): boolean {
  return campaign.lines === null || namedBy(line.facts, campaign.lines, lookups) !== null;
}

const isMultiplying = (campaign: Campaign): campaign is MultiplyingCampaign =>
  campaign.effect.kind === 'multiply';
const isBonus = (campaign: Campaign): campaign is BonusCampaign => campaign.effect.kind === 'bonus';

/** What the programme adds to this order beyond its rate. */
export function boostsOf(program: Program, occasion: Occasion): Boosts {
  const holding = program.campaigns.filter(
    (campaign) =>
      campaign.active && isWithin(campaign, occasion.facts.processedAt) && holds(campaign, occasion),
  );
  return {
    level: program.tiers?.levels.find((level) => level.id === occasion.history.level) ?? null,
    multiplying: holding.filter(isMultiplying),
    bonuses: holding.filter(isBonus),
  };
}

function stacked(multipliers: readonly Fraction[], stacking: Program['earning']['stacking']): Fraction {
  const combine = {
    add: (total: Fraction, by: Fraction) => add(total, sub(by, one)),
    multiply: mul,
    highest: max,
  }[stacking];
  return multipliers.reduce(combine, one);
}

function multiplied(
  { level }: Boosts,
  campaigns: readonly MultiplyingCampaign[],
  stacking: Program['earning']['stacking'],
): Multiplied {
  const all: Multiplier[] = campaigns.map(({ id, effect }) => ({
    source: { kind: 'campaign', id },
    by: decimal(effect.by),
  }));
  if (level) all.unshift({ source: { kind: 'tier', id: level.id }, by: decimal(level.multiplier) });
  const multipliers = all.filter(({ by }) => compare(by, one) > 0);
  return {
    multipliers,
    multiplier: stacked(
      multipliers.map(({ by }) => by),
      stacking,
    ),
  };
}

/** What a counted line is multiplied by. */
export function lineMultiplier(
  line: OrderLine,
  boosts: Boosts,
  stacking: Program['earning']['stacking'],
  lookups: OrderLookups | null,
): Multiplied {
  const campaigns = boosts.multiplying.filter((campaign) => isAbout(campaign, line, lookups));
  return multiplied(boosts, campaigns, stacking);
}

/** What shipping is multiplied by: only by what is not limited to lines. */
export function shippingMultiplier(boosts: Boosts, stacking: Program['earning']['stacking']): Multiplied {
  return multiplied(
    boosts,
    boosts.multiplying.filter((campaign) => campaign.lines === null),
    stacking,
  );
}

/** The bonuses of an order of which something counts; one limited to lines asks for such a line of which something is left. */
export function bonusesOf(
  boosts: Boosts,
  counted: readonly OrderLine[],
  { eligible, lookups }: Pick<Occasion, 'eligible' | 'lookups'>,
): { campaign: string; points: bigint }[] {
  if (!isPositive(eligible)) return [];
  const left = counted.filter((line) => isPositive(line.kept));
  return boosts.bonuses
    .filter((campaign) => left.some((line) => isAbout(campaign, line, lookups)))
    .map(({ id, effect }) => ({ campaign: id, points: BigInt(effect.points) }));
}

/** Nothing multiplies. */
export const single: Multiplied = { multipliers: [], multiplier: one };
