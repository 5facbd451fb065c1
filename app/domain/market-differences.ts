/** The markets of the programme beside those that the shop has in Shopify: what differs, and the programme's with it taken over. */
import type { Market } from './program.ts';

/** A market of the shop, as Shopify tells it. `locales`: the first is its default. */
export type ShopMarket = {
  handle: string;
  countries: readonly string[];
  currency: string;
  locales: readonly string[];
};

export type MarketDifference =
  /** Shopify has it, the programme does not. */
  | { kind: 'missing'; market: Market }
  | { kind: 'changed'; market: Market; before: Market; parts: ('countries' | 'currency' | 'locale')[] }
  /** The programme has it; Shopify has none that is active. */
  | { kind: 'gone'; before: Market };

export const handleOf = (difference: MarketDifference): string =>
  difference.kind === 'gone' ? difference.before.handle : difference.market.handle;

/** Shopify lets a country be in several markets; here its first has it. */
export function programMarkets(markets: readonly ShopMarket[]): Market[] {
  const taken = new Set<string>();
  return markets.map(({ handle, countries, currency, locales }) => {
    const own = countries.filter((country) => !taken.has(country));
    for (const country of own) taken.add(country);
    return { handle, countries: own, currency, locale: locales[0] ?? 'en' };
  });
}

export function marketDifferences(
  markets: readonly Market[],
  shop: readonly ShopMarket[],
): MarketDifference[] {
  const told = programMarkets(shop);
  const differing = told.flatMap((market, index): MarketDifference[] => {
    const before = markets.find(({ handle }) => handle === market.handle);
    if (!before) return [{ kind: 'missing', market }];
    const kept = { ...before, ...market, locale: keptLocale(before, shop[index]) };
    const parts = (['countries', 'currency', 'locale'] as const).filter(
      (part) => !isSame(before[part], kept[part]),
    );
    return parts.length > 0 ? [{ kind: 'changed', market: kept, before, parts }] : [];
  });
  const gone = markets.filter(({ handle }) => told.every((one) => one.handle !== handle));
  return [...differing, ...gone.map((before): MarketDifference => ({ kind: 'gone', before }))];
}

const isSame = (a: string | readonly string[], b: string | readonly string[]): boolean =>
  typeof a === 'string' || typeof b === 'string' ? a === b : a.toSorted().join() === b.toSorted().join();

/** The merchant's choice of digits and country stands as long as the shop speaks the language. */
function keptLocale(before: Market, market: ShopMarket | undefined): string {
  const language = (tag: string) => tag.split('-')[0];
  const locales = market?.locales ?? [];
  const isSpoken = locales.some((one) => language(one) === language(before.locale));
  return isSpoken ? before.locale : (locales[0] ?? before.locale);
}

/** Which other markets of the programme lose countries where a difference is taken over, and which countries. */
export function marketsThatLose(
  markets: readonly Market[],
  difference: MarketDifference,
): { market: Market; countries: string[] }[] {
  const after = withDifference(markets, difference);
  return markets.flatMap((market) => {
    const left = after.find(({ handle }) => handle === market.handle);
    if (!left || market.handle === handleOf(difference)) return [];
    const countries = market.countries.filter((country) => !left.countries.includes(country));
    return countries.length > 0 ? [{ market, countries }] : [];
  });
}

/** The list with the named difference taken over, or all that Shopify has (null). What it has not goes only where it is named: a market of one's own may be meant. */
export function withTaken(
  markets: readonly Market[],
  differences: readonly MarketDifference[],
  handle: string | null,
): Market[] {
  return differences
    .filter((one) => (handle === null ? one.kind !== 'gone' : handleOf(one) === handle))
    .reduce<Market[]>((now, one) => withDifference(now, one), [...markets]);
}

/** The list with one difference taken over; countries that come with it leave the markets that had them. */
export function withDifference(markets: readonly Market[], difference: MarketDifference): Market[] {
  if (difference.kind === 'gone') return markets.filter(({ handle }) => handle !== difference.before.handle);
  const { market } = difference;
  const others = markets.map((one) =>
    one.handle === market.handle
      ? market
      : { ...one, countries: one.countries.filter((country) => !market.countries.includes(country)) },
  );
  return difference.kind === 'missing' ? [...others, market] : others;
}
