import { z } from 'zod';
import { actionRewardsExist, ActionSchema, oneActiveOfAKind } from './action.ts';
import { CampaignSchema, lineLists } from './campaign.ts';
import { CART_REWARD_ID, CartPointsSchema } from './cart-points.ts';
import { CurrencySchema } from './currency.ts';
import { compareInstants } from './instant.ts';
import { MarketLooksSchema } from './market-look.ts';
import { PositiveDecimalSchema } from './money.ts';
import {
  AmountsSchema,
  CountrySchema,
  DaysSchema,
  IdSchema,
  LanguageTagSchema,
  listOf,
  MonthsSchema,
  NameSchema,
  partOf,
  PointsLabelSchema,
  PointsSchema,
  rule,
  unique,
} from './program-parts.ts';
import { RewardSchema } from './reward.ts';
import { text } from './text.ts';
import { perkRewardsExist, TiersSchema } from './tiers.ts';
import { VoiceSchema } from './voice.ts';

/** Of a page of the shop, or anywhere by https: a browser follows it, so no other scheme. */
const LinkSchema = z
  .string()
  .max(2000)
  .regex(
    /^(?:https:\/\/[^\s/]|\/(?![/\\]))\S*$/,
    'is not an https:// address or a path like /policies/terms',
  );

/** What a member agrees to by joining: a new version is asked of those who join from then on. */
const TermsSchema = z.strictObject({
  version: text(100).refine((version) => version.trim() !== '', 'is empty'),
  url: z
    .record(LanguageTagSchema, LinkSchema)
    .refine((links) => Object.keys(links).length > 0, 'has no language'),
});

const EnrolmentSchema = z.strictObject({
  mode: z.enum(['automatic', 'optIn']),
  excludedCustomerTags: listOf(text(255)),
  businessOrders: z.boolean().default(false),
  backdateDays: DaysSchema.default(0),
  terms: TermsSchema.nullish().transform((terms) => terms ?? null),
});
export type Terms = z.output<typeof TermsSchema>;

const RateSchema = z.strictObject({
  currency: CurrencySchema,
  /** `points` for every `spend` of the currency. */
  spend: PositiveDecimalSchema,
  points: PointsSchema,
});

const EarningSchema = z.strictObject({
  rates: z.array(RateSchema).check(unique('currency')),
  basis: z.strictObject({
    taxes: z.enum(['asDisplayed', 'included', 'excluded']),
    shipping: z.boolean().default(false),
    giftCardProducts: z.boolean().default(false),
  }),
  exclusions: z
    .strictObject({ ...lineLists, orderTags: listOf(text(255)), channels: listOf(text(255)) })
    .prefault({}),
  granularity: z.enum(['proportional', 'wholeSteps']),
  rounding: z.enum(['down', 'halfUp', 'up']),
  stacking: z.enum(['add', 'multiply', 'highest']),
  awardOn: z.enum(['paid', 'fulfilled']),
  pending: z.strictObject({
    days: DaysSchema,
    from: z.enum(['processed', 'fulfilled']),
    byMarket: z
      .record(IdSchema, DaysSchema)
      .nullish()
      .transform((byMarket) => byMarket ?? {}),
  }),
});

const ExpirySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('never') }),
  z.strictObject({ kind: z.literal('afterEarning'), months: MonthsSchema }),
  z.strictObject({ kind: z.literal('afterInactivity'), months: MonthsSchema }),
]);

const MarketSchema = z.strictObject({
  handle: IdSchema,
  countries: z.array(CountrySchema),
  currency: CurrencySchema,
  locale: LanguageTagSchema,
});

const countryInOneMarket = rule<unknown>((markets) => {
  if (!Array.isArray(markets)) return [];
  const marketOf = new Map<unknown, number>();
  return markets.flatMap((market: unknown, index) => {
    const countries = partOf(market, 'countries');
    if (!Array.isArray(countries)) return [];
    return countries.flatMap((country: unknown, position) => {
      const other = marketOf.get(country);
      marketOf.set(country, other ?? index);
      return other === undefined || other === index
        ? []
        : [{ path: [index, 'countries', position], message: `is in markets[${other}] already` }];
    });
  });
});

/** What points in the cart are redeemed as has an id of its own, offered or not: codes of an earlier reward would be taken for points that a cart holds. */
const cartRewardIsApart = rule<unknown>((program) => {
  const rewards = partOf(program, 'rewards');
  if (!Array.isArray(rewards)) return [];
  const index = rewards.findIndex((reward: unknown) => partOf(reward, 'id') === CART_REWARD_ID);
  return index < 0 ? [] : [{ path: ['rewards', index, 'id'], message: 'is the name of points in the cart' }];
});

/** The whole programme of a shop: points.md, section 1. What it gives out is normalized: every part is there, empty conditions are null. */
export const ProgramSchema = z
  .strictObject({
    name: NameSchema,
    pointsLabel: PointsLabelSchema,
    enrolment: EnrolmentSchema,
    earning: EarningSchema,
    campaigns: listOf(CampaignSchema, unique('id')),
    expiry: ExpirySchema.default({ kind: 'never' }),
    refunds: z
      .strictObject({
        debt: z.enum(['allow', 'writeOff']).default('allow'),
        spentPoints: z.enum(['proportional', 'onFullRefund', 'keep']).default('proportional'),
      })
      .prefault({}),
    tiers: TiersSchema.nullish().transform((tiers) => tiers ?? null),
    rewards: listOf(RewardSchema, unique('id')),
    cartPoints: CartPointsSchema.nullish().transform((cart) => cart ?? null),
    actions: listOf(ActionSchema, unique('id'), oneActiveOfAKind),
    markets: listOf(MarketSchema, unique('handle'), countryInOneMarket),
    looks: MarketLooksSchema,
    voice: VoiceSchema,
    pointValue: AmountsSchema.nullish().transform((amounts) => amounts ?? []),
  })
  .check(cartRewardIsApart, perkRewardsExist, actionRewardsExist);

export type Program = z.output<typeof ProgramSchema>;
export type Rate = Program['earning']['rates'][number];
export type Market = Program['markets'][number];

/** A version that was published: immutable. */
export type PublishedProgram = { number: number; publishedAt: string; program: Program };

/** The JSON Schema (draft 2020-12) of a programme as it may be handed in. Rules across fields are told by `parseProgram` alone. */
export function programJsonSchema(): object {
  return { title: 'Meridian programme', ...z.toJSONSchema(ProgramSchema, { io: 'input' }) };
}

/** The version in force at an instant: the newest with publishedAt <= at; of two from the same instant the higher number. null before the first. */
export function versionAt(versions: readonly PublishedProgram[], at: string): PublishedProgram | null {
  let newest: PublishedProgram | null = null;
  for (const version of versions) {
    if (compareInstants(version.publishedAt, at) > 0) continue;
    const order = newest
      ? compareInstants(version.publishedAt, newest.publishedAt) || version.number - newest.number
      : 1;
    if (order > 0) newest = version;
  }
  return newest;
}
