/** What every reward has, whatever its kind (rewards.md). The kinds stand in reward-kinds. */
import { z } from 'zod';
import { ShopifyIdSchema } from './ids.ts';
import {
  AmountsSchema,
  conditionList,
  DaysSchema,
  IdSchema,
  listOf,
  LocalizedTextSchema,
  MinSpendSchema,
  NameSchema,
  PointsSchema,
} from './program-parts.ts';

export const AudienceSchema = z
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
export type RewardConditions = z.output<typeof ConditionsSchema>;

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

export const rewardParts = {
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
  /** Whether points buy it. false: it is only given, by a level's perks or for an action. */
  redeemable: z.boolean().default(true),
};

/** What an amount of the kinds that are worth money is, per currency. */
export const ValuesSchema = AmountsSchema.min(1, 'has no currency');
