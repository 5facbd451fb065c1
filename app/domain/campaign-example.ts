/** What a campaign does to an order, by an order that it holds for: one in each of its markets, and one for which another campaign holds too. */
import { campaignStatus } from './campaign-calendar.ts';
import type { Campaign } from './campaign.ts';
import {
  boostedTarget,
  countedCurrency,
  EXAMPLE_TIMES,
  exampleAmount,
  type ExampleOrder,
} from './example-order.ts';
import { compare } from './fraction.ts';
import { compareInstants } from './instant.ts';
import { decimal } from './money.ts';
import type { Market, Program } from './program.ts';

export type CampaignExample = {
  /** Handle; null where the programme has no markets. */
  market: string | null;
  /** What the order is counted in. */
  currency: string;
  /** What the order costs, as a decimal. */
  goods: string;
  at: string;
  /** Points with the campaigns, and without the one that is looked at. */
  points: bigint;
  before: bigint;
};

/** When it is asked, and what orders are counted in whose own currency has no rate. */
type Asked = { now: string; shopCurrency: string };

/** An order for each market that the campaign holds in, placed now or when it next holds, else when it last did. */
export function campaignExamples(program: Program, campaign: Campaign, asked: Asked): CampaignExample[] {
  return placesOf(program, [campaign], asked).flatMap((place) =>
    exampleAt(program, campaign, [campaign], place, asked.now),
  );
}

export type CampaignMeeting = { other: Campaign; example: CampaignExample };

/** The other campaigns that hold for some order together with this one, each with such an order. Those that are off or over meet nobody. */
export function campaignMeetings(program: Program, campaign: Campaign, asked: Asked): CampaignMeeting[] {
  const { now } = asked;
  const meets = (one: Campaign) => ['running', 'planned'].includes(campaignStatus(one, now));
  if (!meets(campaign)) return [];
  return program.campaigns
    .filter((other) => other.id !== campaign.id && meets(other))
    .flatMap((other) => {
      const both = [campaign, other];
      const [example] = placesOf(program, both, asked).flatMap((place) =>
        exampleAt(program, campaign, both, place, now),
      );
      return example ? [{ other, example }] : [];
    });
}

type Place = { market: Market | null; currency: string };

/** The markets that all of them hold in, with a currency that none of them lacks an amount for. */
function placesOf(program: Program, campaigns: readonly Campaign[], { shopCurrency }: Asked): Place[] {
  const { markets, earning } = program;
  const all: Place[] =
    markets.length > 0
      ? markets.map((market) => ({
          market,
          currency: countedCurrency(program, market.currency, shopCurrency),
        }))
      : earning.rates.slice(0, 1).map(({ currency }) => ({ market: null, currency }));
  return all.filter(({ market, currency }) =>
    campaigns.every(
      ({ when }) =>
        (when.markets === null || (market !== null && when.markets.includes(market.handle))) &&
        (when.minSpend === null || when.minSpend.some((least) => least.currency === currency)),
    ),
  );
}

function exampleAt(
  program: Program,
  campaign: Campaign,
  holding: readonly Campaign[],
  place: Place,
  now: string,
): CampaignExample[] {
  const at = momentWithin(holding, now);
  const level = common(holding.map(({ when }) => when.tiers));
  const channel = common(holding.map(({ when }) => when.channels));
  const product = productOf(holding);
  if (at === null || level === 'none' || channel === 'none' || product === 'none') return [];
  const order: ExampleOrder = {
    currency: place.currency,
    market: place.market,
    goods: goodsOf(program, holding, place.currency),
    at,
    level: level ?? program.tiers?.levels[0]?.id ?? null,
    firstOrder: holding.some(({ when }) => when.firstOrder),
    ...(channel === null ? {} : { channel }),
    product,
  };
  const others = program.campaigns.filter(({ id }) => id !== campaign.id);
  const earned = (campaigns: Campaign[]) => boostedTarget({ ...program, campaigns }, order).points;
  return [
    {
      market: place.market?.handle ?? null,
      ...{ currency: place.currency, goods: order.goods, at },
      points: earned([...others, campaign]),
      before: earned(others),
    },
  ];
}

/** What none of the lists leaves out; null where there is no list, 'none' where they have nothing in common. */
function common(lists: readonly (readonly string[] | null)[]): string | 'none' | null {
  const given = lists.filter((list) => list !== null);
  const [first, ...others] = given;
  if (!first) return null;
  return first.find((one) => others.every((list) => list.includes(one))) ?? 'none';
}

/** One product that all of those name that are about some products: it has one number and one vendor, but as many tags and collections as they ask for. */
function productOf(campaigns: readonly Campaign[]): NonNullable<ExampleOrder['product']> | 'none' {
  const named = campaigns.flatMap(({ lines }) => lines ?? []);
  const strict = named.filter((lines) => lines.collectionIds.length + lines.productTags.length === 0);
  const collectionIds = named.flatMap((lines) => lines.collectionIds.slice(0, 1));
  const tags = named.flatMap((lines) => lines.productTags.slice(0, 1));
  for (const vendor of [null, ...strict.flatMap((lines) => lines.vendors)]) {
    const others = strict.filter(({ vendors }) => vendor === null || !vendors.includes(vendor));
    const id = common(others.map(({ productIds }) => productIds));
    if (id === 'none') continue;
    return { collectionIds, tags, ...(id !== null && { id }), ...(vendor !== null && { vendor }) };
  }
  return 'none';
}

/** At least what each of them asks for. */
function goodsOf(program: Program, campaigns: readonly Campaign[], currency: string): string {
  const least = campaigns.flatMap(({ when }) =>
    (when.minSpend ?? []).filter((one) => one.currency === currency).map(({ amount }) => amount),
  );
  return [exampleAmount(program, currency, EXAMPLE_TIMES), ...least].reduce((most, one) =>
    compare(decimal(one), decimal(most)) > 0 ? one : most,
  );
}

/** Now, where all of them run, else when they next do, else the last moment at which they did; null: never together. */
function momentWithin(campaigns: readonly Campaign[], now: string): string | null {
  const latest = (a: string, b: string) => (compareInstants(a, b) < 0 ? b : a);
  const earliest = (a: string, b: string) => (compareInstants(a, b) < 0 ? a : b);
  const starts = campaigns.flatMap(({ startsAt }) => startsAt ?? []);
  const ends = campaigns.flatMap(({ endsAt }) => endsAt ?? []);
  const from = starts.length > 0 ? starts.reduce(latest) : null;
  const until = ends.length > 0 ? ends.reduce(earliest) : null;
  if (from !== null && until !== null && compareInstants(from, until) >= 0) return null;
  if (from !== null && compareInstants(now, from) < 0) return from;
  if (until === null || compareInstants(now, until) < 0) return now;
  const last = new Date(Date.parse(until) - 1).toISOString();
  return from !== null && compareInstants(last, from) < 0 ? from : last;
}
