// What the product's block promises is what the order of that one thing gets: the real Liquid against target(), over random programmes, products and shoppers.
// Where the page says "about" it must say why, and the number is that of a shopper of whom the unknown is not so.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NATIVE_CODES_ONLY } from '../../app/domain/capabilities.ts';
import { line, member, order, state } from '../../app/domain/earning.fixture.ts';
import { target } from '../../app/domain/earning.ts';
import { decimalOfMinorUnits } from '../../app/domain/money.ts';
import { ProgramSchema } from '../../app/domain/program.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { storefrontProgram } from '../../app/domain/storefront-rates.ts';
import { extensionLiquid } from '../support/extension-liquid.ts';
import {
  HOUR,
  hundredths,
  NOW,
  previewCases,
  type PreviewCase,
  type Shopper,
} from '../support/preview-cases.ts';
import { CURRENCIES } from '../support/program-choices.ts';

const here = { currency: 'USD', capabilities: NATIVE_CODES_ONLY };
const seed = Math.trunc(Number(process.env['SEED'] ?? Date.now() % 2 ** 31));
const CASES = 3_000;
/** What the page cannot know, as it is in one of the worlds that it must be ready for. */
type World = {
  level: string | null;
  first: boolean;
  country: string | null;
  taxed: boolean;
  joined: boolean;
};

function pointsOf(one: PreviewCase, world: World, minorUnits = one.price): bigint {
  const { program, currency, product, shopper: who } = one;
  const price = decimalOfMinorUnits(minorUnits, currency);
  const taxes = decimalOfMinorUnits(world.taxed ? (minorUnits * one.taxes) / 100n : 0n, currency);
  const amount = (presentment: string) => ({ shop: currency === 'USD' ? presentment : '1.00', presentment });
  const facts = order({
    ...{ processedAt: new Date(NOW).toISOString(), presentmentCurrency: currency, currentTotalPrice: null },
    ...{
      shippingCountry: world.country,
      taxesIncluded: one.taxesIncluded,
      company: who.kind !== 'guest' && who.business,
    },
    lines: [
      line({
        ...{ productId: product.id, vendor: product.vendor, giftCard: product.giftCard },
        ...{ unitPrice: amount(price), taxes: { shop: '0', presentment: taxes } },
      }),
    ],
  });
  const { tags, collectionIds } = product;
  const customerTags = { '7': who.kind === 'guest' ? [] : who.tags };
  const lookups = { customerTags, lines: { [product.id]: { tags, collectionIds } } };
  // Fulfilled: the page promises what comes when the order has become one that earns.
  const known = state(facts, [], { lookups, fulfilledAt: new Date(NOW).toISOString() });
  const history = { ...member, member: world.joined, level: world.level, firstOrder: world.first };
  return target(known, history, { number: 1, publishedAt: '2026-01-01T00:00:00Z', program }).points;
}

const engines = new Map(
  CURRENCIES.map((currency) => [currency, extensionLiquid({ language: 'en', currency })]),
);

function globalsOf(one: PreviewCase): object {
  const { currency, shopper: who, product } = one;
  const { id, vendor, tags, giftCard } = product;
  const variant = { id: 11, price: hundredths(one.price, currency) };
  // Who has points is shown them, joined or not.
  const [joined, earns] = [who.joined || who.ordered > 0, who.joined];
  const data = { v: 1, joined, earns, tier: who.level && { id: who.level }, first: who.first };
  const customer = {
    ...{ tags: who.tags, 'b2b?': who.business, orders_count: who.ordered },
    metafields: { $app: { loyalty: { value: who.kind === 'member' ? data : undefined } } },
  };
  // Through JSON, as a metafield comes.
  const value: unknown = JSON.parse(
    JSON.stringify(
      storefrontProgram({ number: 1, publishedAt: '2026-01-01T00:00:00Z', program: one.program }, here),
    ),
  );
  return {
    request: { locale: { iso_code: 'en' }, path: '/' },
    shop: { currency: 'USD' },
    app: { metafields: { meridian: { program: { value } } } },
    cart: { currency: { iso_code: currency }, taxes_included: one.taxesIncluded },
    customer: who.kind === 'guest' ? undefined : customer,
    localization: { market: { handle: one.market?.handle ?? 'elsewhere' } },
    product: {
      ...{ id: Number(id), vendor, tags, 'gift_card?': giftCard, variants: [variant] },
      collections: product.collectionIds.map((each) => ({ id: Number(each) })),
      selected_or_first_available_variant: variant,
    },
    block: { settings: {}, shopify_attributes: '' },
  };
}

type Page = { points: bigint; why: string[]; currency: boolean };

function pageOf(one: PreviewCase): Page {
  const html: unknown = engines
    .get(one.currency)
    ?.renderFileSync('loyalty-product', {}, { globals: globalsOf(one) });
  const match = /data-points="(\d*)" data-about="(\w+)"(?: data-worth="\d+")?(?: data-why="([^"]*)")?/.exec(
    String(html),
  );
  const why = match?.[3]?.split(' ') ?? [];
  expect(match?.[2] ?? 'false').toBe(String(why.length > 0));
  return { points: BigInt(match?.[1] || 0), why, currency: why.includes('currency') };
}

const isOptIn = ({ program }: PreviewCase) => program.enrolment.mode === 'optIn';

/** Why the page may not know; nothing else is a reason. */
function unknowns(one: PreviewCase): Set<string> {
  const { program, shopper: who } = one;
  const { taxes } = program.earning.basis;
  const basis = one.taxesIncluded ? 'excluded' : 'included';
  const isMember = who.kind === 'member';
  return new Set([
    ...(isMember ? [] : ['level']),
    ...(one.market ? [] : ['market']),
    ...(who.kind === 'guest' || (who.ordered > 0 && !(isMember && !who.first)) ? ['first'] : []),
    ...(who.kind === 'guest' && isOptIn(one) ? ['joined'] : []),
    ...(taxes === basis ? ['taxes'] : []),
    ...(one.currency === 'KWD' ? ['decimals'] : []),
    ...(program.earning.rates.every(({ currency }) => currency !== one.currency) ? ['currency'] : []),
  ]);
}

/** The world where what is unknown is not so, and others that the page must be ready for. */
function worldsOf(one: PreviewCase): [World, ...World[]] {
  const unknown = unknowns(one);
  const { shopper: who } = one;
  const country = one.market?.countries[0] ?? 'BR';
  const levels = one.program.tiers?.levels.map(({ id }) => id) ?? [];
  const isFirst = who.kind !== 'guest' && who.ordered === 0 && !(who.kind === 'member' && !who.first);
  // Who is signed in without data has not joined; a guest may have.
  const joined = !isOptIn(one) || who.kind === 'guest' || (who.kind === 'member' && who.joined);
  const level = unknown.has('level') ? null : who.level;
  const plain = { level, first: isFirst, country, taxed: false, joined };
  const others: World[] = [
    ...(unknown.has('level') ? levels.map((level) => ({ ...plain, level })) : []),
    ...(unknown.has('first') ? [{ ...plain, first: true }] : []),
    ...(unknown.has('market')
      ? one.program.markets.map(({ countries }) => ({ ...plain, country: countries[0] ?? null }))
      : []),
    ...(unknown.has('joined') ? [{ ...plain, joined: false }] : []),
    { ...plain, taxed: true },
  ];
  return [plain, ...others];
}

describe(`the product's preview, SEED=${seed}`, () => {
  it(`of ${CASES} programmes, products and shoppers is what target() gives`, () => {
    const figures = { sure: 0, about: 0, none: 0, multiplied: 0, reasons: new Set<string>() };
    const check = (one: PreviewCase) => {
      const page = pageOf(one);
      const allowed = unknowns(one);
      for (const reason of page.why) expect([...allowed, 'large']).toContain(reason);
      for (const reason of page.why) figures.reasons.add(reason);
      if (page.currency) return;
      const [plain, ...others] = worldsOf(one);
      const points = pointsOf(one, plain);
      if (one.currency === 'KWD' && (page.why.includes('decimals') || page.points === 0n)) {
        const [low, high] = [one.price - 9n, one.price + 9n].map((near) =>
          pointsOf(one, plain, near > 0n ? near : 1n),
        );
        expect(page.points).toBeGreaterThanOrEqual(low ?? 0n);
        expect(page.points).toBeLessThanOrEqual(high ?? 0n);
        return;
      }
      if (!page.why.includes('large')) expect(page.points).toBe(points);
      if (page.why.length > 0) figures.about += 1;
      else if (points === 0n) figures.none += 1;
      else {
        figures.sure += 1;
        // Sure means sure, whatever the page does not know.
        for (const world of others) expect(pointsOf(one, world)).toBe(points);
        const plainly = { ...one, program: { ...one.program, campaigns: [] } };
        if (pointsOf(plainly, plain) !== points) figures.multiplied += 1;
      }
    };
    fc.assert(fc.property(previewCases, check), { seed, numRuns: CASES });
    console.log(`preview: ${JSON.stringify({ ...figures, reasons: [...figures.reasons] })}`);
    // Were nearly every number "about", or no campaign ever in one, this would show nothing.
    expect(figures.sure).toBeGreaterThan(CASES / 10);
    expect(figures.multiplied).toBeGreaterThan(CASES / 100);
    expect([...figures.reasons].sort()).toEqual(
      expect.arrayContaining(['currency', 'decimals', 'first', 'joined', 'level', 'market', 'taxes']),
    );
  });
});

const campaign = (changes: object) => ({
  ...{ id: 'days', name: { en: 'Days' }, effect: { kind: 'multiply', by: '2' } },
  ...changes,
});

it.each<[string, object, Partial<Shopper>, bigint, string[]]>([
  ['one that runs', {}, {}, 69n, []],
  ['one that is switched off', { active: false }, {}, 34n, []],
  ['one that has ended', { endsAt: '2020-01-01T00:00:00Z' }, {}, 34n, []],
  ['one that is to come', { startsAt: new Date(NOW + HOUR).toISOString() }, {}, 34n, []],
  ['points at once', { effect: { kind: 'bonus', points: 100 } }, {}, 134n, []],
  ['of this market', { when: { markets: ['us'] } }, {}, 69n, []],
  ['of another market', { when: { markets: ['jp'] } }, {}, 34n, []],
  ['of a tag', { lines: { productTags: ['sale '] } }, {}, 69n, []],
  ['of another product', { lines: { productIds: ['2'] } }, {}, 34n, []],
  ['of a collection', { lines: { collectionIds: ['900'] } }, {}, 69n, []],
  ['of another vendor', { lines: { vendors: ['Guest'] } }, {}, 34n, []],
  ['for orders that come to more', { when: { minSpend: [{ currency: 'USD', amount: '35' }] } }, {}, 34n, []],
  ['for orders of so much', { when: { minSpend: [{ currency: 'USD', amount: '34.98' }] } }, {}, 69n, []],
  ['in shops alone', { when: { channels: ['pos'] } }, {}, 34n, []],
  ['for a first order', { when: { firstOrder: true } }, {}, 69n, []],
  [
    'for a first order, of who ordered',
    { when: { firstOrder: true } },
    { ordered: 2, first: false },
    34n,
    [],
  ],
  [
    'for a first order, of whom no order counted',
    { when: { firstOrder: true } },
    { ordered: 2 },
    34n,
    ['first'],
  ],
  [
    'for a first order, of whom the ledger knows one',
    { when: { firstOrder: true } },
    { first: false },
    34n,
    [],
  ],
  ['for a first order, of a guest', { when: { firstOrder: true } }, { kind: 'guest' }, 34n, ['first']],
  [
    'more digits than Liquid holds',
    { effect: { kind: 'multiply', by: `1.${'1'.repeat(20)}` } },
    {},
    34n,
    ['large'],
  ],
])('a campaign: %s', (_, changes, who, points, why) => {
  const market = { handle: 'us', countries: ['US'], currency: 'USD', locale: 'en' };
  const { earning } = startingProgram;
  const program = ProgramSchema.parse({
    ...startingProgram,
    tiers: null,
    markets: [market, { ...market, handle: 'jp', countries: ['JP'] }],
    earning: { ...earning, basis: { ...earning.basis, taxes: 'asDisplayed' } },
    campaigns: [campaign(changes)],
  });
  const plain: Shopper = {
    ...{ kind: 'member', level: null, joined: true, ordered: 0, first: true, tags: [], business: false },
    ...who,
  };
  const product = {
    id: '1' as const,
    vendor: 'Haven',
    tags: ['Sale'],
    collectionIds: ['900'],
    giftCard: false,
  };
  const page = pageOf({
    ...{ program, currency: 'USD', market: program.markets[0] ?? null, shopper: plain, product },
    ...{ price: 3_498n, taxesIncluded: false, taxes: 0n },
  });
  expect({ points: page.points, why: page.why }).toEqual({ points, why });
});
