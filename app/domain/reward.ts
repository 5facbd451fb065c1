import { z } from 'zod';
import { compare, fraction } from './fraction.ts';
import { ShopifyIdSchema } from './ids.ts';
import { decimal, isDecimal, PositiveDecimalSchema } from './money.ts';
import {
  AmountsSchema,
  conditionList,
  CountrySchema,
  DaysSchema,
  IdSchema,
  listOf,
  LocalizedTextSchema,
  MinSpendSchema,
  NameSchema,
  OptionalAmountsSchema,
  partOf,
  PointsSchema,
  rule,
} from './program-parts.ts';
import { text } from './text.ts';

const AudienceSchema = z
  .strictObject({ markets: conditionList(IdSchema), tiers: conditionList(IdSchema) })
  .nullish()
  .transform((audience) => audience ?? { markets: null, tiers: null });

const ConditionsSchema = z
  .strictObject({
    minSpend: MinSpendSchema,
    collectionIds: listOf(ShopifyIdSchema),
    productIds: listOf(ShopifyIdSchema),
    combinesWith: listOf(z.enum(['order', 'product', 'shipping'])),
  })
  .nullish()
  .transform(
    (conditions) => conditions ?? { minSpend: null, collectionIds: [], productIds: [], combinesWith: [] },
  );

const CountSchema = z.int().min(1, 'is below 1').max(1_000_000_000, 'is above 1,000,000,000');

/** How often a member may; days, weeks (from Monday), months and years are those of the shop's time zone. */
export const LimitSchema = z.strictObject({
  times: CountSchema,
  per: z.enum(['day', 'week', 'month', 'year', 'ever']),
});
export type Limit = z.output<typeof LimitSchema>;

const LimitsSchema = z
  .strictObject({
    perMember: LimitSchema.nullish().transform((limit) => limit ?? null),
    total: CountSchema.nullish().transform((total) => total ?? null),
  })
  .nullish()
  .transform((limits) => limits ?? { perMember: null, total: null });

/** What every reward has, whatever its kind (rewards.md). */
const common = {
  id: IdSchema,
  points: PointsSchema,
  name: NameSchema,
  description: LocalizedTextSchema.nullish().transform((description) => description ?? {}),
  for: AudienceSchema,
  conditions: ConditionsSchema,
  limits: LimitsSchema,
  /** null: an issued code does not expire. */
  validDays: DaysSchema.min(1, 'is below 1')
    .nullish()
    .transform((days) => days ?? null),
  unused: z.enum(['return', 'forfeit']).default('return'),
  active: z.boolean().default(true),
};

const values = AmountsSchema.min(1, 'has no currency');

const PercentSchema = PositiveDecimalSchema.refine(
  (value) => !isDecimal(value) || compare(decimal(value), fraction(100n)) <= 0,
  'is above 100',
);

const productOrVariant = rule<unknown>((reward) =>
  ['productId', 'variantId'].filter((key) => typeof partOf(reward, key) === 'string').length === 1
    ? []
    : [{ path: ['productId'], message: 'a free product names either a product or a variant' }],
);

const nullableId = ShopifyIdSchema.nullish().transform((id) => id ?? null);

export const RewardSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('amountOff'), values }),
  z.strictObject({
    ...common,
    kind: z.literal('percentOff'),
    percent: PercentSchema,
    ceiling: OptionalAmountsSchema,
  }),
  z.strictObject({
    ...common,
    kind: z.literal('freeShipping'),
    ceiling: OptionalAmountsSchema,
    countries: listOf(CountrySchema),
  }),
  z
    .strictObject({
      ...common,
      kind: z.literal('freeProduct'),
      productId: nullableId,
      variantId: nullableId,
    })
    .check(productOrVariant),
  z.strictObject({ ...common, kind: z.literal('storeCredit'), values }),
  z.strictObject({ ...common, kind: z.literal('giftCard'), values }),
  z.strictObject({
    ...common,
    kind: z.literal('exclusiveAccess'),
    customerTag: text(255).min(1, 'is empty'),
  }),
  z.strictObject({ ...common, kind: z.literal('voucher') }),
  z.strictObject({ ...common, kind: z.literal('donation') }),
  z.strictObject({ ...common, kind: z.literal('custom') }),
]);

export type Reward = z.output<typeof RewardSchema>;
