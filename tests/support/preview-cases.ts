/** Random programmes whose campaigns run now or do not, with a shopper, a market and a product, for what pages promise. */
import { ProgramSchema, type Program } from '../../app/domain/program.ts';
import { built, type Choices } from './choices.ts';
import { CURRENCIES, PRODUCTS, programDocument, type Currency } from './program-choices.ts';

export const NOW = Date.now();
export const HOUR = 3_600_000;

/** Windows around now, none of whose ends is so near that it could come while the test runs. */
export const around = (from: Choices) => ({
  ...{ zone: 'UTC', months: 12 },
  moment: () => new Date(NOW + from.of(-HOUR, HOUR, -1000 * HOUR, 1000 * HOUR)).toISOString(),
});

export type Shopper = {
  kind: 'guest' | 'unknown' | 'member';
  /** Of who is a member. */
  level: string | null;
  /** By their data; a programme may ask for it. */
  joined: boolean;
  ordered: number;
  first: boolean;
  tags: string[];
  business: boolean;
};

function shopper(from: Choices, { tiers }: Program): Shopper {
  const levels = tiers?.levels.map(({ id }) => id) ?? [];
  const ordered = from.of(0, 3);
  return {
    kind: from.of('member', 'member', 'member', 'member', 'guest', 'unknown'),
    level: levels[from.upTo(levels.length)] ?? levels[0] ?? null,
    joined: !from.oneIn(4),
    ordered,
    // Shopify may count none any more where the ledger has one.
    first: from.oneIn(ordered === 0 ? 2 : 3),
    tags: from.some(['staff ', 'VIP'], 9),
    business: from.oneIn(12),
  };
}

export const previewCases = built(400, (from) => {
  const document = programDocument(from, around(from), {
    lookups: true,
    mode: from.of('automatic', 'automatic', 'automatic', 'optIn'),
  });
  const program = ProgramSchema.parse({ ...document, actions: [] });
  const currency = from.of<Currency>(...CURRENCIES);
  return {
    program,
    currency,
    market: program.markets[from.upTo(program.markets.length)] ?? null,
    shopper: shopper(from, program),
    product: {
      id: from.of(...PRODUCTS),
      vendor: from.of('Haven', 'Guest'),
      tags: from.some(['Sale', 'GIFT', 'new'], 2),
      collectionIds: from.some(['900', '901', '902'], 2),
      giftCard: from.oneIn(10),
    },
    /** Minor units. */
    price: BigInt(from.of(10, 999, 1_000, 2_999, 5_000, 100_000, 4_999_999)) + BigInt(from.upTo(2_000)),
    taxesIncluded: from.oneIn(2),
    /** Of the price. */
    taxes: BigInt(from.of(10, 20)),
  };
});
export type PreviewCase = ReturnType<(typeof previewCases)['generate']>['value'];

/** Liquid holds every currency in hundredths. */
export const hundredths = (minorUnits: bigint, currency: Currency): number =>
  Number(currency === 'JPY' ? minorUnits * 100n : currency === 'KWD' ? minorUnits / 10n : minorUnits);
