import { z } from 'zod';
import { byCurrency, configuredConditions, type DiscountConfiguration } from '../discount-configuration.ts';
import { compare, fraction } from '../fraction.ts';
import { decimal, isDecimal, PositiveDecimalSchema } from '../money.ts';
import { OptionalAmountsSchema } from '../program-parts.ts';
import { rewardParts } from '../reward-parts.ts';
import { areNative, ceilingIn, codeCarriage, rewardKind } from './kind.ts';

const PercentSchema = PositiveDecimalSchema.refine(
  (value) => !isDecimal(value) || compare(decimal(value), fraction(100n)) <= 0,
  'is above 100',
);

const schema = z.strictObject({
  ...rewardParts,
  kind: z.literal('percentOff'),
  percent: PercentSchema,
  ceiling: OptionalAmountsSchema,
});

const configuration = ({ percent, ceiling, conditions }: z.output<typeof schema>): DiscountConfiguration => ({
  ...configuredConditions(conditions),
  kind: 'percentOff',
  percent,
  ...(ceiling.length > 0 && { ceilings: byCurrency(ceiling) }),
});

/** A percentage, with at most a ceiling per currency: a native percentage has none. */
export const percentOff = rewardKind({
  schema,
  form: {
    fields: ['percent', 'ceiling'],
    conditions: ['minSpend', 'goods', 'combinesWith'],
    returns: true,
  },
  carriage(reward, shop) {
    const isNative = reward.ceiling.length === 0 && areNative(reward.conditions, shop);
    return codeCarriage(isNative, configuration(reward), shop);
  },
  benefit({ percent, ceiling }, currency) {
    const upTo = ceilingIn(ceiling, currency);
    return upTo && { kind: 'percent', percent, ...upTo };
  },
  amounts: ({ ceiling }) => ceiling,
  configuration,
});
