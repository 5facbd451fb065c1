import { z } from 'zod';
import { compare } from './fraction.ts';
import { decimal, isDecimal, NonNegativeDecimalSchema } from './money.ts';
import {
  CountrySchema,
  IdSchema,
  listOf,
  MinSpendSchema,
  MonthsSchema,
  MultiplierSchema,
  NameSchema,
  OptionalAmountsSchema,
  partOf,
  rule,
  unique,
} from './program-parts.ts';

const rising = rule<unknown>((levels) => {
  if (!Array.isArray(levels)) return [];
  const thresholds = levels.map((level: unknown) => {
    const threshold = partOf(level, 'threshold');
    return typeof threshold === 'string' && isDecimal(threshold) ? decimal(threshold) : null;
  });
  return thresholds.flatMap((threshold, index) => {
    if (threshold === null) return [];
    if (index === 0)
      return threshold.n === 0n ? [] : [{ path: [0, 'threshold'], message: 'of the first level is not 0' }];
    const below = thresholds[index - 1];
    return below && compare(threshold, below) <= 0
      ? [{ path: [index, 'threshold'], message: 'is not above that of the level before' }]
      : [];
  });
});

const rewardId = IdSchema.nullish().transform((id) => id ?? null);

/** Shipping paid on every order of the level. */
const ShippingPerkSchema = z.strictObject({
  /** The most that is paid of it, per currency: then a dearer delivery costs what it costs more. Empty: every delivery is free, express too. */
  ceiling: OptionalAmountsSchema,
  /** Empty: wherever it is sent to. */
  countries: listOf(CountrySchema),
  minSpend: MinSpendSchema,
});
export type ShippingPerk = z.output<typeof ShippingPerkSchema>;

/** What a level gives besides its multiplier. */
export const PerksSchema = z.strictObject({
  /** Given once, when the level is reached. */
  entryRewardId: rewardId,
  /** Given on the birthday of who holds the level. */
  birthdayRewardId: rewardId,
  shipping: ShippingPerkSchema.nullish().transform((shipping) => shipping ?? null),
});
export type Perks = z.output<typeof PerksSchema>;

/** Nobody reaches the first level: it is held from the beginning. */
const noEntryToTheFirst = rule<unknown>((levels) => {
  const entry = Array.isArray(levels) ? partOf(partOf(levels[0], 'perks'), 'entryRewardId') : null;
  return typeof entry === 'string'
    ? [
        {
          path: [0, 'perks', 'entryRewardId'],
          message:
            'is of the first level, which nobody enters: an action of the kind "signUp" welcomes members',
        },
      ]
    : [];
});

const LevelSchema = z.strictObject({
  id: IdSchema,
  name: NameSchema,
  threshold: NonNegativeDecimalSchema,
  multiplier: MultiplierSchema,
  /** Absent or null: none. */
  perks: PerksSchema.nullish(),
});

export const TiersSchema = z.strictObject({
  basis: z.enum(['basePoints', 'points', 'spend', 'orders']),
  period: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('lifetime') }),
    z.strictObject({ kind: z.literal('calendarYear') }),
    z.strictObject({ kind: z.literal('rolling'), months: MonthsSchema }),
  ]),
  levels: z
    .array(LevelSchema)
    .min(1, 'has no level')
    .check(unique('id'))
    .check(rising)
    .check(noEntryToTheFirst),
});

export type Tiers = z.output<typeof TiersSchema>;
export type Level = Tiers['levels'][number];

/** A rule over a programme: the rewards that perks give are among its own. */
export const perkRewardsExist = rule<unknown>((program) => {
  const rewards = partOf(program, 'rewards');
  const levels = partOf(partOf(program, 'tiers'), 'levels');
  if (!Array.isArray(levels)) return [];
  const ids = new Set(Array.isArray(rewards) ? rewards.map((one: unknown) => partOf(one, 'id')) : []);
  return levels.flatMap((level: unknown, index) =>
    (['entryRewardId', 'birthdayRewardId'] as const).flatMap((key) => {
      const id = partOf(partOf(level, 'perks'), key);
      if (typeof id !== 'string' || ids.has(id)) return [];
      return [
        { path: ['tiers', 'levels', index, 'perks', key], message: `is no reward of the programme: "${id}"` },
      ];
    }),
  );
});
