import { z } from 'zod';
import { compare } from './fraction.ts';
import { decimal, isDecimal, NonNegativeDecimalSchema } from './money.ts';
import {
  IdSchema,
  MonthsSchema,
  MultiplierSchema,
  NameSchema,
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

const LevelSchema = z.strictObject({
  id: IdSchema,
  name: NameSchema,
  threshold: NonNegativeDecimalSchema,
  multiplier: MultiplierSchema,
});

export const TiersSchema = z.strictObject({
  basis: z.enum(['basePoints', 'points', 'spend', 'orders']),
  period: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('lifetime') }),
    z.strictObject({ kind: z.literal('calendarYear') }),
    z.strictObject({ kind: z.literal('rolling'), months: MonthsSchema }),
  ]),
  levels: z.array(LevelSchema).min(1, 'has no level').check(unique('id')).check(rising),
});

export type Tiers = z.output<typeof TiersSchema>;
export type Level = Tiers['levels'][number];
