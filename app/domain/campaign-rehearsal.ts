/** A campaign laid over days that are past, so that what it will cost can be reckoned on the shop's own orders. */
import type { Campaign } from './campaign.ts';
import { campaignWindow } from './campaign-form.ts';
import { canonicalInstant, compareInstants, DAY_IN_MILLISECONDS } from './instant.ts';
import { localDate, momentOfLocal, startOfDate } from './local-time.ts';
import type { Market, Program } from './program.ts';
import { dateAfter } from './shop-days.ts';
import { stampOf } from './stamp.ts';
import type { Level } from './tiers.ts';

export type Rehearsal = {
  /** The programme with the campaign as if it had held then; everything else in it is as it is given. */
  program: Program;
  campaign: Campaign;
  /** Days of orders that show all of it, back from today; null: it has no first day. */
  days: number | null;
};

/**
 * Switched on. One that begins and ends, and not all of it before `now`, is laid by whole weeks earlier, so that a weekend stays a weekend and nine
 * o'clock nine o'clock. One that has yet to begin and never ends holds all the time.
 */
export function rehearsal(program: Program, campaign: Campaign, now: string, zone: string): Rehearsal {
  const held: Campaign = { ...campaign, ...heldWindow(campaign, now, zone), active: true };
  const others = program.campaigns.filter(({ id }) => id !== campaign.id);
  return {
    program: { ...program, campaigns: [...others, held] },
    campaign: held,
    days: held.startsAt === null ? null : daysBetween(held.startsAt, now, zone),
  };
}

export type DraftOnly = { levels: Level[]; markets: Market[]; currencies: string[] };

/** What the campaign asks for that `edited` has and `base` lacks: by `base` no order has it, which says nothing about the cost. null: nothing. */
export function draftOnly(base: Program, edited: Program, { when }: Campaign): DraftOnly | null {
  const levels = (edited.tiers?.levels ?? []).filter(
    ({ id }) => when.tiers?.includes(id) && !base.tiers?.levels.some((level) => level.id === id),
  );
  const markets = edited.markets.filter(
    ({ handle }) => when.markets?.includes(handle) && !base.markets.some((one) => one.handle === handle),
  );
  const currencies = edited.earning.rates
    .map(({ currency }) => currency)
    .filter(
      (currency) =>
        when.minSpend?.some((least) => least.currency === currency) &&
        !base.earning.rates.some((rate) => rate.currency === currency),
    );
  return levels.length + markets.length + currencies.length > 0 ? { levels, markets, currencies } : null;
}

function heldWindow(campaign: Campaign, now: string, zone: string): Partial<Campaign> {
  const { startsAt, endsAt } = campaign;
  if (startsAt === null) return {};
  if (endsAt === null) return compareInstants(now, startsAt) < 0 ? { startsAt: null } : {};
  return compareInstants(now, endsAt) < 0 ? earlier(campaign, now, zone) : {};
}

/** By as few weeks as bring its end before now. */
function earlier(campaign: Campaign, now: string, zone: string): Pick<Campaign, 'startsAt' | 'endsAt'> {
  const ahead = daysBetween(now, campaign.endsAt ?? now, zone);
  // Time of day decides over the last week.
  for (let weeks = (ahead - (ahead % 7)) / 7; ; weeks++) {
    const endsAt = weeksEarlier(campaign.endsAt, weeks, zone);
    if (endsAt !== null && compareInstants(endsAt, now) > 0) continue;
    return { startsAt: weeksEarlier(campaign.startsAt, weeks, zone), endsAt };
  }
}

/** The same time of the same day of the week; a day's beginning stays a day's beginning. */
function weeksEarlier(at: string | null, weeks: number, zone: string): string | null {
  if (at === null) return null;
  const { starts } = campaignWindow({ startsAt: at, endsAt: null }, zone);
  const date = dateAfter(starts.on, -7 * weeks);
  return canonicalInstant(
    starts.time === '' ? startOfDate(date, zone) : momentOfLocal(date, starts.time, zone).at,
  );
}

/** Of the calendar of `zone`: whole days, since dates have no clocks. */
function daysBetween(from: string, to: string, zone: string): number {
  const [first, last] = [from, to].map((at) => Date.parse(localDate(stampOf(at), zone)));
  return ((last ?? 0) - (first ?? 0)) / DAY_IN_MILLISECONDS;
}
