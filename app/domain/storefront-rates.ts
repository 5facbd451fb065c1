import type { Action } from './action.ts';
import { minorUnitDigits } from './currency.ts';
import { div, fraction, mul } from './fraction.ts';
import type { MarketLook } from './market-look.ts';
import { decimal } from './money.ts';
import type { Fault } from './parse-program.ts';
import type { Program, PublishedProgram, Rate } from './program.ts';
import type { ShopFacts } from './reward-kinds/kind.ts';
import {
  ONLINE_STORE,
  storefrontCampaigns,
  storefrontLines,
  type StorefrontCampaign,
  type StorefrontLines,
} from './storefront-campaigns.ts';
import { storefrontCart, type StorefrontCart } from './storefront-cart.ts';
import { monthsOf, storefrontLevels, type StorefrontLevel } from './storefront-levels.ts';
import { byCurrency, HUNDREDTHS, liquidRatio, type LiquidRatio } from './storefront-money.ts';
import {
  storefrontGift,
  storefrontRewards,
  type NamedReward,
  type StorefrontReward,
} from './storefront-rewards.ts';
import { withoutCase } from './text.ts';
import type { Tiers } from './tiers.ts';
import { VOICES_BYTES } from './voice.ts';

/** Points per hundredth of the currency, which is how Liquid holds the prices of EVERY currency: ¥1,000 is 100000 there, KWD 3.500 is 350. */
export type StorefrontRate = LiquidRatio & {
  /** With whole steps: steps per hundredth, and the points of one step (a reduced ratio no longer tells how long a step is). */
  step: (LiquidRatio & { points: number }) | null;
  /** The currency has a finer unit than Liquid shows, so a price may be up to half a hundredth off. */
  coarse: boolean;
};

/** Hundredths of the currency per point. `unit`: the hundredths in the smallest amount that can be shown (¥1 is 100). */
export type StorefrontPointValue = LiquidRatio & { unit: number };

type Texts = Record<string, string>;

/** The programme as the theme's Liquid reads it: `app.metafields.meridian.program.value`. */
export type StorefrontProgram = {
  v: 1;
  number: number;
  name: Texts;
  label: Program['pointsLabel'];
  rates: Record<string, StorefrontRate>;
  rounding: Program['earning']['rounding'];
  granularity: Program['earning']['granularity'];
  taxes: Program['earning']['basis']['taxes'];
  /** Of several multipliers. */
  stacking: Program['earning']['stacking'];
  /** Whether shipping earns too. */
  shipping: boolean;
  /** What earns nothing; `online`: orders of the online store do not. Read by Liquid only, never written into a page. */
  excluded: StorefrontLines & {
    customerTags: string[];
    giftCards: boolean;
    business: boolean;
    online: boolean;
  };
  campaigns: StorefrontCampaign[];
  /** The windows of the same, for an extension that was released before it knew `campaigns`: it says "about" in them. */
  boosts: Pick<StorefrontCampaign, 'from' | 'until' | 'markets'>[];
  pointValue: Record<string, StorefrontPointValue>;
  rewards: StorefrontReward[];
  /** Points as money in the cart; null: not offered. */
  cart: StorefrontCart | null;
  /** From the first up; empty without tiers. */
  levels: StorefrontLevel[];
  /** What a level's threshold counts, and over how many months (null: for ever, 'year': the calendar's); null without tiers. */
  levelsBy: { basis: Tiers['basis']; months: number | 'year' | null } | null;
  /** Other ways to earn: points, or else a reward. */
  actions: { name: Texts; points: number | null; reward: NamedReward | null }[];
  /** Whether something comes on a member's birthday, of an action or of a level. */
  birthday: boolean;
  /** Days until points of an order can be spent, by market where another. */
  pending: { days: number; byMarket: Record<string, number> };
  /** When points lapse; null: never. */
  expiry: { kind: 'afterEarning' | 'afterInactivity'; months: number } | null;
  markets: Record<string, { currency: string; locale: string }>;
  /** By market, of those that are not to look as the theme does. */
  looks: Record<string, MarketLook>;
  /** null: signing in enrols. Else who is signed in may join, by accepting these terms, if there are any. */
  join: { terms: { version: string; url: Texts } | null } | null;
};

/** One more with every change of what is written: the next worker then writes the data of every shop anew, published or not. */
export const THEME_SHAPE = 2;

/** What Shopify takes as the value of a JSON metafield (shopify.dev, metafield limits, apps from April 2026 on). */
export const STOREFRONT_BYTES_MAX = 128 * 1024;

const hasFinerUnit = (currency: string): boolean => (minorUnitDigits(currency) ?? 2) > 2;

function storefrontRate(rate: Rate, wholeSteps: boolean): StorefrontRate | null {
  const steps = div(fraction(1n), mul(decimal(rate.spend), HUNDREDTHS));
  const [points, step] = [liquidRatio(mul(steps, fraction(BigInt(rate.points)))), liquidRatio(steps)];
  if (points === null || step === null) return null;
  return {
    ...points,
    step: wholeSteps ? { ...step, points: rate.points } : null,
    coarse: hasFinerUnit(rate.currency),
  };
}

type CurrencyAmount = Program['pointValue'][number];

function storefrontPointValue({ currency, amount }: CurrencyAmount): StorefrontPointValue | null {
  const ratio = liquidRatio(mul(decimal(amount), HUNDREDTHS));
  const unit = 10n ** BigInt(2 - Math.min(2, minorUnitDigits(currency) ?? 2));
  return ratio && { ...ratio, unit: Number(unit) };
}

/** Rates of a programme by currency, in integers that Liquid can reckon with: its points for a price equal `target()` of an order of that one thing. */
export function storefrontRates({ earning }: Program): Record<string, StorefrontRate> {
  return byCurrency(earning.rates, (rate) => storefrontRate(rate, earning.granularity === 'wholeSteps'));
}

const isGiven = (gift: NamedReward | null): boolean => gift !== null && gift.currencies.length > 0;

/** Without those whose reward nobody is given. */
function givingActions(program: Program, shop: ShopFacts): Action[] {
  return program.actions
    .filter(({ active }) => active)
    .filter(({ points, rewardId }) => points !== null || isGiven(storefrontGift(program, rewardId, shop)));
}

function storefrontActions(program: Program, shop: ShopFacts): StorefrontProgram['actions'] {
  const giftOf = (id: string | null): NamedReward | null => storefrontGift(program, id, shop);
  return givingActions(program, shop).map(({ name, points, rewardId }) => ({
    name,
    points,
    reward: giftOf(rewardId),
  }));
}

/** Nobody is asked for a birthday on which nothing comes. */
function hasBirthdays(program: Program, shop: ShopFacts): boolean {
  const ofLevels = storefrontLevels(program, shop).some(({ birthday }) => isGiven(birthday));
  return ofLevels || givingActions(program, shop).some(({ kind }) => kind === 'birthday');
}

/** The draft keeps the look of a market that is gone, should it come back. */
function storefrontLooks({ markets, looks }: Program): StorefrontProgram['looks'] {
  const handles = markets.map(({ handle }) => handle);
  return Object.fromEntries(Object.entries(looks).filter(([handle]) => handles.includes(handle)));
}

/** A published version as the storefront reads it: small, without what only the ledger needs, rewards from the cheapest up. */
export function storefrontProgram({ number, program }: PublishedProgram, shop: ShopFacts): StorefrontProgram {
  const { basis, exclusions, granularity, rounding, stacking } = program.earning;
  const campaigns = storefrontCampaigns(program);
  return {
    v: 1,
    number,
    name: program.name,
    label: program.pointsLabel,
    rates: storefrontRates(program),
    rounding,
    granularity,
    taxes: basis.taxes,
    stacking,
    shipping: basis.shipping,
    excluded: {
      ...storefrontLines(exclusions),
      customerTags: program.enrolment.excludedCustomerTags.map(withoutCase),
      giftCards: !basis.giftCardProducts,
      business: !program.enrolment.businessOrders,
      online: exclusions.channels.includes(ONLINE_STORE),
    },
    campaigns,
    boosts: campaigns.map(({ from, until, markets }) => ({ from, until, markets })),
    pointValue: byCurrency(program.pointValue, storefrontPointValue),
    rewards: storefrontRewards(program, shop),
    cart: storefrontCart(program, shop),
    levels: storefrontLevels(program, shop),
    levelsBy: program.tiers && { basis: program.tiers.basis, months: monthsOf(program.tiers.period) },
    actions: storefrontActions(program, shop),
    birthday: hasBirthdays(program, shop),
    pending: { days: program.earning.pending.days, byMarket: program.earning.pending.byMarket },
    expiry: program.expiry.kind === 'never' ? null : program.expiry,
    markets: Object.fromEntries(
      program.markets.map(({ handle, currency, locale }) => [handle, { currency, locale }]),
    ),
    looks: storefrontLooks(program),
    join: program.enrolment.mode === 'optIn' ? { terms: program.enrolment.terms } : null,
  };
}

/**
 * What a shop can do may grow after it has published: room is kept for all of its rewards, in whichever currency of the programme is the shop's, which no
 * market need have.
 */
function bytesAtMost(version: PublishedProgram): number {
  const { earning, pointValue } = version.program;
  const currencies = new Set(['', ...[...earning.rates, ...pointValue].map(({ currency }) => currency)]);
  const capabilities = { functions: true, storeCredit: true, giftCards: true };
  const sizes = [...currencies].map((currency) => {
    const compiled = storefrontProgram(version, { currency, capabilities });
    return new TextEncoder().encode(JSON.stringify(compiled)).length;
  });
  return Math.max(...sizes);
}

/** Why the theme could not show a programme: one that is too large for Shopify is not written, and the page would show the one before for ever. */
export function storefrontFaults(version: PublishedProgram): Fault[] {
  const own = bytesAtMost(version);
  const bytes = own + (Object.keys(version.program.voice).length > 0 ? VOICES_BYTES : 0);
  if (bytes <= STOREFRONT_BYTES_MAX) return [];
  const reason = `is too large for the storefront: ${bytes} bytes of what the theme reads, of ${STOREFRONT_BYTES_MAX} that Shopify takes. Shorten the lists of exclusions, or names`;
  return [{ path: '', reason }];
}
