import { z } from 'zod';
import { ShopifyIdSchema } from './ids.ts';
import { compareInstants, epochNanoseconds, InstantSchema } from './instant.ts';
import {
  conditionList,
  IdSchema,
  listOf,
  MinSpendSchema,
  MultiplierSchema,
  NameSchema,
  partOf,
  PointsSchema,
  rule,
} from './program-parts.ts';
import { text } from './text.ts';

const WhenSchema = z
  .strictObject({
    markets: conditionList(IdSchema),
    tiers: conditionList(IdSchema),
    channels: conditionList(text(255)),
    minSpend: MinSpendSchema,
    firstOrder: z
      .boolean()
      .nullish()
      .transform((firstOrder) => firstOrder ?? false),
  })
  .nullish()
  .transform(
    (when) => when ?? { markets: null, tiers: null, channels: null, minSpend: null, firstOrder: false },
  );

/** What names lines of an order, in campaigns and in exclusions. */
export const lineLists = {
  productIds: listOf(ShopifyIdSchema),
  collectionIds: listOf(ShopifyIdSchema),
  productTags: listOf(text(255)),
  vendors: listOf(text(255)),
};

const LinesSchema = z
  .strictObject(lineLists)
  .nullish()
  .transform((lines) => (lines && Object.values(lines).some((list) => list.length > 0) ? lines : null));

const window = rule<unknown>((campaign) => {
  const [startsAt, endsAt] = [partOf(campaign, 'startsAt'), partOf(campaign, 'endsAt')];
  if (typeof startsAt !== 'string' || typeof endsAt !== 'string') return [];
  if (epochNanoseconds(startsAt) === null || epochNanoseconds(endsAt) === null) return [];
  return compareInstants(startsAt, endsAt) < 0
    ? []
    : [{ path: ['endsAt'], message: 'is not after startsAt' }];
});

const instantOrNull = InstantSchema.nullish().transform((instant) => instant ?? null);

export const CampaignSchema = z
  .strictObject({
    id: IdSchema,
    name: NameSchema,
    /** Switched off it is kept, and no order is the better for it. */
    active: z.boolean().default(true),
    /** The window is startsAt <= t < endsAt; null is open. */
    startsAt: instantOrNull,
    endsAt: instantOrNull,
    when: WhenSchema,
    lines: LinesSchema,
    effect: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('multiply'), by: MultiplierSchema }),
      z.strictObject({ kind: z.literal('bonus'), points: PointsSchema }),
    ]),
  })
  .check(window);

export type Campaign = z.output<typeof CampaignSchema>;
