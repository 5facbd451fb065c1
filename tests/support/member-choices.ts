import type fc from 'fast-check';
import type { Member, Order, Version } from '../naive/facts.ts';
import { mergeAll } from '../naive/merge.ts';
import { built, type Choices } from './choices.ts';
import { calendar, type Calendar } from './moments.ts';
import { type News, orderNews } from './order-choices.ts';
import { type Currency, LEVELS, PRODUCTS, publishedVersions } from './program-choices.ts';

/** One member with everything that the rules of points.md 1 to 5 look at, and what was told of their orders. */
export type MemberCase = Member & {
  customerId: string;
  versions: (Version & { program: object })[];
  /** By order, each delivery at least once, in any order. */
  told: News[][];
  /** Moments at which something may have changed. */
  moments: string[];
};

const CUSTOMER = '4242';
// Of different lengths: as texts they stand in another order than as numbers.
const IDS = ['9', '10', '11', '100', '99', '101'];

function lookups(from: Choices, news: readonly News[]): Order['lookups'] {
  if (from.oneIn(4)) return null;
  const products = new Set(
    news.flatMap((one) => one.order?.facts.lines.flatMap((line) => line.productId ?? []) ?? []),
  );
  const ofProduct = () => ({
    tags: from.of<string[]>([], ...from.some([['Sale '], ['gift', 'x']], 2)),
    collectionIds: from.of<string[]>([], ...from.some([['900'], ['900', '901']], 2)),
  });
  const known = PRODUCTS.filter((id) => products.has(id)).map((id) => [id, ofProduct()] as const);
  return {
    customerTags: { [CUSTOMER]: from.oneIn(12) ? ['vip', 'STAFF'] : [] },
    lines: Object.fromEntries(known),
  };
}

function deliveries(from: Choices, news: readonly News[]): News[] {
  if (!from.oneIn(2)) return [...news];
  return from.shuffled([...news, ...from.some(news, 3)]);
}

function placements(from: Choices, at: Calendar): Member['placements'] {
  return from.list(from.of(0, 0, 0, 0, 1, 2), () => {
    const [begin, end] = [at.moment(), at.moment()].sort((a, b) => Date.parse(a) - Date.parse(b));
    return {
      levelId: from.of(...LEVELS),
      from: begin ?? at.moment(),
      until: begin === end ? null : (from.of(end, null) ?? null),
    };
  });
}

/** Who joined was known from then on, if not before. */
function membership(from: Choices, at: Calendar): Pick<Member, 'enrolledAt' | 'joinedAt'> {
  const joinedAt = from.of<string | null>(at.moment(), at.moment(), null);
  const enrolledAt = from.of<string | null>(at.moment(), at.moment(), null);
  const [first] = [joinedAt, enrolledAt]
    .flatMap((moment) => moment ?? [])
    .sort((a, b) => Date.parse(a) - Date.parse(b));
  return { joinedAt, enrolledAt: first ?? null };
}

function memberCaseFrom(from: Choices): MemberCase {
  const at = calendar(from);
  const shop = { currency: from.of<Currency>('USD', 'USD', 'EUR', 'JPY'), calendar: at, owners: [] };
  const versions = publishedVersions(from, at, { lookups: true }) as MemberCase['versions'];
  const told = from
    .list(from.of(3, 1, 2, 4, 5, 6), (index) => IDS[index] ?? String(index))
    .map((id) => deliveries(from, orderNews(from, shop, id, CUSTOMER)));
  const orders = told.map((news) => ({ ...mergeAll(news), lookups: lookups(from, news) }));
  return {
    customerId: CUSTOMER,
    versions,
    told,
    orders,
    placements: placements(from, at),
    shopIsDevelopment: from.oneIn(4),
    timeZone: at.zone,
    ...membership(from, at),
    moments: from.list(4, () => at.moment()),
  };
}

export const memberCase = (): fc.Arbitrary<MemberCase> => built(700, memberCaseFrom);
