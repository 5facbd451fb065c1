import { z } from 'zod';
import { compare, fraction } from '../fraction.ts';
import { decimal, isDecimal, PositiveDecimalSchema } from '../money.ts';
import { OptionalAmountsSchema } from '../program-parts.ts';
import { rewardParts } from '../reward-parts.ts';
import { areNative, ceilingIn, codeCarriage, rewardKind } from './kind.ts';

const PercentSchema = PositiveDecimalSchema.refine(
  (value) => !isDecimal(value) || compare(decimal(value), fraction(100n)) <= 0,
  'is above 100',
);

/** A percentage, with at most a ceiling per currency: a native percentage has none. */
export const percentOff = rewardKind({
  schema: z.strictObject({
    ...rewardParts,
    kind: z.literal('percentOff'),
    percent: PercentSchema,
    ceiling: OptionalAmountsSchema,
  }),
  carriage: ({ ceiling, conditions }, shop) =>
    codeCarriage(ceiling.length === 0 && areNative(conditions, shop), shop),
  benefit({ percent, ceiling }, currency) {
    const upTo = ceilingIn(ceiling, currency);
    return upTo && { kind: 'percent', percent, ...upTo };
  },
  amounts: ({ ceiling }) => ceiling,
});
